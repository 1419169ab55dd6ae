import type { ChatConfig } from '#contract/chat.ts'
import { inkOn } from './contrast.ts'
import style from './style.css?inline'

/** The element on somebody's page within which everything of ours stands. */
export function shelter(): { host: HTMLElement; root: ShadowRoot } {
  const host = document.createElement('otklik-chat')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  root.adoptedStyleSheets = [sheet]
  return { host, root }
}

/** The colours the site's owner has chosen, each with the ink that can be read on it. */
export function paint(
  host: HTMLElement,
  { accent, accentDark }: Pick<ChatConfig, 'accent' | 'accentDark'>,
): void {
  const colours = { light: accent, dark: accentDark ?? accent }
  for (const [name, colour] of Object.entries(colours)) {
    if (colour === null) {
      host.style.removeProperty(`--chosen-${name}`)
      host.style.removeProperty(`--ink-on-${name}`)
      continue
    }
    host.style.setProperty(`--chosen-${name}`, colour)
    host.style.setProperty(`--ink-on-${name}`, inkOn(colour))
  }
}
