/** @jsxImportSource preact */
import { type ComponentChildren, createElement } from 'preact'

const addresses = /\bhttps?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]]/g

/** Plain words with their addresses as links. */
export function Linked({ text }: { text: string }) {
  const parts: ComponentChildren[] = []
  let at = 0
  for (const match of text.matchAll(addresses)) {
    parts.push(text.slice(at, match.index), <Away href={match[0]}>{match[0]}</Away>)
    at = match.index + match[0].length
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}

function Away({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}

const kept = new Set(
  'P BR B STRONG I EM U S CODE PRE UL OL LI BLOCKQUOTE H2 H3 H4 TABLE TBODY THEAD TR TD TH ASIDE FIGURE FIGCAPTION'.split(
    ' ',
  ),
)

/**
 * HTML of the desk, which cleaned it, built again from a list of marks: what is not on the list is its words alone, and
 * no attribute but a link's address is taken. Nothing is ever set as HTML on somebody's page.
 */
export function Rich({ html, pictureBase }: { html: string; pictureBase?: string }) {
  const body = new DOMParser().parseFromString(html, 'text/html').body
  return <div class="rich">{children(body, pictureBase)}</div>
}

function children(node: Node, pictureBase: string | undefined): ComponentChildren[] {
  return [...node.childNodes].map((child) => build(child, pictureBase))
}

function build(node: Node, pictureBase: string | undefined): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof HTMLElement)) return null
  const inner = children(node, pictureBase)
  if (node instanceof HTMLAnchorElement) {
    const isSafe = /^(?:https?:|mailto:|tel:)/i.test(node.getAttribute('href') ?? '')
    return isSafe ? <Away href={node.href}>{inner}</Away> : inner
  }
  if (node instanceof HTMLImageElement) {
    const source = node.getAttribute('src') ?? ''
    const isOurs = pictureBase !== undefined && source.startsWith(pictureBase)
    return isOurs ? <img src={source} alt={node.alt} loading="lazy" /> : node.alt
  }
  if (node.tagName === 'SCRIPT' || node.tagName === 'STYLE') return null
  if (!kept.has(node.tagName)) return inner
  return node.tagName === 'BR' ? <br /> : createElement(node.tagName.toLowerCase(), null, ...inner)
}
