import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { readKeyRing } from './read-keys.ts'
import { gpgWorkshop, missingGpg } from '#test/servers/gpg.ts'

const missing = missingGpg()

describe.skipIf(missing !== null)(`PGP letters${missing ? ` (${missing})` : ''}`, async () => {
  const desk = await mailDesk()
  const { db, sink } = desk
  const gpg = gpgWorkshop()
  afterAll(() => gpg.remove())
  const ours = gpg.key('Support <support@desk.example>', { passphrase: 'open sesame' })
  const anna = gpg.key('Anna Example <anna@customer.example>')
  const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
    desk.ask({ method, path, as: desk.as, ...(body && { body }) })
  beforeEach(() => {
    sink.letters.length = 0
  })
  const receive = async (raw: string) => {
    const row = await desk.receive(raw)
    const { body } = await ask('GET', `/tickets/${row.ticket_id}/feed`)
    const items = (body as { items: Record<string, unknown>[] }).items
    const post = items.findLast((item) => item['kind'] === 'customer_message')
    if (!post) throw new Error(`no message: ${row.state} ${row.reason}`)
    return {
      row,
      post: post as { id: number; text: string; protection: object | null; files: { name: string }[] },
    }
  }
  const letter = (contentType: string, text: string, from = 'Anna <anna@customer.example>') =>
    buildLetter({ from, text, headers: { 'Content-Type': contentType } })
  const inner = (words: string) => `Content-Type: text/plain; charset=utf-8\r\n\r\n${words}\r\n`
  const sealed = (content: string, more: string[] = []) => {
    const message = gpg
      .run(['--armor', '--encrypt', '--recipient', ours.fingerprint, ...more], content)
      .toString()
    return [
      '--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n',
      `--b\nContent-Type: application/octet-stream; name="encrypted.asc"\n\n${message}`,
      '--b--\n',
    ].join('\n')
  }
  const encryptedType = 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"'
  const signed = (content: string, attached = '', by = anna.fingerprint) => {
    const signature = gpg.run(['--armor', '--detach-sign', '--local-user', by], content).toString()
    return `--b\r\n${content}\r\n--b\r\nContent-Type: application/pgp-signature; name="signature.asc"\r\n\r\n${signature}\r\n${attached}--b--\r\n`
  }
  const signedType = 'multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary="b"'

  test('without a key the letter waits as a ticket; with it, it opens', async () => {
    const { row, post } = await receive(letter(encryptedType, sealed(inner('The code is 4711'))))
    expect(post.protection).toMatchObject({ scheme: 'pgp', isEncrypted: true, problem: 'no_key' })
    expect(post.files.map((file) => file.name)).toEqual(['letter.eml'])
    const wrong = await ask('POST', `/inboxes/${desk.inbox.id}/letter-keys`, {
      scheme: 'pgp',
      key: ours.secretPart,
      password: 'no',
    })
    expect(wrong.body).toMatchObject({ error: { name: 'key_unreadable' } })
    const added = await ask('POST', `/inboxes/${desk.inbox.id}/letter-keys`, {
      scheme: 'pgp',
      key: ours.secretPart,
      password: 'open sesame',
    })
    expect([added.status, added.body]).toMatchObject([201, { scheme: 'pgp', fingerprint: ours.fingerprint }])
    await desk.work()
    const { body } = await ask('GET', `/tickets/${row.ticket_id}/feed`)
    expect(body).toMatchObject({ items: [{ text: 'The code is 4711', files: [] }, {}] })
    const list = await ask('GET', `/inboxes/${desk.inbox.id}/letter-keys`)
    expect(list.body).toMatchObject({ gpgVersion: expect.stringMatching(/^\d/) })
  })

  test('a signature whose key came along is learned; signature.asc is no file', async () => {
    const { post: unknown } = await receive(letter(signedType, signed(inner('Hello'))))
    expect([unknown.text, unknown.files, unknown.protection]).toMatchObject([
      'Hello',
      [],
      { signature: { isValid: false, problem: 'no_public_key' } },
    ])
    const content = `Content-Type: multipart/mixed; boundary="k"\r\n\r\n--k\r\n${inner('With my key')}\r\n--k\r\nContent-Type: application/pgp-keys; name="key.asc"\r\n\r\n${anna.publicPart.replace(/\n/g, '\r\n')}\r\n--k--\r\n`
    const { post } = await receive(letter(signedType, signed(content)))
    expect([post.text, post.protection]).toMatchObject([
      'With my key',
      {
        signature: {
          isValid: true,
          trust: 'first_seen',
          isSender: true,
          by: { name: 'Anna Example', fingerprint: anna.fingerprint },
        },
      },
    ])
    const { post: later } = await receive(letter(signedType, signed(inner('Known now'))))
    expect(later.protection).toMatchObject({ signature: { isValid: true, trust: 'first_seen' } })
  })

  test('signed inside the encryption; altered; inline; wrapped', async () => {
    const both = sealed(inner('Both'), ['--sign', '--local-user', anna.fingerprint])
    const { post } = await receive(letter(encryptedType, both))
    expect([post.text, post.protection]).toMatchObject([
      'Both',
      { isEncrypted: true, signature: { isValid: true } },
    ])
    const { post: bent } = await receive(
      letter(signedType, signed(inner('Pay 100')).replace('Pay 100', 'Pay 900')),
    )
    expect([bent.text, bent.protection]).toMatchObject([
      'Pay 900',
      { signature: { isValid: false, problem: 'altered' } },
    ])
    const inline = gpg
      .run(['--armor', '--encrypt', '--recipient', ours.fingerprint], 'Привет, inline')
      .toString()
    const { post: text } = await receive(letter('text/plain; charset=utf-8', inline))
    expect([text.text, text.protection]).toMatchObject([
      'Привет, inline',
      { isEncrypted: true, uncoveredParts: 0 },
    ])
    const clear = gpg.run(['--clear-sign', '--local-user', anna.fingerprint], 'Signed words\n').toString()
    const { post: partly } = await receive(
      letter('text/plain; charset=utf-8', `Send money!\n\n${clear}\nfooter`),
    )
    expect([partly.text, partly.protection, partly.files.map((file) => file.name)]).toMatchObject([
      'Signed words',
      { isEncrypted: false, signature: { isValid: true }, uncoveredParts: 1 },
      ['outside.txt'],
    ])
    const mangled = letter(encryptedType, sealed(inner('Through Exchange'))).replace(
      'multipart/encrypted',
      'multipart/mixed',
    )
    const { post: exchange } = await receive(mangled)
    expect(exchange.text).toBe('Through Exchange')
  })

  test('a key that was given a longer life is known by its newer copy', async () => {
    const olga = gpg.key('Olga <olga@customer.example>', { expires: '30d' })
    const from = 'Olga <olga@customer.example>'
    const withKey = (key: string) =>
      `Content-Type: multipart/mixed; boundary="k"\r\n\r\n--k\r\n${inner('My key')}\r\n--k\r\nContent-Type: application/pgp-keys\r\n\r\n${key.replace(/\n/g, '\r\n')}\r\n--k--\r\n`
    const until = async () => {
      const { expires_at: at } = await db
        .selectFrom('correspondent_key')
        .select('expires_at')
        .where('address', '=', 'olga@customer.example')
        .executeTakeFirstOrThrow()
      return ((at?.getTime() ?? 0) - Date.now()) / 86_400_000
    }
    await receive(letter(signedType, signed(withKey(olga.publicPart), '', olga.fingerprint), from))
    expect(await until()).toBeLessThan(31)
    gpg.run(['--quick-set-expire', olga.fingerprint, '2y'])
    const newer = gpg.run(['--armor', '--export', olga.fingerprint]).toString()
    await receive(letter(signedType, signed(withKey(newer), '', olga.fingerprint), from))
    expect(await until()).toBeGreaterThan(700)
    // The older copy, sent again by whoever kept the letter, takes nothing back.
    await receive(letter(signedType, signed(withKey(olga.publicPart), '', olga.fingerprint), from))
    expect(await until()).toBeGreaterThan(700)
  })

  test('hundreds of keys in somebody’s name do not hold up their letters', async () => {
    const now = new Date()
    const spare = gpg.key('Spare <anna@customer.example>').publicPart
    const made = Array.from({ length: 300 }, (_, at) => ({
      address: 'anna@customer.example',
      scheme: 'pgp' as const,
      fingerprint: String(at).padStart(40, '0'),
      name: 'Anna Example',
      public_part: spare.replace('\n\n', `\nComment: ${at}\n\n`),
      trust: 'conflicting' as const,
      valid_from: now,
      expires_at: null,
      created_at: now,
      last_seen_at: new Date(now.getTime() + 1000),
    }))
    await db.insertInto('correspondent_key').values(made).execute()
    const ring = await readKeyRing(db, desk.platform.secrets, {
      inboxId: desk.inbox.id,
      from: 'anna@customer.example',
      at: now,
    })
    expect(ring.sendersPgp.length).toBeLessThanOrEqual(20)
    // Her own key is among them: it was there first.
    const { post } = await receive(letter(signedType, signed(inner('Still me'))))
    expect(post.protection).toMatchObject({ signature: { isValid: true, trust: 'first_seen' } })
    await db.deleteFrom('correspondent_key').where('trust', '=', 'conflicting').execute()
  })

  test('answers are signed and encrypted for gpg to read', async () => {
    await db
      .updateTable('inbox')
      .set({ protection: JSON.stringify({ scheme: 'pgp', signs: true, encrypts: 'always' }) })
      .where('id', '=', desk.inbox.id)
      .execute()
    const { row } = await receive(letter(signedType, signed(inner('Question'))))
    const reply = await desk.answer(row.ticket_id ?? 0, { text: 'The answer is 42' })
    expect(reply).toMatchObject({ delivery_state: 'sent' })
    const raw = sink.letters[0]?.raw.toString() ?? ''
    expect(raw).not.toContain('answer is')
    const message = /-----BEGIN PGP MESSAGE-----[\s\S]+-----END PGP MESSAGE-----/.exec(raw)?.[0] ?? ''
    const opened = gpg.run(['--passphrase', '', '--decrypt'], message).toString()
    expect(opened).toContain('The answer is 42')
    expect(opened).toContain('application/pgp-signature')

    const refused = await ask('POST', `/tickets/${row.ticket_id}/replies`, {
      text: 'x',
      to: ['nobody@customer.example'],
      cc: [],
    })
    expect(refused.body).toMatchObject({ error: { name: 'no_encryption_key' } })
  })
})
