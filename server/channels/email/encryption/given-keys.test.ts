import { afterAll, describe, expect, test } from 'vitest'
import { mailDesk } from '#test/mail-desk.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { gpgWorkshop, missingGpg } from '#test/servers/gpg.ts'
import { missingOpenssl, opensslWorkshop } from '#test/servers/openssl.ts'
import { planProtection } from './plan-protection.ts'

const missing = missingOpenssl() ?? missingGpg()

describe.skipIf(missing !== null)(`keys people give${missing ? ` (${missing})` : ''}`, async () => {
  const desk = await mailDesk()
  const { db } = desk
  const ssl = opensslWorkshop()
  const gpg = gpgWorkshop()
  afterAll(() => {
    ssl.remove()
    gpg.remove()
  })
  const ask = (method: 'GET' | 'POST', path: string, body?: object) =>
    desk.ask({ method, path, as: desk.as, ...(body && { body }) })
  /** A customer who has this key; answers whether it is one to encrypt to. */
  const give = async (name: string, key: string) => {
    const address = `${name}@customer.example`
    const { ticket_id: id } = await desk.receive(buildLetter({ from: address }))
    const { customer_id: customerId } = await db
      .selectFrom('ticket')
      .select('customer_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const { status } = await ask('POST', `/customers/${customerId}/letter-keys`, { address, key })
    const plan = await planProtection(db, desk.inbox.id, [address], desk.clock.now())
    return { status, recipients: plan?.recipients?.length ?? 0, withoutKey: plan?.withoutKey }
  }
  const protect = (protection: object) =>
    db
      .updateTable('inbox')
      .set({
        protection: JSON.stringify({ scheme: 'smime', signs: false, encrypts: 'always', ...protection }),
      })
      .where('id', '=', desk.inbox.id)
      .execute()

  test('a key that only signs is not encrypted to, and the recipient is named', async () => {
    await protect({})
    const signing = 'emailProtection\nkeyUsage=critical,digitalSignature'
    const certificate = ssl.certify('boris@customer.example', { purpose: signing }).certificate
    const without = (name: string) => ({
      status: 201,
      recipients: 0,
      withoutKey: [`${name}@customer.example`],
    })
    expect(await give('boris', certificate)).toEqual(without('boris'))
    gpg.run(['--passphrase', '', '--quick-generate-key', 'carl@customer.example', 'rsa2048', 'sign', 'never'])
    const armored = gpg.run(['--armor', '--export', 'carl@customer.example']).toString()
    expect(await give('carl', armored)).toEqual(without('carl'))
    const dora = ssl.certify('dora@customer.example').certificate
    expect(await give('dora', dora)).toEqual({ status: 201, recipients: 1, withoutKey: [] })
    const emma = gpg.key('emma@customer.example').publicPart
    expect(await give('emma', emma)).toEqual({ status: 201, recipients: 1, withoutKey: [] })
  })

  test('a private key pasted with the certificate is not kept', async () => {
    const { certificate, privateKey } = ssl.certify('frida@customer.example')
    expect((await give('frida', certificate + privateKey)).status).toBe(201)
    expect((await ask('POST', '/letter-authorities', { certificate: privateKey + certificate })).status).toBe(
      201,
    )
    const greta = gpg.key('greta@customer.example')
    expect((await give('greta', greta.secretPart)).status).toBe(201)
    const kept = [
      await db.selectFrom('correspondent_key').selectAll().execute(),
      await db.selectFrom('letter_authority').selectAll().execute(),
      await db.selectFrom('event').selectAll().execute(),
    ]
    expect(JSON.stringify(kept)).not.toMatch(/PRIVATE KEY/)
  })

  test('a certificate of ours that only decrypts signs nothing', async () => {
    const purpose = 'emailProtection\nkeyUsage=critical,keyEncipherment'
    const { certificate, privateKey } = ssl.certify('support@desk.example', { purpose })
    await protect({ signs: true, encrypts: 'never' })
    const path = `/inboxes/${desk.inbox.id}/letter-keys`
    expect((await ask('POST', path, { scheme: 'smime', key: certificate + privateKey })).status).toBe(201)
    const own = async () =>
      (await planProtection(db, desk.inbox.id, ['x@customer.example'], desk.clock.now()))?.own?.id ?? null
    expect(await own()).toBeNull()
    const signing = ssl.certify('support@desk.example')
    const added = await ask('POST', path, { scheme: 'smime', key: signing.certificate + signing.privateKey })
    expect(await own()).toBe(added.body.id)
  })
})
