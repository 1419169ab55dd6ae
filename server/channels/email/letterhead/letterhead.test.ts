import { describe, expect, test } from 'vitest'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import { answerAddress, wantsPlusReplies } from './answer-address.ts'
import { calmHtml } from './calm-html.ts'
import { inlineStyles } from './inline-styles.ts'
import { letterLanguage } from './letter-language.ts'
import { plainWords } from './plain-words.ts'
import { momentIn, quoteMessage } from './quote-last.ts'

describe('the address an answer leaves from', () => {
  const inbox = { address: 'support@desk.example' }
  const addressing = { ...sectionDefaults.addressing, aliases: ['sales@desk.example', 'help@other.example'] }
  test.each([
    [['sales@desk.example'], 'sales@desk.example'],
    [['Sales+12-abc@desk.example'], 'sales@desk.example'],
    [['unknown@desk.example', 'help@other.example'], 'help@other.example'],
    [['stranger@customer.example'], 'support@desk.example'],
    [[], 'support@desk.example'],
  ])('%j → %s', (writtenTo, from) => {
    expect(answerAddress(inbox, addressing, writtenTo)).toBe(from)
  })

  test('is the inbox’s own where it is told so', () => {
    expect(answerAddress(inbox, { ...addressing, answersFrom: 'main' }, ['sales@desk.example'])).toBe(
      inbox.address,
    )
  })

  test('asks for plus replies where letters with a plus part arrive', () => {
    expect(wantsPlusReplies({ receivesBy: 'smtp' }, addressing)).toBe(true)
    expect(wantsPlusReplies({ receivesBy: 'imap' }, addressing)).toBe(false)
    expect(wantsPlusReplies({ receivesBy: 'imap' }, { ...addressing, plusReplies: 'always' })).toBe(true)
    expect(wantsPlusReplies({ receivesBy: 'smtp' }, { ...addressing, plusReplies: 'never' })).toBe(false)
  })
})

test('the frame speaks the customer’s language', () => {
  expect(letterLanguage('en', 'Добрый день', 'ru')).toBe('en')
  expect(letterLanguage(null, 'Good morning, my printer is broken', 'ru')).toBe('en')
  expect(letterLanguage(null, 'Не работает Windows Server Datacenter', 'en')).toBe('ru')
  expect(letterLanguage(null, '12345 !!!', 'ru')).toBe('ru')
  expect(letterLanguage(null, null, 'en')).toBe('en')
})

describe('the quote', () => {
  const at = new Date('2026-03-03T21:30:00Z')
  const last = {
    text: 'Words',
    html: null,
    created_at: at,
    sent_at: null,
    from_name: 'Anna',
    from_address: 'a@b.example',
    name: 'Anna',
    to_addresses: null,
    cc_addresses: null,
    raw_sha256: null,
    protection: null,
    recipients: [],
  }
  test('has its moment in the zone it is told, and names the zone', () => {
    expect(momentIn(at, 'ru', 'Europe/Moscow')).toBe('4 марта 2026 г. в 00:30 GMT+3')
    expect(momentIn(at, 'en', 'America/New_York')).toBe('March 3, 2026 at 16:30 GMT-5')
    expect(quoteMessage(last, 'en', 'UTC').introduction).toBe('On March 3, 2026 at 21:30 GMT, Anna wrote:')
  })

  test('believes a Date that can be true, and no other', () => {
    const minutes = (count: number) => new Date(at.getTime() + count * 60_000)
    const said = (sent_at: Date) => quoteMessage({ ...last, sent_at }, 'en', 'UTC').introduction
    expect(said(minutes(-30))).toContain('21:00')
    expect(said(minutes(60))).toContain('21:30')
    expect(said(new Date('1970-01-01T00:00:00Z'))).toContain('2026')
  })

  test('keeps the words of coloured and wide letters and drops their paint', () => {
    const html =
      '<table width="700" bgcolor="#fff"><tr><td style="color: #000; background-color: #fff; font-weight: bold">x</td></tr></table><font color="black">y</font><a href="https://e.example/?a=1" title="b color=" rel="c">z</a>'
    expect(calmHtml(html)).toBe(
      '<table><tr><td style="font-weight: bold; overflow-wrap: normal; word-break: normal">x</td></tr></table><font>y</font><a href="https://e.example/?a=1" title="b color=" rel="c">z</a>',
    )
  })
})

test('short words of a quoted table stay whole on a phone; long ones may break', () => {
  const table = '<table><tr><th style="font-weight: bold">Date</th><td>21.11 <b>twice</b></td></tr></table>'
  const whole = 'overflow-wrap: normal; word-break: normal'
  expect(calmHtml(table)).toBe(
    `<table><tr><th style="font-weight: bold; ${whole}">Date</th><td style="${whole}">21.11 <b>twice</b></td></tr></table>`,
  )
  const long = `<table><tr><td>https://e.example/${'a'.repeat(60)}</td><td><img src="cid:x"></td></tr></table>`
  expect(calmHtml(long)).toBe(long)
})

test('looks are written into our own marks, once', () => {
  expect(inlineStyles('<p>a</p><img src="cid:x" /><p style="margin: 0">b</p><pre>c</pre><b>d</b>')).toMatch(
    /^<p style="[^"]+">a<\/p><img src="cid:x" style="[^"]+" \/><p style="margin: 0">b<\/p><pre style="[^"]+">c<\/pre><b>d<\/b>$/,
  )
})

test('the plain part says where links lead and counts what is counted', () => {
  const html =
    '<p>See:</p><ol start="3"><li><p>the <b>cable</b></p></li><li>the <a href="https://e.example/help">page</a></li></ol><ul><li>or call</li></ul><p>Bye</p>'
  expect(plainWords(html).replace(/\n+/g, '\n')).toBe(
    'See:\n3. the cable\n4. the page <https://e.example/help>\n- or call\nBye',
  )
  const item = (words: string) => `<li><p>${words}</p></li>`
  // As the composer writes them.
  expect(plainWords(`<p>So:</p><ul>${item('one')}${item('two')}</ul><p>Bye</p>`)).toBe(
    'So:\n\n- one\n- two\n\nBye',
  )
  expect(
    plainWords(
      `<ol>${item('a')}<li><p>b</p><p>more</p><ul>${item('c')}${item('d')}</ul></li>${item('e')}</ol>`,
    ),
  ).toBe('1. a\n2. b\nmore\n   - c\n   - d\n3. e')
})
