import { type HtmlElement, decodeEntities, elementsOf, parseHtml } from './html-tree.ts'

/** What the reader takes for an address in a link's text: all of it, or a whole URL somewhere in it. */
function hostIn(text: string): string | null {
  const whole =
    /^\s*(?:[a-z]{3,10}:\/\/)?(?:[^\s/@]{1,64}@)?((?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}]{2,24})(?::\d{1,5})?(?:[/?#]\S*)?\s*$/iu.exec(
      text,
    )
  const inside = /\bhttps?:\/\/(?:[^\s/@]{1,64}@)?((?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}]{2,24})/iu.exec(text)
  return (whole ?? inside)?.[1]?.toLowerCase().replace(/^www\./, '') ?? null
}

/** The host a link leads to; for a letter's address the part after the @. */
function hostOf(href: string): string | null {
  const mail = /^mailto:[^?]*@([^?,;\s>]+)/i.exec(href)
  if (mail) return (mail[1] ?? '').toLowerCase()
  return /^https?:/i.test(href) && URL.canParse(href) ? new URL(href).hostname.replace(/^www\./, '') : null
}

function textOf(element: HtmlElement, html: string): string {
  let text = ''
  for (const child of element.children) {
    text += child.kind === 'text' ? decodeEntities(html.slice(child.start, child.end)) : textOf(child, html)
    if (text.length > 300) break
  }
  return text
}

function isSameSite(shown: string, real: string): boolean {
  return shown === real || shown.endsWith(`.${real}`) || real.endsWith(`.${shown}`)
}

/**
 * Marks every link whose text is one address and whose target another: `data-otk-target` names the true host, for
 * the reader to see. Takes and gives cleaned HTML.
 */
export function markMismatchedLinks(cleanHtml: string): string {
  if (!cleanHtml.includes('<a ')) return cleanHtml
  let marked = ''
  let from = 0
  for (const element of elementsOf(parseHtml(cleanHtml))) {
    if (element.tag !== 'a') continue
    const href = element.attributes.get('href') ?? ''
    const text = textOf(element, cleanHtml).normalize('NFKC')
    const shown = hostIn(text.replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, ''))
    const real = hostOf(href)
    if (shown === null || real === null) continue
    // A name in letters of its own script is written in the browser's spelling too.
    const spelled = URL.canParse(`http://${shown}`) ? new URL(`http://${shown}`).hostname : shown
    if (isSameSite(spelled, real)) continue
    const at = element.start + 2
    marked += `${cleanHtml.slice(from, at)} data-otk-target="${real.replace(/[^\w.:[\]-]/g, '')}"`
    from = at
  }
  return marked + cleanHtml.slice(from)
}
