import { Readable } from 'node:stream'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { describe, expect, test } from 'vitest'
import * as contract from '#contract/dkim.ts'
import type { Actor } from '#server/identity/index.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { describeRefusals } from '#test/refusals.ts'
import { checkDkimKey } from './check-dkim-key.ts'
import { recordProblem } from './dkim-record.ts'
import { signLetter } from './sign-letter.ts'

const desk = await mailDesk()
const { ask, as, db } = desk
describeRefusals(contract, desk)

const post = (path: string, body?: unknown) => ask({ method: 'POST', path, body, as })
const make = async (domain = 'desk.example') => (await post('/dkim-keys', { domain })).body
/** Looks the key up in a DNS that says what it is told to; the route asks the machine's own. */
const check = async (id: number, resolve: (name: string) => Promise<string[]>) => {
  const { id: agentId } = await db.selectFrom('agent').select('id').executeTakeFirstOrThrow()
  return checkDkimKey(db, { agentId } as Actor, id, new Date(), resolve)
}
const refused = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
const lastSent = () => desk.sink.letters.at(-1)?.raw ?? Buffer.alloc(0)
const answer = async () => {
  const { ticket_id: id } = await desk.receive(buildLetter())
  return desk.answer(id ?? 0, { text: 'Здравствуйте!\n.\nТочка в начале строки, и длинная '.repeat(40) })
}

