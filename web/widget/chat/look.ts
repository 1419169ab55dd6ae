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
