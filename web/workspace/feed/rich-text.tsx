import { createElement, Fragment, type ReactNode, useMemo } from 'react'
import type { FileRef } from '../../api/upload.ts'
import { inlineUrl } from './files.tsx'

/** What our own composer can write; anything else shows as its text. */
const plainTags = new Set([
  'p',
  'br',
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'hr',
  'h1',
  'h2',
  'h3',
  'div',
])

/** What the words show, by the name they show it under. */
type Picture = Pick<FileRef, 'id' | 'contentId' | 'name' | 'url'>

function isSafeLink(href: string): boolean {
  return /^(https?:|mailto:|tel:)/i.test(href.trim())
}

function toNodes(parent: Node, files: readonly Picture[]): ReactNode[] {
  return [...parent.childNodes].map((node, index) => toNode(node, index, files))
}

function toNode(node: Node, key: number, files: readonly Picture[]): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element)) return null
  const tag = node.tagName.toLowerCase()
  if (tag === 'br' || tag === 'hr') return createElement(tag, { key })
  if (tag === 'img') {
    const cid = node.getAttribute('src')?.replace(/^cid:/, '')
    const file = files.find((each) => (each.contentId ?? `file-${each.id}`) === cid)
    return file ? <img key={key} src={inlineUrl(file)} alt={node.getAttribute('alt') ?? file.name} /> : null
  }
  const children = toNodes(node, files)
  if (tag === 'a') {
    const href = node.getAttribute('href') ?? ''
    if (!isSafeLink(href)) return <Fragment key={key}>{children}</Fragment>
    return (
      <a key={key} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    )
  }
  if (tag === 'span' && node.getAttribute('data-type') === 'mention') {
    return (
      <span key={key} className="font-medium text-accent">
        {children}
      </span>
    )
  }
  if (plainTags.has(tag)) return createElement(tag, { key }, ...children)
  return <Fragment key={key}>{children}</Fragment>
}

/**
 * An agent's HTML, rebuilt element by element from a short list. It never becomes markup of the page as it is: what
 * the list does not know stays behind, whatever the server let through.
 */
export function RichText({ html, files }: { html: string; files: readonly Picture[] }) {
  const nodes = useMemo(
    () => toNodes(new DOMParser().parseFromString(html, 'text/html').body, files),
    [html, files],
  )
  return <div className="rich-text mt-0.5 text-lg break-words">{nodes}</div>
}
