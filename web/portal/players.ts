/** A link to a video becomes its player where it stands, when it is pressed: its host hears of nobody before that. */
export function startPlayers(root: ParentNode): void {
  for (const figure of root.querySelectorAll<HTMLElement>('figure[data-player]')) {
    const link = figure.querySelector('a')
    link?.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      const frame = document.createElement('iframe')
      frame.src = figure.dataset['player'] ?? ''
      frame.title = link.textContent
      frame.allow = 'fullscreen; picture-in-picture'
      frame.referrerPolicy = 'strict-origin'
      link.replaceWith(frame)
      frame.focus()
    })
  }
}
