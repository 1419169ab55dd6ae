import { describe, expect, it } from 'vitest'
import {
  createBodyMarker,
  createMessageId,
  createReplyAddress,
  findBodyMarker,
  readMessageId,
  readReplyAddress,
} from './thread-token.ts'

const key = Buffer.from('a secret of this desk, long enough')
const other = Buffer.from('a secret of another desk, long too')

describe('our Message-ID', () => {
  const id = createMessageId(key, { ticketId: 1256, partId: 98, domain: 'desk.example' })

  it('is the same for the same reply, and names its ticket and reply', () => {
    expect(createMessageId(key, { ticketId: 1256, partId: 98, domain: 'desk.example' })).toBe(id)
    expect(id).toMatch(/^otk\.1256\.98\.[a-z2-7]{16}@desk\.example$/)
    expect(readMessageId(key, id)).toEqual({ ticketId: 1256, partId: 98 })
  })

  it('survives what relays do to it', () => {
    for (const changed of [
      `<${id}>`,
      id.toUpperCase(),
      id.replace('@desk.example', '@relay.example'),
      ` ${id} `,
    ]) {
      expect(readMessageId(key, changed)).toEqual({ ticketId: 1256, partId: 98 })
    }
  })

  it.each([
    id.replace('1256', '1257'),
    id.replace('.98.', '.99.'),
    id.replace(/.@/, (end) => (end[0] === 'a' ? 'b@' : 'a@')),
    'otk.1256.98@desk.example',
    'x@y',
    '',
  ])('is not believed when changed: %s', (forged) => {
    expect(readMessageId(key, forged)).toBeNull()
  })

  it('of another desk is nobody’s', () => {
    expect(readMessageId(other, id)).toBeNull()
  })

  it('does not look like spam to SpamAssassin', () => {
    expect(`<${id}>`).not.toMatch(/<[a-z\d][a-z\d$-]{10,29}[a-z\d]@[a-z\d][a-z\d.]{3,12}[a-z\d]>/)
  })
})

describe('the reply address', () => {
  const address = createReplyAddress(key, 'support@desk.example', 1256)

  it('carries the ticket and fits into a local part', () => {
    expect(address).toMatch(/^support\+1256-[a-z2-7]{16}@desk\.example$/)
    expect(address.indexOf('@')).toBeLessThan(64)
    expect(readReplyAddress(key, address)).toBe(1256)
    expect(readReplyAddress(key, address.toUpperCase())).toBe(1256)
  })

  it('keeps a plus part the inbox has', () => {
    expect(readReplyAddress(key, createReplyAddress(key, 'desk+ru@mail.example', 7))).toBe(7)
  })

  it.each([
    'support@desk.example',
    'support+1256@desk.example',
    address.replace('1256', '1'),
    'support+x-y@desk.example',
    `${address}.evil+a@b.example`,
  ])('is not believed when made up: %s', (made) => {
    expect(readReplyAddress(key, made)).toBeNull()
  })

  it('is no Message-ID and no marker: each purpose has its own signature', () => {
    const token = address.slice(address.indexOf('-') + 1, address.indexOf('@'))
    expect(readMessageId(key, `otk.1256.98.${token}@desk.example`)).toBeNull()
  })
})

describe('the marker in the body', () => {
  it('is found in what the customer quotes, and only a true one', () => {
    const marker = createBodyMarker(key, 31)
    expect(findBodyMarker(key, `> words\n> ${marker}\n`)).toBe(31)
    expect(findBodyMarker(key, `<div class="x_otklik-letter ${marker}">`)).toBe(31)
    expect(findBodyMarker(key, `otk-9-aaaaaaaaaaaaaaaa ${marker.toUpperCase()}`)).toBe(31)
    expect(findBodyMarker(other, marker)).toBeNull()
    expect(findBodyMarker(key, 'otk-31-aaaaaaaaaaaaaaaa')).toBeNull()
  })
})
