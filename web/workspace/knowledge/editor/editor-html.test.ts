import { expect, test } from 'vitest'
import { fromWire, toWire } from './editor-html.ts'

test('a picture has an address to be shown by, and its number where it is kept', () => {
  const kept = '<p>Окно: <img src="file:12" alt="Вход"> и <img src="file:7" alt=""></p>'
  const shown = fromWire(kept)
  expect(shown).toContain('src="/api/v1/article-files/12?inline=true" alt="Вход"')
  expect(toWire(shown)).toBe(kept)
})

test('the words of a caption stay, though the editor knows no captions', () => {
  expect(fromWire('<table><caption>Сроки</caption><tbody></tbody></table>')).toBe(
    '<p>Сроки</p><table><tbody></tbody></table>',
  )
  expect(fromWire('<figure><img src="file:1" alt=""><figcaption>Окно</figcaption></figure>')).toBe(
    '<img src="/api/v1/article-files/1?inline=true" alt=""><p>Окно</p>',
  )
  const video = '<figure data-video="https://vimeo.com/76979871"></figure>'
  expect(fromWire(video)).toBe(video)
})

test('what the editor needs for itself is not kept', () => {
  expect(
    toWire(
      '<table style="min-width: 50px"><colgroup><col style="min-width: 25px"></colgroup><tbody><tr><td colspan="2" style="x">а</td></tr></tbody></table>',
    ),
  ).toBe('<table><tbody><tr><td colspan="2">а</td></tr></tbody></table>')
})
