import { expect, test } from 'vitest'
import { cleanSvg } from './clean-svg.ts'

test('a drawing keeps its shapes, gradients and the colours its style sheet gives them', () => {
  const cleaned = cleanSvg(`<?xml version="1.0" encoding="UTF-8"?>
    <!-- Drawn by hand -->
    <svg id="logo" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 24 24">
      <defs><style>.cls-1, .cls-2 { fill: #0a6e4f; } .cls-2{opacity:.5}</style>
        <linearGradient id="a" gradientUnits="userSpaceOnUse" x1="0" x2="24"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
      <title>Лавка</title>
      <path class="cls-1" d="M0 0h24v24z"/><g class="cls-2"><circle cx="5" cy="5" r="2" style="stroke:#fff;stroke-width:2"/></g>
      <rect fill="url(#a)" width="4" height="4"/><use xlink:href="#logo"/>
    </svg>`)
  expect(cleaned).toContain('<svg id="logo" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">')
  expect(cleaned).toMatch(/<path d="M0 0h24v24z" fill="#0a6e4f"\s?(?:\/>|><\/path>)/)
  expect(cleaned).toContain('<g fill="#0a6e4f" opacity=".5">')
  expect(cleaned).toContain('stroke="#fff" stroke-width="2"')
  expect(cleaned).toContain('<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="0" x2="24">')
  expect(cleaned).toContain('fill="url(#a)"')
  expect(cleaned).toContain('<use href="#logo"')
  expect(cleaned).not.toMatch(/style|class=|xlink/)
})

const shape = '<path d="M0 0h1"/>'
const within = (inner: string, more = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg"${more}>${shape}${inner}</svg>`
test.each([
  within('<script>hit()</script>'),
  within('<script xlink:href="https://spy.example/x.js"/>'),
  within('', ' onload="hit()"'),
  within('<path d="M0 0" onclick="hit()"/>'),
  within('<a href="javascript:hit()"><path d="M0 0"/></a>'),
  within('<image href="https://spy.example/pixel.png"/>'),
  within('<use href="https://spy.example/x.svg#a"/>'),
  within('<use href="data:image/svg+xml;base64,aGl0KCk="/>'),
  within('<foreignObject><iframe src="https://spy.example"/></foreignObject>'),
  within(
    '<style>@import url(https://spy.example/x.css); .a{fill:url(https://spy.example)}</style><g class="a"/>',
  ),
  within('<rect fill="url(https://spy.example/a#b)"/>'),
  within('<rect style="background:url(//spy.example)" fill="u\\72l(//spy.example)"/>'),
  within('<animate attributeName="href" values="javascript:hit()"/>'),
  within('<set attributeName="onload" to="hit()"/>'),
  `<!DOCTYPE svg SYSTEM "https://spy.example/x.dtd">${within('')}`,
])('lets nothing through that acts or tells: %s', (given) => {
  const cleaned = cleanSvg(given) ?? ''
  expect(cleaned).not.toMatch(
    /hit\(|spy\.example|script|\bon\w+=|data:|iframe|foreignObject|animate|<set|import|DOCTYPE/i,
  )
})

test.each([
  '',
  '<html><svg><path d="M0 0"/></svg></html>',
  '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
  '<svg><script>hit()</script></svg>',
  '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg><path d="&b;"/></svg>',
  'GIF89a',
])('what is no drawing is none: %s', (given) => {
  expect(cleanSvg(given)).toBeNull()
})
