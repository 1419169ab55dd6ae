import { sealMessage } from 'mailauth'
import { expect, test } from 'vitest'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import type { LetterEnvelope } from '#server/channels/tables.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { buildSigningDomain, resolveFrom } from '#test/builders/signed-letter.ts'
import { parseLetter } from '../reading/parse.ts'
import { authenticateLetter, mayFail } from './authenticate-letter.ts'
import type { Resolve } from './name-resolver.ts'
import { isForged, provesAddress, provesHeaders } from './verdict.ts'

const company = buildSigningDomain('company.example')
const lax = buildSigningDomain('lax.example', { policy: 'none' })
const bare = buildSigningDomain('bare.example', { policy: null })
const evil = buildSigningDomain('evil.example')
const world = resolveFrom(company.records, lax.records, bare.records, evil.records)

const olga = 'Olga <olga@company.example>'
const direct = (wishes: Partial<LetterEnvelope> = {}): Partial<LetterEnvelope> => ({
  via: 'smtp',
  mailFrom: 'olga@company.example',
  remoteAddress: '203.0.113.7',
  helo: 'mx.company.example',
  ...wishes,
})
const elsewhere = { remoteAddress: '198.51.100.9', mailFrom: 'x@evil.example' }
const fetched: Partial<LetterEnvelope> = { via: 'imap', mailFrom: null }

function judge(
  raw: string,
  envelope: Partial<LetterEnvelope>,
  {
    trust = {},
    resolve = world,
  }: { trust?: Partial<typeof sectionDefaults.authentication>; resolve?: Resolve } = {},
) {
  const bytes = Buffer.from(raw)
  return authenticateLetter(resolve, {
    letter: parseLetter(bytes),
    raw: bytes,
    envelope,
    trust: { ...sectionDefaults.authentication, ...trust },
  })
}

test('a letter from a machine that may send for the domain is the domain’s, signed or not', async () => {
  const verdict = await judge(buildLetter({ from: olga }), direct())
  expect(verdict).toMatchObject({ result: 'pass', by: 'desk', proofs: [{ by: 'spf' }] })
  expect(provesAddress(verdict, 'Olga@company.example')).toBe(true)
  expect(provesAddress(verdict, 'boss@company.example')).toBe(false)
})

test('a good signature is enough from anywhere; nothing of either is a forgery where the owner says so', async () => {
  const raw = buildLetter({ from: olga })
  const signed = await judge(await company.sign(raw), direct(elsewhere))
  expect(signed).toMatchObject({ result: 'pass', proofs: [{ by: 'dkim', domain: 'company.example' }] })
  const forged = await judge(raw, direct(elsewhere))
  expect(forged).toMatchObject({ result: 'fail', policy: 'reject' })
  expect(isForged(forged)).toBe(true)
  const signedByAnother = await judge(await evil.sign(raw), direct(elsewhere))
  expect(signedByAnother.result).toBe('fail')
  const changed = (await company.sign(raw)).replace('Text ', 'Changed ')
  expect((await judge(changed, direct(elsewhere))).result).toBe('fail')
})

test('an owner who only watches makes no forgery of it; without a policy a signature still counts', async () => {
  const watched = await judge(buildLetter({ from: 'a@lax.example' }), direct(elsewhere))
  expect(watched).toMatchObject({ result: 'fail', policy: 'none' })
  expect(isForged(watched)).toBe(false)
  const raw = buildLetter({ from: 'a@bare.example' })
  expect((await judge(raw, direct(elsewhere))).result).toBe('none')
  expect((await judge(await bare.sign(raw), direct(elsewhere))).result).toBe('pass')
  const bySpf = await judge(raw, direct({ mailFrom: 'a@bare.example' }))
  expect(bySpf).toMatchObject({ result: 'pass', proofs: [{ by: 'spf' }] })
})

test('a silent DNS proves nothing and accuses nobody', async () => {
  const silent: Resolve = () => Promise.reject(Object.assign(new Error('silence'), { code: 'ETIMEOUT' }))
  const verdict = await judge(await company.sign(buildLetter({ from: olga })), direct(), { resolve: silent })
  expect(verdict).toMatchObject({ result: 'temperror', proofs: [] })
})

test('two senders are nobody in particular', async () => {
  const two = buildLetter({ from: `${olga}, boss@company.example` })
  expect(await judge(two, direct())).toMatchObject({ result: 'none', address: null })
  const twice = `From: boss@company.example\r\n${buildLetter({ from: olga })}`
  expect(await judge(twice, direct())).toMatchObject({ result: 'none', address: null })
})

test('only what is signed is the sender’s: an added header is not, and neither is an added second one', async () => {
  const raw = buildLetter({ from: olga, headers: { 'In-Reply-To': '<a@b.example>' } })
  const verdictOf = (letter: string) => judge(letter, direct(elsewhere))
  const proves = async (letter: string, ...names: string[]) =>
    provesHeaders(await verdictOf(letter), parseLetter(Buffer.from(letter)), names)
  const signed = await company.sign(raw)
  expect(await proves(signed, 'from', 'to', 'in-reply-to')).toBe(true)
  const narrow = await company.sign(raw, 'from:subject')
  expect(await proves(narrow, 'from')).toBe(true)
  expect(await proves(narrow, 'in-reply-to')).toBe(false)
  expect(await proves(`To: support+1-x@desk.example\r\n${signed}`, 'to')).toBe(false)
  expect(await proves(await company.sign(buildLetter({ from: olga })), 'in-reply-to')).toBe(true)
})

