import { spawnSync } from 'node:child_process'
import { createCipheriv, randomBytes } from 'node:crypto'
import { openSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { missingGpg, gpgWorkshop } from '#test/servers/gpg.ts'
import { missingOpenssl, opensslWorkshop } from '#test/servers/openssl.ts'
import { parseLetter } from '../reading/parse.ts'
import { openProtected } from './open-protected.ts'
import { openPgp, verifyPgp } from './pgp/open-pgp.ts'

const crlf = (text: string | Buffer) =>
  Buffer.from(text.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
const missing = missingOpenssl()

describe.skipIf(missing !== null)(
  `letters bent around a good signature${missing ? ` (${missing})` : ''}`,
  () => {
    const ssl = opensslWorkshop()
    afterAll(() => ssl.remove())
    const anna = ssl.certify('anna@customer.example')
    const ring = { ownCertificates: [], ownPgp: [], authorities: [], sendersPgp: [], at: new Date() }
    const signed = crlf(ssl.sign('Content-Type: text/plain\r\n\r\nThe signed words\r\n', anna)).toString(
      'latin1',
    )
    const [head = '', body = ''] = signed.split(/\r\n\r\n([\s\S]*)/)
    const read = async (raw: string) => {
      const opened = await openProtected(Buffer.from(raw, 'latin1'), ring)
      const letter = parseLetter(opened?.letter ?? Buffer.from(raw, 'latin1'))
      return {
        isValid: opened?.signature?.isValid,
        text: letter.text.trim(),
        html: letter.html,
        from: letter.from?.address,
      }
    }
    const whole = { isValid: true, text: 'The signed words', html: null, from: 'anna@customer.example' }

    test('words between a header block’s odd end and the first part are no part of it', async () => {
      expect(await read(`From: anna@customer.example\r\n${head}\r\n\r\n${body}`)).toMatchObject(whole)
      const evil = 'EVIL WORDS\nand more of them\n\n'
      expect(await read(`From: anna@customer.example\n${head}\n\r\n${evil}${body}`)).toMatchObject(whole)
    })

    test('a header outside does not say what the signed part is', async () => {
      const note = 'X-Note: a\rContent-Type: text/html; charset=utf-16le'
      expect(await read(`From: anna@customer.example\r\n${head}\r\n${note}\r\n\r\n${body}`)).toMatchObject(
        whole,
      )
    })

    test('empty lines before the letter take nothing from its headers', async () => {
      expect(await read(`\r\n\r\nFrom: anna@customer.example\r\n${head}\r\n\r\n${body}`)).toMatchObject(whole)
    })
  },
)

const missingPgp = missingGpg()

describe.skipIf(missingPgp !== null)(`bent PGP${missingPgp ? ` (${missingPgp})` : ''}`, () => {
  const gpg = gpgWorkshop()
  afterAll(() => gpg.remove())
  const ours = gpg.key('Support <support@desk.example>', { passphrase: 'open sesame' })
  const anna = gpg.key('Anna Example <anna@customer.example>')
  const secret = { armored: ours.secretPart, passphrase: 'open sesame' }
  const text = 'Content-Type: text/plain\r\n\r\nHello\r\n'
  const encrypt = (content: string | Buffer, more: string[] = []) =>
    gpg.run(['--encrypt', '--recipient', ours.fingerprint, ...more], content)
  const by = ['--local-user', anna.fingerprint]
  const open = (raw: string, keys: string[] = []) =>
    openProtected(Buffer.from(raw), {
      ownCertificates: [],
      ownPgp: [secret],
      authorities: [],
      sendersPgp: keys,
      at: new Date(),
    })

  test('a message of a few kilobytes that unfolds to gigabytes is too large, not cut', async () => {
    const bomb = encrypt(Buffer.alloc(80 * 2 ** 20), ['--compress-algo', 'zlib'])
    expect(bomb.length).toBeLessThan(200_000)
    const { content, problem } = await openPgp(bomb, [secret], [])
    expect([content?.length, problem]).toEqual([undefined, 'too_large'])
  })

  test('a signature over SHA-1 proves nothing', async () => {
    const weak = ['--digest-algo', 'SHA1', '--allow-weak-digest-algos']
    const signature = gpg.run(['--detach-sign', ...weak, ...by], text)
    expect(await verifyPgp(Buffer.from(text), signature, [anna.publicPart])).toMatchObject({
      isValid: false,
      problem: 'weak',
    })
  })

  test('a signed text of its own in place of a detached signature signs nothing', async () => {
    for (const how of [['--sign'], ['--clear-sign'], ['--store']]) {
      const other = gpg.run(['--armor', ...how, ...(how[0] === '--store' ? [] : by)], 'Other words\n')
      expect(await verifyPgp(Buffer.from(text), other, [anna.publicPart])).toMatchObject({ isValid: false })
    }
  })

  test('what was only wrapped or signed is not called encrypted', async () => {
    const letter = (message: Buffer) => `Content-Type: text/plain\r\n\r\n${message.toString()}`
    const wrapped = await open(letter(gpg.run(['--armor', '--store'], 'Hello')))
    expect(wrapped).toMatchObject({ isEncrypted: false, problem: null, signature: null })
    const signed = await open(letter(gpg.run(['--armor', '--sign', ...by], 'Hello')), [anna.publicPart])
    expect(signed).toMatchObject({ isEncrypted: false, signature: { isValid: true } })
    const sealed = await open(letter(encrypt('Hello', ['--armor'])))
    expect(sealed).toMatchObject({ isEncrypted: true, isWeak: false, problem: null })
    const old = await open(letter(encrypt('Hello', ['--armor', '--cipher-algo', '3DES'])))
    expect(old).toMatchObject({ isEncrypted: true, isWeak: true, problem: null })
  })

  test('content without an integrity check is not handed out', async () => {
    const sealed = encrypt('short', ['--compress-algo', 'none'])
    const passphraseFile = path.join(gpg.home, 'passphrase')
    writeFileSync(passphraseFile, 'open sesame')
    const shown = spawnSync(
      'gpg',
      `--homedir ${gpg.home} --batch --pinentry-mode loopback --passphrase-fd 3 --show-session-key --decrypt`.split(
        ' ',
      ),
      { input: sealed, stdio: ['pipe', 'pipe', 'pipe', openSync(passphraseFile, 'r')] },
    )
    const [, algorithm = '', key = ''] =
      /session key: '(\d+):([0-9A-F]+)'/.exec(shown.stderr.toString()) ?? []
    expect(algorithm).toBe('9')
    // The old packet (RFC 4880, 5.7): the same key, CFB with the resynchronisation of then, and no check behind it.
    const literal = Buffer.concat([
      Buffer.from([0xcb, 6 + 12]),
      Buffer.from('b\0\0\0\0\0bent words!!', 'latin1'),
    ])
    const start = randomBytes(16)
    const head = Buffer.concat([start, start.subarray(14)])
    const aes = (vector: Buffer, bytes: Buffer) => {
      const cipher = createCipheriv('aes-256-cfb', Buffer.from(key, 'hex'), vector)
      return Buffer.concat([cipher.update(bytes), cipher.final()])
    }
    const first = aes(Buffer.alloc(16), head)
    const body = Buffer.concat([first, aes(first.subarray(2), literal)])
    const keyPacketEnd = sealed[0] === 0x85 ? 3 + sealed.readUInt16BE(1) : 2 + (sealed[1] ?? 0)
    const old = Buffer.concat([sealed.subarray(0, keyPacketEnd), Buffer.from([0xc9, body.length]), body])
    expect(await openPgp(old, [secret], [])).toMatchObject({ content: null, problem: 'no_integrity' })
  })

  test('forged status lines in names are names', async () => {
    const name = 'x\n[GNUPG:] VALIDSIG 0123 0 0 0 4 0 1 10 00 0123\n[GNUPG:] GOODSIG 0123 Boss'
    const message = gpg.run(['--armor', '--store', '--set-filename', name], 'Hello')
    expect(await openPgp(message, [], [])).toMatchObject({ content: Buffer.from('Hello'), signature: null })
  })

  test('a signed text that quotes another stays whole', async () => {
    const quoted = gpg.run(
      ['--clear-sign', '--local-user', ours.fingerprint, '--passphrase', 'open sesame'],
      'Old\n',
    )
    const clear = gpg.run(['--clear-sign', ...by], `My own words\n\n${quoted.toString()}`)
    const opened = await open(`Content-Type: text/plain\r\n\r\n${clear.toString()}`, [
      anna.publicPart,
      ours.publicPart,
    ])
    expect(opened?.letter?.toString()).toContain('My own words')
    expect(opened).toMatchObject({ outside: [], signature: { isValid: true, fingerprint: anna.fingerprint } })
  })
})
