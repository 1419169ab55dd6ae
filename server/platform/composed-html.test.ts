import { expect, test } from 'vitest'
import { cleanComposedHtml, composedHtmlToText } from './composed-html.ts'

test('keeps the marks of the composer and nothing else', () => {
  const html = `<p onclick="hit()">A <b>b</b><script>hit()</script></p><img src="https://evil.example/x.png"><img src="cid:file-1">
    <a href="javascript:hit()">x</a><a href="//evil.example">y</a><svg onload=hit()></svg><iframe srcdoc="x"></iframe>`
  const clean = cleanComposedHtml(html)
  expect(clean).toContain('<p>A <b>b</b></p>')
  expect(clean).toContain('<img src="cid:file-1" />')
  expect(clean).not.toMatch(/script|onclick|evil|svg|iframe/)
})

// A request may hold half a million characters; whoever may write notes could stop the desk with one.
test.each([
  '<b>',
  '<p>',
  '<li>',
  '<ul><li>',
  '<a href="x">',
  '<span>',
  '<',
  '<b ',
  '</b>',
  '<br>',
  '<!--',
  ' ',
  '\t',
  '&',
  '<x>',
])('half a million characters of %j are read at once, and the words stay', (piece) => {
  const clean = cleanComposedHtml(`<p>First</p>${piece.repeat(Math.floor(490_000 / piece.length))}`)
  expect(composedHtmlToText(clean)).toContain('First')
})
