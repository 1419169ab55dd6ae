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

/** Shows one, once for all tabs of this browser. */
export function showBrowserNotice(id: number, title: string, body: string, onOpen: () => void): void {
  if (browserNotices() !== 'on') return
  try {
    const notice = new Notification(title, { body, tag: `otklik-${id}` })
    notice.addEventListener('click', () => {
      window.focus()
      notice.close()
      onOpen()
    })
  } catch {
    // Some phones let only service workers show notices: the bell has it all the same.
  }
}
