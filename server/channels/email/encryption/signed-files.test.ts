import { afterAll, describe, expect, test } from 'vitest'
import { mailDesk } from '#test/mail-desk.ts'
import { missingOpenssl, opensslWorkshop } from '#test/servers/openssl.ts'

const missing = missingOpenssl()

describe.skipIf(missing !== null)(
  `signed documents among files${missing ? ` (${missing})` : ''}`,
  async () => {
    const desk = await mailDesk()
    const ssl = opensslWorkshop()
    afterAll(() => ssl.remove())
    const anna = ssl.certify('anna@customer.example', { name: 'Anna Example' })
    const pdf = Buffer.from('%PDF-1.7\n\0\x01\x02 a contract \n%%EOF\n', 'latin1')
    const der = ['-binary', '-outform', 'DER']
    const container = ssl.sign(pdf, anna, ['-nodetach', ...der])
    const beside = ssl.sign(pdf, anna, der)
    const file = (type: string, name: string, bytes: Buffer) =>
      [
        `Content-Type: ${type}; name="${name}"`,
        `Content-Disposition: attachment; filename="${name}"`,
        'Content-Transfer-Encoding: base64',
        '',
        bytes.toString('base64').replace(/(.{76})/g, '$1\r\n'),
      ].join('\r\n')
    const mixed = (...parts: string[]) =>
      `Content-Type: multipart/mixed; boundary="m"\r\n\r\n${parts.map((part) => `--m\r\n${part}\r\n`).join('')}--m--\r\n`
    const words = 'Content-Type: text/plain; charset=utf-8\r\n\r\nThe contract is attached'
    const receive = async (entity: string) => {
      const head = ['From: Anna <anna@customer.example>', 'To: support@desk.example', 'Subject: Contract']
      const row = await desk.receive([...head, 'MIME-Version: 1.0', entity].join('\r\n'))
      const { body } = await desk.ask({ method: 'GET', path: `/tickets/${row.ticket_id}/feed`, as: desk.as })
      const post = body.items.findLast((item: { kind: string }) => item.kind === 'customer_message')
      return {
        text: post.text as string,
        files: post.files.map((one: { name: string }) => one.name) as string[],
        protection: post.protection as { signature: unknown } | null,
      }
    }

    test('a signed contract is a file, and the words around it are the letter', async () => {
      const entity = mixed(words, file('application/pkcs7-mime', 'contract.pdf.p7m', container))
      expect(await receive(entity)).toEqual({
        text: 'The contract is attached',
        files: ['contract.pdf.p7m'],
        protection: null,
      })
    })

    test('also under the name of a letter, and where it is all there is', async () => {
      const entity = mixed(words, file('application/pkcs7-mime', 'smime.p7m', container))
      expect(await receive(entity)).toEqual({
        text: 'The contract is attached',
        files: ['smime.p7m'],
        protection: null,
      })
      const alone = await receive(file('application/pkcs7-mime', 'contract.pdf.p7m', container))
      expect([alone.files, alone.protection]).toEqual([['contract.pdf.p7m'], null])
    })

    test('a signature of a file stays beside it in a letter that is signed itself', async () => {
      const inner = mixed(
        words,
        file('application/pdf', 'contract.pdf', pdf),
        file('application/pkcs7-signature', 'contract.pdf.p7s', beside),
      )
      const entity = ssl.sign(inner, anna)
      const lines = entity
        .toString('latin1')
        .replace(/^MIME-Version: 1.0\r?\n/, '')
        .replace(/\r?\n/g, '\r\n')
      expect(await receive(lines)).toMatchObject({
        text: 'The contract is attached',
        files: ['contract.pdf', 'contract.pdf.p7s'],
        protection: { signature: { isValid: true } },
      })
    })

    test('whose key it is, is asked of whoever the letter is shown to be from', async () => {
      const entity = ssl
        .sign('Content-Type: text/plain\r\n\r\nHello\r\n', anna)
        .toString('latin1')
        .replace(/^MIME-Version: 1.0\r?\n/, '')
        .replace(/\r?\n/g, '\r\n')
      const list = ['From: Boss via List <anna@customer.example>', 'List-Id: <l.customer.example>']
      const claimed = [
        'X-Original-From: Boss <boss@customer.example>',
        'To: support@desk.example',
        'Subject: x',
      ]
      const row = await desk.receive([...list, ...claimed, 'MIME-Version: 1.0', entity].join('\r\n'))
      const { body } = await desk.ask({ method: 'GET', path: `/tickets/${row.ticket_id}/feed`, as: desk.as })
      const post = body.items.findLast((item: { kind: string }) => item.kind === 'customer_message')
      expect(post).toMatchObject({ protection: { signature: { isValid: true, isSender: false } } })
    })
  },
)
