import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeLetter } from './automatic/automated.ts'
import { readBounce } from './automatic/bounce.ts'
import { parseLetter } from './parse.ts'
import { prepareParsed } from './prepare-letter.ts'

/** What is right about a letter of test/letters; only what is named is checked. */
type Expected = {
  from?: string | null
  fromName?: string
  to?: string[]
  cc?: string[]
  subject?: string
  messageId?: string | null
  inReplyTo?: string[]
  references?: string[]
  text?: string
  textHas?: string
  hasHtml?: boolean
  attachments?: string[]
  inline?: string[]
  nestedIds?: string[]
  kind?: string
  kindIsNot?: string
  mayAnswer?: boolean
  visible?: string
  visibleHtmlHas?: string
  visibleHtmlLacks?: string
  originalMessageId?: string
  bounced?: [string, string, string, boolean, boolean][]
}

const folder = new URL('../../../../test/letters/', import.meta.url)
const expectations = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Expected
>

describe.each(Object.entries(expectations))('%s', (name, expected) => {
  const letter = parseLetter(readFileSync(new URL(`${name}.eml`, folder)))
  const check = (field: keyof Expected, value: unknown): void => {
    if (field in expected) expect(value, field).toEqual(expected[field])
  }

  it('is read', () => {
    expect(letter.unparsableReason).toBeNull()
    check('from', letter.from?.address ?? null)
    check('fromName', letter.from?.name)
    check(
      'to',
      letter.to.map((box) => box.address),
    )
    check(
      'cc',
      letter.cc.map((box) => box.address),
    )
    check('subject', letter.subject)
    check('messageId', letter.messageId)
    check('inReplyTo', letter.inReplyTo)
    check('references', letter.references)
    check('text', letter.text.trim())
    if (expected.textHas !== undefined) expect(letter.text).toContain(expected.textHas)
    check('hasHtml', letter.html !== null)
    check(
      'attachments',
      letter.attachments.map((file) => file.name),
    )
    check(
      'inline',
      letter.attachments.filter((file) => file.isInline).map((file) => file.name),
    )
    check(
      'nestedIds',
      letter.nested.map((inner) => inner.messageId),
    )
  })

  it('is judged', () => {
    const judgement = judgeLetter(letter)
    check('kind', judgement.kind)
    if (expected.kindIsNot !== undefined) expect(judgement.kind).not.toBe(expected.kindIsNot)
    check('mayAnswer', judgement.mayAnswer)
    const bounce = readBounce(letter)
    check('originalMessageId', bounce.originalMessageId)
    check(
      'bounced',
      bounce.recipients.map((one) => [
        one.address,
        one.outcome,
        one.status,
        one.isPermanent,
        one.isAddressDead,
      ]),
    )
  })

  it('is cut', () => {
    const prepared = prepareParsed(letter)
    check('visible', prepared.visibleText)
    if (expected.visibleHtmlHas !== undefined) expect(prepared.visibleHtml).toContain(expected.visibleHtmlHas)
    if (expected.visibleHtmlLacks !== undefined) {
      expect(prepared.visibleHtml).not.toContain(expected.visibleHtmlLacks)
      expect(prepared.quotedHtml ?? '').toContain(expected.visibleHtmlLacks)
    }
  })
})
