import { type HtmlElement, decodeEntities, elementsOf, parseHtml } from './html-tree.ts'

const host = String.raw`((?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}]{2,24})`
const user = String.raw`(?:([^\s/@]{1,64})@)?`
const wholeAddress = new RegExp(
  String.raw`^\s*([a-z]{3,10}:\/\/)?${user}${host}(?::\d{1,5})?(?:[/?#]\S*)?\s*$`,
  'iu',
)
const addressInside = new RegExp(String.raw`\b(https?:\/\/|www\.)${user}${host}`, 'iu')
const hostAlone = new RegExp(`^${host}$`, 'iu')

/** What the reader takes for an address in a link's text: all of it, or a whole URL somewhere in it. */
function hostIn(text: string): string | null {
  const [, scheme, name, at] = wholeAddress.exec(text) ?? addressInside.exec(text) ?? []
  // https://bank.example@evil.example is read as the bank's.
  const shown = scheme && name && hostAlone.test(name) ? name : at
  return shown?.toLowerCase().replace(/^www\./, '') ?? null
}

/** The host a link leads to; for a letter's address the part after the @. */
function hostOf(href: string): string | null {
  const mail = /^mailto:[^?]*@([^?,;\s>]+)/i.exec(href)
  if (mail) return (mail[1] ?? '').toLowerCase()
  return /^https?:/i.test(href) && URL.canParse(href) ? new URL(href).hostname.replace(/^www\./, '') : null
}

const hidden = /display: none|font-size: 0(?:\D|$)|(?:^|; )color: transparent/i
const longestText = 2_000
const longestSource = 20_000
const mostPieces = 200

/** A text as it looks: without what cannot be seen, and with one kind of dot and slash. */
function asSeen(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\u2044\u2215\u29f8]/g, '/')
    .replaceAll('\u3002', '.')
    .replace(/\s+/g, ' ')
}

interface Piece {
  text: string
  /** False where its style hides it. */
  isShown: boolean
}

/** The pieces of text in an element, in their order; a link may hold a whole letter, so no more than a text's worth. */
function piecesOf(element: HtmlElement, html: string): Piece[] {
  const pieces: Piece[] = []
  let size = 0
  const gather = (parent: HtmlElement, isShown: boolean): void => {
    for (const child of parent.children) {
      if (size > longestText || pieces.length > mostPieces) return
      if (child.kind === 'element') {
        gather(child, isShown && !hidden.test(child.attributes.get('style') ?? ''))
        continue
      }
      const text = asSeen(
        decodeEntities(html.slice(child.start, Math.min(child.end, child.start + longestSource))),
      )
      pieces.push({ text, isShown })
      size += text.length
    }
  }
  gather(element, true)
  return pieces
}

/** Whatever a reader may read in a link: all of it, what is not hidden, and each piece, for there are many ways to hide. */
function readingsOf(element: HtmlElement, html: string): string[] {
  const pieces = piecesOf(element, html)
  const joined = (some: Piece[]) =>
    some
      .map((piece) => piece.text)
      .join('')
      .trim()
      .slice(0, longestText)
  return [
    joined(pieces),
    joined(pieces.filter((piece) => piece.isShown)),
    ...pieces.map((piece) => piece.text.slice(0, longestText)),
  ]
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
    const real = hostOf(href)
    if (real === null) continue
    const isHonest = readingsOf(element, cleanHtml).every((text) => {
      const shown = hostIn(text)
      if (shown === null) return true
      // A name in letters of its own script is written in the browser's spelling too.
      return isSameSite(URL.canParse(`http://${shown}`) ? new URL(`http://${shown}`).hostname : shown, real)
    })
    if (isHonest) continue
    const at = element.start + 2
    marked += `${cleanHtml.slice(from, at)} data-otk-target="${real.replace(/[^\w.:[\]-]/g, '')}"`
    from = at
  }
  return marked + cleanHtml.slice(from)
}