describe('a signing key', () => {
  test('is made for a domain of ours, shown by its record, and keeps its private half', async () => {
    const made = await post('/dkim-keys', { domain: 'Desk.example' })
    expect(made.status).toBe(201)
    const { selector, recordName, recordText } = made.body
    expect(made.body).toMatchObject({ domain: 'desk.example', isOn: false, checkedAt: null })
    expect(recordName).toBe(`${selector}._domainkey.desk.example`)
    expect(recordText).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{300,}={0,2}$/)
    const row = await db.selectFrom('dkim_key').selectAll().executeTakeFirstOrThrow()
    expect(JSON.stringify([row, made.body])).not.toContain('PRIVATE')
    expect((await ask({ method: 'GET', path: '/dkim-keys', as })).body.items).toEqual([made.body])
    expect((await post('/dkim-keys', { domain: 'elsewhere.example' })).body.error.name).toBe(
      'unknown_reference',
    )
    expect((await post('/dkim-keys', { domain: '' })).status).toBe(400)
    expect((await post('/dkim-keys/999999/check')).status).toBe(404)
    expect((await ask({ method: 'DELETE', path: `/dkim-keys/${made.body.id}`, as })).status).toBe(200)
    expect((await ask({ method: 'DELETE', path: `/dkim-keys/${made.body.id}`, as })).status).toBe(404)
  })

  test('signs once its record is seen, and every verifier agrees', async () => {
    const key = await make()
    await answer()
    expect(lastSent().toString()).not.toMatch(/^DKIM-Signature:/im)
    expect(await check(key.id, refused('ENOTFOUND'))).toMatchObject({
      checkProblem: 'no_record',
      isOn: false,
    })
    const dns = new Map([[key.recordName, key.recordText]])
    expect(await check(key.id, async (name) => [dns.get(name) ?? ''])).toMatchObject({
      checkProblem: null,
      isOn: true,
    })
    await answer()
    const { results } = await dkimVerify(lastSent(), {
      resolver: async (name: string) => [[dns.get(name) ?? '']],
    })
    expect(results).toMatchObject([
      {
        signingDomain: 'desk.example',
        selector: key.selector,
        status: { result: 'pass', aligned: 'desk.example' },
      },
    ])
    // A byte changed on the way is noticed.
    const changed = Buffer.from(
      lastSent()
        .toString('latin1')
        .replace(/^Subject: Re: /m, 'Subject: Re! '),
      'latin1',
    )
    const verdict = await dkimVerify(changed, { resolver: async (name: string) => [[dns.get(name) ?? '']] })
    expect(verdict.results[0]?.status.result).not.toBe('pass')
  })

  test('holds no longer when a header is added, which mail programs might show in place of ours', async () => {
    const key = await make()
    await check(key.id, async () => [key.recordText])
    await answer()
    const letter = lastSent()
    const resolver = async (): Promise<string[][]> => [[key.recordText]]
    const results = async (added: string) =>
      (await dkimVerify(Buffer.concat([Buffer.from(added), letter]), { resolver })).results
    expect(await results('')).toMatchObject([{ status: { result: 'pass' } }])
    for (const name of ['From', 'To', 'Cc', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References']) {
      expect([name, (await results(`${name}: bad@evil.example\r\n`))[0]?.status.result]).toEqual([
        name,
        'fail',
      ])
    }
    expect(letter.toString()).not.toMatch(/;\s*l=/)
    expect((await results('Received: from relay\r\n'))[0]?.status.result).toBe('pass')
  })

  test.each([
    ['an empty body', ''],
    ['empty lines and spaces at the end', 'a  b \t c  \r\n\r\n \r\n\r\n'],
    ['no end of line', 'words'],
    ['dots at the beginning of lines', '.\r\n..\r\n.a\r\n'],
    ['lines that end as on Unix', 'one\ntwo\n\n'],
    ['bytes of eight bits', Buffer.from('Привет \r\n').toString('latin1')],
  ])('verifies with %s', async (_what, body) => {
    const key = await make()
    await check(key.id, async () => [key.recordText])
    const letter = Buffer.from(
      `From: a@desk.example\r\nSubject:  long\r\n\tand  folded \r\n\r\n${body}`,
      'latin1',
    )
    const stream = await signLetter(
      db,
      desk.platform.secrets,
      Readable.from([letter.subarray(0, 30), letter.subarray(30)]),
      new Date(),
    )
    const sent = Buffer.concat(await stream.toArray())
    expect(sent.toString('latin1')).not.toMatch(/(?<!\r)\n/)
    const { results } = await dkimVerify(sent, { resolver: async () => [[key.recordText]] })
    expect(results).toMatchObject([{ selector: key.selector, status: { result: 'pass' } }])
  })

  test('of a domain in another alphabet is found and named as DNS knows it', async () => {
    await db
      .updateTable('inbox')
      .set({ addressing: JSON.stringify({ aliases: ['помощь@почта.example'] }) })
      .where('id', '=', desk.inbox.id)
      .execute()
    const key = await make('почта.example')
    expect(key.recordName).toBe(`${key.selector}._domainkey.xn--80a1acny.example`)
    await check(key.id, async () => [key.recordText])
    const letter = Buffer.from('From: a@xn--80a1acny.example\r\nSubject: x\r\n\r\ny\r\n')
    const sent = Buffer.concat(
      await (await signLetter(db, desk.platform.secrets, Readable.from([letter]), new Date())).toArray(),
    )
    const { results } = await dkimVerify(sent, { resolver: async () => [[key.recordText]] })
    expect(results).toMatchObject([{ signingDomain: 'xn--80a1acny.example', status: { result: 'pass' } }])
  })

  test('is replaced by a newer one, and can be switched off', async () => {
    const key = await make()
    await check(key.id, async () => [key.recordText])
    await answer()
    expect(lastSent().toString()).toContain(`s=${key.selector}`)
    await ask({ method: 'PATCH', path: `/dkim-keys/${key.id}`, body: { isOn: false }, as })
    await answer()
    expect(lastSent().toString()).not.toContain(`s=${key.selector}`)
    expect((await ask({ method: 'PATCH', path: `/dkim-keys/${key.id}`, body: {}, as })).status).toBe(400)
  })
})

test('what stands in DNS is told apart', () => {
  const key = 'MIIBIjANBg'
  expect(recordProblem([], key)).toBe('no_record')
  expect(recordProblem(['some site verification'], key)).toBe('not_dkim')
  expect(recordProblem([`v=DKIM1; k=ed25519; p=${key}`], key)).toBe('not_dkim')
  expect(recordProblem([`p=${key}`, `v=DKIM1; p=${key}`], key)).toBe('several')
  expect(recordProblem(['v=DKIM1; k=rsa; p='], key)).toBe('revoked')
  expect(recordProblem(['v=DKIM1; k=rsa; p=other'], key)).toBe('other_key')
  expect(recordProblem([`v=DKIM1; t=y:s; p=${key}`], key)).toBe('testing')
  expect(recordProblem(['another record', 'v=DKIM1;k=rsa; p=MIIB IjAN\tBg ;'], key)).toBeNull()
})