test('letters that somebody else received for us: a signature counts, its absence says nothing', async () => {
  const raw = buildLetter({ from: olga })
  for (const envelope of [fetched, direct({ remoteAddress: '10.0.0.5' }), direct({ remoteAddress: '::1' })]) {
    expect(mayFail(envelope, sectionDefaults.authentication)).toBe(false)
    expect((await judge(raw, envelope)).result).toBe('none')
    expect((await judge(await company.sign(raw), envelope)).result).toBe('pass')
  }
})

test('Authentication-Results count only under the name the administrator gave, and never from the world', async () => {
  const trust = { authservIds: ['mx.provider.example'] }
  const told = (results: string, wishes: Parameters<typeof buildLetter>[0] = {}) =>
    `Authentication-Results: ${results}\r\n${buildLetter({ from: olga, ...wishes })}`
  const good = told(
    'mx.provider.example; spf=pass (ok; really) smtp.mailfrom=olga@company.example;\r\n dmarc=pass (p=REJECT) header.from=company.example',
  )
  expect(await judge(good, fetched, { trust })).toMatchObject({
    result: 'pass',
    by: 'mailbox',
    policy: 'reject',
    proofs: [{ by: 'spf' }],
  })
  expect((await judge(good, fetched)).result).toBe('none')
  expect((await judge(good, direct(elsewhere), { trust })).result).toBe('fail')
  const another = told('evil.example; dmarc=pass header.from=company.example')
  expect((await judge(another, fetched, { trust })).by).toBe('desk')
  // Ours stands above whatever the letter brought along.
  const below = `Authentication-Results: mx.provider.example; dmarc=fail (p=REJECT sp=REJECT dis=NONE) header.from=company.example\r\n${good}`
  const failed = await judge(below, fetched, { trust })
  expect(failed).toMatchObject({ result: 'fail', policy: 'reject', proofs: [] })
  const forAnotherDomain = told(
    'mx.provider.example; spf=pass smtp.mailfrom=x@evil.example; dmarc=pass header.from=evil.example',
  )
  expect((await judge(forAnotherDomain, fetched, { trust })).result).toBe('none')
})

test('the names of providers: their machines under one name, and Exchange, which gives none', async () => {
  const raw = buildLetter({ from: olga })
  const told = (results: string) => `Authentication-Results: ${results}\r\n${raw}`
  const verdictOf = (letter: string, ...authservIds: string[]) =>
    judge(letter, fetched, { trust: { authservIds } })
  const good = 'spf=pass smtp.mail=olga@company.example; dkim=pass header.i=@company.example'
  const yandex = await verdictOf(told(`mxfront-12.iva.mail.example; ${good}`), 'mail.example')
  expect(yandex).toMatchObject({ result: 'pass', by: 'mailbox' })
  expect((await verdictOf(told(`evilmail.example; ${good}`), 'mail.example')).by).toBe('desk')
  const exchange =
    'spf=pass (sender IP is 203.0.113.7) smtp.mailfrom=company.example; dmarc=pass action=none header.from=company.example;compauth=pass reason=100'
  const outlook = 'protection.outlook.com'
  expect(await verdictOf(told(exchange), outlook)).toMatchObject({ result: 'pass', by: 'mailbox' })
  expect((await verdictOf(told(exchange), 'mail.example')).by).toBe('desk')
  // Below the server's own one it came with the letter.
  const below = `Authentication-Results: spf=fail smtp.mailfrom=x@evil.example; dmarc=fail action=oreject header.from=company.example\r\n${told(exchange)}`
  expect((await verdictOf(below, outlook)).result).toBe('fail')
})

test('a list that broke the signature and sealed the letter is believed when it is one of ours', async () => {
  const list = buildSigningDomain('lists.example')
  const resolve = resolveFrom(company.records, list.records)
  const changed = (await company.sign(buildLetter({ from: olga }))).replace('Text ', '[List] Text ')
  const seal = async (found: string) => {
    const headers = await sealMessage(Buffer.from(changed), {
      signingDomain: 'lists.example',
      selector: 'mail',
      privateKey: list.privateKey,
      authResults: `mx.lists.example; dmarc=${found} header.from=company.example`,
      cv: 'none',
    })
    return `${headers.toString().trimEnd()}\r\n${changed}`
  }
  const trust = { arcSealers: ['lists.example'] }
  const sealed = await seal('pass')
  expect((await judge(sealed, direct(elsewhere), { resolve })).result).toBe('fail')
  expect(await judge(sealed, direct(elsewhere), { resolve, trust })).toMatchObject({
    result: 'none',
    results: { arc: 'pass', dmarc: 'fail' },
  })
  expect((await judge(await seal('fail'), direct(elsewhere), { resolve, trust })).result).toBe('fail')
})

test('a signature the mailbox’s server found good covers what the signature names', async () => {
  const trust = { authservIds: ['mx.provider.example'] }
  const signed = await company.sign(buildLetter({ from: olga }), 'from:to')
  const raw = `Authentication-Results: mx.provider.example; dkim=pass header.d=company.example; dmarc=pass header.from=company.example\r\n${signed}`
  const verdict = await judge(raw, fetched, { trust })
  expect(verdict).toMatchObject({ result: 'pass', by: 'mailbox', proofs: [{ headers: ['from', 'to'] }] })
  // A made-up signature that claims more takes nothing in.
  const padded = raw.replace(
    'DKIM-Signature:',
    'DKIM-Signature: v=1; d=company.example; h=from:subject; b=x\r\nDKIM-Signature:',
  )
  expect(await judge(padded, fetched, { trust })).toMatchObject({ proofs: [{ headers: ['from'] }] })
})

test('whatever bytes come, there is a verdict', async () => {
  for (const raw of [
    '',
    '\r\n',
    'From: \0\r\n\r\n',
    `From: ${'a'.repeat(5000)}@${'b.'.repeat(300)}x\r\n\r\n`,
  ])
    expect(['none', 'temperror']).toContain((await judge(raw, direct())).result)
})
