/** Tells the server in which zone moments are to be written from the next page on; nothing else hangs on it. */
export function tellTimeZone(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (!zone) return
  const secure = location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `otklik_zone=${zone}; path=/; max-age=31536000; samesite=lax${secure}`
}

/** A menu that is open is closed by Escape and by a click beside it. */
export function closeMenus(): void {
  const close = (but: EventTarget | null) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.who[open]')) {
      if (!(but instanceof Node && menu.contains(but))) menu.open = false
    }
  }
  document.addEventListener('click', ({ target }) => close(target))
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    const open = document.querySelector<HTMLDetailsElement>('details.who[open]')
    close(null)
    open?.querySelector('summary')?.focus()
  })
}
