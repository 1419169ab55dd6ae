import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingGpg, gpgWorkshop } from '#test/servers/gpg.ts'
import { missingOpenssl, opensslWorkshop } from '#test/servers/openssl.ts'
import { parseLetter } from '../parse.ts'
import { openProtected } from './open-protected.ts'

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
