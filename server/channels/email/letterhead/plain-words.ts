import { htmlToText } from '../html-to-text.ts'

/**
 * An answer's HTML in the words of its plain part: links with where they lead, ordered lists with their numbers, so
 * that whoever reads the one is told what the other says.
 */
export function plainWords(html: string): string {
  const numbered = html.replace(
    /<ol(?: start="(\d{1,6})")?[^>]*>((?:(?!<\/?[ou]l\b)[\s\S])*)<\/ol>/gi,
    (_, start: string | undefined, items: string) => {
      let number = Number(start ?? 1)
      const lines = [...items.matchAll(/<li[^>]*>([\s\S]*?)<\/li>/gi)].map(
        ([, item = '']) => `<div>${number++}. ${unwrapped(item)}</div>`,
      )
      return `<p></p><div>${lines.join('')}</div><p></p>`
    },
  )
  return htmlToText(numbered)
}

/** The composer wraps an item's words into a paragraph. */
function unwrapped(item: string): string {
  return item
    .replace(/^\s*<p[^>]*>/i, '')
    .replace(/<\/p>\s*$/i, '')
    .replace(/<\/p>\s*<p[^>]*>/gi, '<br>')
}
