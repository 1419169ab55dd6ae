import type { Language } from '#contract/common.ts'
import { cleanComposedHtml } from '#server/platform/composed-html.ts'
import type { ArticleUrl } from '../present.ts'

/**
 * An article's cleaned words as an answer can say them: a letter has no headings, tables and callouts of ours. Headings
 * become bold lines, rows of a table lines of their own, callouts quotes, videos links to their pages; links to other
 * articles lead to where the portal is now. `pictureName` names what an `<img src="file:12">` shows in the answer,
 * `cid:…`; one that gets no name falls out.
 */
export function answerWords(
  html: string,
  articleUrl: ArticleUrl,
  pictureName: (fileId: number) => string | null,
): string {
  const plain = html
    .replace(/<table>([\s\S]*?)<\/table>/g, (_, table: string) => tableLines(table))
    .replace(/<h[234][^>]*>([\s\S]*?)<\/h[234]>/g, '<p><strong>$1</strong></p>')
    .replace(/<aside[^>]*>([\s\S]*?)<\/aside>/g, '<blockquote>$1</blockquote>')
    .replace(
      /<figure data-video="([^"]*)">([\s\S]*?)<\/figure>/g,
      (_, page: string, inner: string) => `<p><a href="${page}">${page}</a></p>${inner}`,
    )
    .replace(/<figcaption>([\s\S]*?)<\/figcaption>/g, '<p><em>$1</em></p>')
    .replace(/<\/?figure>|<hr \/>/g, '')
    .replace(
      / href="\/help\/(ru|en)\/articles\/([a-z0-9-]+)(#[^"]*)?"/g,
      (_, language: Language, slug: string, part = '') => ` href="${articleUrl(language, slug)}${part}"`,
    )
    .replace(/<img [^>]*?src="file:(\d+)"[^>]*>/g, (tag, id: string) => {
      const name = pictureName(Number(id))
      return name === null ? '' : tag.replace(`src="file:${id}"`, `src="cid:${name}"`)
    })
  return (
    cleanComposedHtml(plain)
      // A part of a page is nowhere in a letter.
      .replace(/<a\b(?![^>]*\shref=)[^>]*>([\s\S]*?)<\/a>|<a href="#[^>]*>([\s\S]*?)<\/a>/g, '$1$2')
      .replace(/<img\b(?![^>]*\ssrc="cid:)[^>]*>/g, '')
      .replace(/<p>\s*<\/p>/g, '')
      .trim()
  )
}

/** A row becomes a line; of a row of headings the cells are bold. */
function tableLines(table: string): string {
  const caption = /<caption>([\s\S]*?)<\/caption>/.exec(table)?.[1]
  const rows = [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) => {
    const cells = [...row.matchAll(/<(td|th)[^>]*>([\s\S]*?)<\/\1>/g)].map(([, kind, cell = '']) => {
      const words = cell.replace(/<\/(?:p|li)>\s*<(?:p|li)>/g, '; ').replace(/<\/?(?:p|ul|ol|li)[^>]*>/g, '')
      return kind === 'th' && words !== '' ? `<strong>${words}</strong>` : words
    })
    return `<p>${cells.join(' — ')}</p>`
  })
  return `${caption === undefined ? '' : `<p><em>${caption}</em></p>`}${rows.join('')}`
}
