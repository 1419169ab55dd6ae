import { expect, it } from 'vitest'
import { hostileHtml } from '#test/letters/hostile-html.ts'
import { elementsOf, parseHtml } from './html-tree.ts'
import { htmlToText } from './html-to-text.ts'
import { cleanLetterHtml } from './letter-html.ts'

const tags =
  /^(?:a|abbr|address|article|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|wbr)$/
const attributes =
  /^(?:align|alt|bgcolor|border|cellpadding|cellspacing|class|color|colspan|datetime|dir|face|height|href|lang|nowrap|rel|rowspan|size|span|src|start|style|target|title|type|valign|value|width|data-otk-(?:src|cid|target))$/
const looks =
  /url|expression|import|behavio|binding|position|inset|z-index|transform|translate|opacity|animation|transition|filter|mask|clip|grid|calc\(-|var\(|attr\(|image|src\(|@|\\|\/\*|[<>{}]|margin[^;]*-\d/i

/** What stands in cleaned HTML and should not; empty when all is well. */
function wrongIn(html: string): string[] {
  const wrong: string[] = []
  for (const element of elementsOf(parseHtml(html))) {
    if (!tags.test(element.tag)) wrong.push(`<${element.tag}>`)
    for (const [name, value] of element.attributes) {
      if (!attributes.test(name)) wrong.push(name)
      if (name === 'href' && !/^(?:https?|mailto|tel|sms|ftp):/i.test(value)) wrong.push(`href ${value}`)
      if (name === 'src' && !/^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,/i.test(value))
        wrong.push(`src ${value}`)
      if (name === 'data-otk-src' && !/^https?:\/\//i.test(value)) wrong.push(`waiting ${value}`)
      if (name === 'style' && looks.test(value)) wrong.push(`style ${value}`)
      if (name === 'target' && value !== '_blank') wrong.push(`target ${value}`)
    }
    if (element.attributes.has('href') && element.attributes.get('rel') !== 'noopener noreferrer nofollow')
      wrong.push('rel')
  }
  return wrong
}

it('leaves nothing of any payload', () => {
  expect(hostileHtml.length).toBeGreaterThan(3_000)
  const survivors = hostileHtml.flatMap(({ kind, html }) => {
    const wrong = wrongIn(cleanLetterHtml(html).html)
    return wrong.length > 0 ? [{ kind, html, wrong }] : []
  })
  expect(survivors).toEqual([])
})

it('gives the same when it is cleaned again', () => {
  // A stray end of a paragraph is a paragraph to browsers, so empty ones do not count.
  const clean = (html: string): string =>
    cleanLetterHtml(html).html.replaceAll(/ data-otk-(?:src|cid|target)="[^"]*"|<\/?p>/g, '')
  const changed = hostileHtml.filter(({ html }) => {
    const once = cleanLetterHtml(html).html.replaceAll(/ data-otk-(?:src|cid|target)="[^"]*"/g, '')
    return clean(once) !== clean(html)
  })
  expect(changed).toEqual([])
})

it('turns every payload into text without throwing', () => {
  for (const { html } of hostileHtml) expect(htmlToText(html)).toEqual(expect.any(String))
})
