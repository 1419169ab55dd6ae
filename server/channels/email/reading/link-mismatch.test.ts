import { describe, expect, it } from 'vitest'
import { cleanLetterHtml } from './letter-html.ts'

const targetOf = (html: string): string | undefined =>
  /data-otk-target="([^"]*)"/.exec(cleanLetterHtml(html).html)?.[1]

describe('a link that says one address and leads to another', () => {
  it.each([
    ['<a href="https://evil.example/login">https://bank.example/login</a>', 'evil.example'],
    ['<a href="https://evil.example">www.bank.example</a>', 'evil.example'],
    ['<a href="https://bank.example.evil.example/">bank.example</a>', 'bank.example.evil.example'],
    ['<a href="https://bank.example@evil.example/"><b>bank</b>.example</a>', 'evil.example'],
    ['<a href="https://evil.example">банк.рф</a>', 'evil.example'],
    ['<a href="https://evil.example">bank\u200b.example</a>', 'evil.example'],
    ['<a href="https://evil.example" data-otk-target="bank.example">bank.example</a>', 'evil.example'],
    ['<a href="https://evil.example">bank\uff0eexample</a>', 'evil.example'],
    ['<a href="https://evil.example">Sign in: https://bank.example/login now</a>', 'evil.example'],
    ['<a href="https://evil.example">help@bank.example</a>', 'evil.example'],
    ['<a href="mailto:help@evil.example?subject=x">help@bank.example</a>', 'evil.example'],
    ['<a href="https://evil.example">ftp://bank.example</a>', 'evil.example'],
    ['<a href="http://192.0.2.1/">bank.example</a>', '192.0.2.1'],
    ['<a href="https://evil.example">ba\u00adnk\u2060.example</a>', 'evil.example'],
    // What the reader does not see is no part of what the text says.
    [
      '<a href="https://evil.example">https://bank.example<span style="display:none">.evil.example</span></a>',
      'evil.example',
    ],
    [
      '<a href="https://evil.example">bank.example<i style="font-size:0px">.evil.example</i></a>',
      'evil.example',
    ],
    ['<a href="https://evil.example">bank.exa<i style="display:none">-</i>mple</a>', 'evil.example'],
    [
      '<a href="https://evil.example">bank.example<font color="white">.evil.example</font></a>',
      'evil.example',
    ],
    [
      `<a href="https://evil.example"><i>${' \u200b'.repeat(400)}</i><b>https://bank.example</b></a>`,
      'evil.example',
    ],
    ['<a href="https://evil.example">https://bank.example@evil.example/login</a>', 'evil.example'],
    ['<a href="https://evil.example">See www.bank.example for more</a>', 'evil.example'],
    ['<a href="https://evil.example">https:\u2044\u2044bank.example</a>', 'evil.example'],
  ])('%s', (html, target) => {
    expect(targetOf(html)).toBe(target)
  })
})

it.each([
  '<a href="https://www.bank.example/a?b=1">bank.example</a>',
  '<a href="https://online.bank.example/">https://bank.example</a>',
  '<a href="https://evil.example">Click here</a>',
  '<a href="https://evil.example">v1.2</a>',
  '<a href="mailto:a@bank.example">a@bank.example</a>',
  '<a href="https://docs.bank.example">docs.<b>bank.example</b></a>',
  '<a href="https://bank.example">www.<b>bank</b>.example</a>',
  `<a href="${new URL('http://банк.рф').href}">банк.рф</a>`,
])('is not seen in %s', (html) => {
  expect(targetOf(html)).toBeUndefined()
})
