/** Whether this browser shows notices over other windows: its permission, and a choice of its own. */
const chosen = 'otklik.browser-notices'

export type BrowserNotices = 'none' | 'off' | 'on' | 'blocked'

/** `none`: the browser has nothing of the kind, or the page came without TLS. */
export function browserNotices(): BrowserNotices {
  if (!('Notification' in window) || !window.isSecureContext) return 'none'
  if (Notification.permission === 'denied') return 'blocked'
  return Notification.permission === 'granted' && localStorage.getItem(chosen) === 'on' ? 'on' : 'off'
}

export async function setBrowserNotices(isOn: boolean): Promise<BrowserNotices> {
  if (isOn && Notification.permission !== 'granted') await Notification.requestPermission()
  localStorage.setItem(chosen, isOn && Notification.permission === 'granted' ? 'on' : 'off')
  return browserNotices()
}

const front = 'otklik.in-front'
const showing = 'otklik.showing-notice'
const shownAlready = 'otklik.shown-notices'
const remembered = 50

/** While this tab is before one's eyes it holds a lock that the tabs behind ask for. Answers what ends that. */
export function standInFront(): () => void {
  let release: () => void = () => undefined
  const follow = () => {
    release()
    release = () => undefined
    // There are no locks, and no notices, without TLS.
    if (document.hidden || !('locks' in navigator)) return
    const { promise, resolve } = Promise.withResolvers<void>()
    release = resolve
    void navigator.locks.request(front, { mode: 'shared' }, () => promise)
  }
  follow()
  document.addEventListener('visibilitychange', follow)
  return () => {
    document.removeEventListener('visibilitychange', follow)
    release()
  }
}

/** Shows one from behind, once for all tabs of this browser, and none while a tab of the desk is in front. */
export function showBrowserNotice(id: string, title: string, body: string, onOpen: () => void): void {
  if (!document.hidden || browserNotices() !== 'on') return
  const tag = `otklik-${id}`
  void navigator.locks.request(showing, async () => {
    const { held } = await navigator.locks.query()
    const already = (localStorage.getItem(shownAlready) ?? '').split(' ')
    const isInFront = held?.some(({ name }) => name === front) ?? false
    // Seen in front is told: a tab that hears of it late must not show it after all.
    if (!already.includes(tag))
      localStorage.setItem(shownAlready, [...already, tag].slice(-remembered).join(' '))
    if (isInFront || already.includes(tag)) return
    show(tag, title, body, onOpen)
  })
}

function show(tag: string, title: string, body: string, onOpen: () => void): void {
  try {
    const notice = new Notification(title, { body, tag })
    notice.addEventListener('click', () => {
      window.focus()
      notice.close()
      onOpen()
    })
  } catch {
    // Some phones let only service workers show notices: the bell has it all the same.
  }
}
