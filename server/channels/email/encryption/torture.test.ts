import { afterAll, describe, expect, test } from 'vitest'
import { missingOpenssl, opensslWorkshop } from '#test/servers/openssl.ts'
import { mayBeProtected } from './find-protected.ts'
import { openProtected } from './open-protected.ts'

const missing = missingOpenssl()

describe.skipIf(missing !== null)(`bent S/MIME letters${missing ? ` (${missing})` : ''}`, () => {
  const ssl = opensslWorkshop()
  afterAll(() => ssl.remove())
  const ours = ssl.certify('support@desk.example')
  const content = 'Content-Type: text/plain\r\n\r\nThe words that are signed\r\n'
  const crlf = (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
  const letters = {
    detached: crlf(ssl.sign(content, ours)),
    opaque: crlf(ssl.sign(content, ours, ['-nodetach'])),
    sealed: crlf(ssl.encrypt(content, [ours])),
  }
  const ring = {
    ownCertificates: [{ certificate: ours.certificate, privateKey: ours.privateKey }],
    ownPgp: [],
    authorities: [],
    sendersPgp: [],
    at: new Date(),
  }
  /** The same each time: a failure can be looked at. */
  const bend = (bytes: Buffer, round: number): Buffer => {
    const at = (round * 7919) % bytes.length
    if (round % 4 === 0) return bytes.subarray(0, at)
    const bent = Buffer.from(bytes)
    if (round % 4 === 1) bent[at] = 0
    else if (round % 4 === 2) bent[at] = 0xff
    else bent.copy(bent, at, 0, Math.min(200, bent.length - at))
    return bent
  }

  test.each(Object.entries(letters))(
    '%s: whatever is bent, nothing throws and nothing false is believed',
    async (_kind, letter) => {
      const whole = await openProtected(letter, ring)
      expect([whole?.problem ?? null, whole?.signature?.isValid ?? true]).toEqual([null, true])
      for (let round = 1; round <= 16; round++) {
        const opened = await openProtected(bend(letter, round), ring)
        const words = opened?.letter?.toString() ?? ''
        // Believed is only what was signed, to the letter.
        if (opened?.signature?.isValid) expect(words).toContain('The words that are signed')
      }
    },
    120_000,
  )

  test('a nest without end stays closed at the sixth layer, and says so', async () => {
    let nested = Buffer.from(content)
    for (let depth = 0; depth < 9; depth++) nested = crlf(ssl.sign(nested, ours, ['-nodetach']))
    const opened = await openProtected(nested, ring)
    expect([opened?.signature?.isValid, opened?.problem]).toEqual([true, 'unsupported'])
  }, 60_000)

  test('ordinary letters cost one look', () => {
    expect(mayBeProtected(Buffer.from('Subject: x\r\n\r\nA text about S/MIME and PGP\r\n'))).toBe(false)
    expect(mayBeProtected(letters.sealed)).toBe(true)
  })
})
