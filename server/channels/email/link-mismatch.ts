import { type HtmlElement, decodeEntities, elementsOf, parseHtml } from './html-tree.ts'

function hostIn(text: string): string | null {
  const match =
    /^\s*(?:https?:\/\/)?(?:[^\s/@]{1,64}@)?((?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}]{2,24})(?::\d{1,5})?(?:[/?#]\S*)?\s*$/iu.exec(
      text,
    )
  return match?.[1]?.toLowerCase().replace(/^www\./, '') ?? null
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
    const shown = hostIn(textOf(element, cleanHtml).replace(/[\u200b-\u200f\u2060\ufeff]/g, ''))
    if (shown === null || !/^https?:/i.test(href) || !URL.canParse(href)) continue
    const real = new URL(href).hostname.replace(/^www\./, '')
    // A name in letters of its own script is written in the browser's spelling too.
    const spelled = URL.canParse(`http://${shown}`) ? new URL(`http://${shown}`).hostname : shown
    if (isSameSite(spelled, real)) continue
    const at = element.start + 2
    marked += `${cleanHtml.slice(from, at)} data-otk-target="${real.replace(/[^\w.:[\]-]/g, '')}"`
    from = at
  }
  return marked + cleanHtml.slice(from)
}
