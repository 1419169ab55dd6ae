import { describe, expect, test } from 'vitest'
import { fromWire, inlineFileIds, mentionedIds, toWire, paragraphs } from './composed-html.ts'

describe('what the composer sends', () => {
  test('a pasted picture travels by content id and comes back', () => {
    const shown = '<p>a<img alt="x" src="/api/v1/files/12?inline=true"></p>'
    const sent = '<p>a<img alt="x" src="cid:file-12"></p>'
    expect(toWire(shown)).toBe(sent)
    expect(fromWire(sent)).toBe(shown)
    expect(inlineFileIds(sent)).toEqual([12])
  })

  test('a link to a file in words is left alone', () => {
    const html = '<p>/api/v1/files/12?inline=true</p>'
    expect(toWire(html)).toBe(html)
    expect(inlineFileIds(html)).toEqual([])
  })

  test('mentions are counted once each', () => {
    const span = '<span data-type="mention" data-id="7" data-label="Анна Ли">@Анна Ли</span>'
    expect(mentionedIds(`<p>${span} ${span}<span data-type="mention" data-id="9">@x</span></p>`)).toEqual([
      7, 9,
    ])
    expect(mentionedIds('<p>data-type="mention" data-id="7"</p>')).toEqual([])
  })
})

test('plain text becomes paragraphs, and no markup', () => {
  expect(paragraphs('a <b>\nc & d')).toBe('<p>a &lt;b&gt;</p><p>c &amp; d</p>')
  expect(paragraphs('')).toBe('')
})
