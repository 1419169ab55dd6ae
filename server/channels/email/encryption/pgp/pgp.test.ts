import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { gpgWorkshop, missingGpg } from '#test/servers/gpg.ts'
import { openPgp, verifyPgp } from './open-pgp.ts'
import { readPgpKeys } from './pgp-key.ts'
import { gpgVersion } from './run-gpg.ts'
import { encryptPgp, signPgp } from './write-pgp.ts'

const missing = missingGpg()

describe.skipIf(missing !== null)(`OpenPGP against gpg${missing ? ` (${missing})` : ''}`, () => {
  const customer = gpgWorkshop()
  afterAll(() => customer.remove())
  const ours = customer.key('Support <support@desk.example>', { passphrase: 'open sesame' })
  const anna = customer.key('Анна <anna@customer.example>')
  const secret = { armored: ours.secretPart, passphrase: 'open sesame' }
  const text = Buffer.from('Content-Type: text/plain\r\n\r\nПривет\r\n')
  const seal = (more: string[] = []) =>
    customer.run(['--armor', '--encrypt', '--recipient', ours.fingerprint, ...more], text)

  test('opens a message, signed inside or not', async () => {
    expect(await openPgp(seal(), [secret], [])).toEqual({
      content: text,
      isClear: false,
      isWeak: false,
      problem: null,
      signature: null,
    })
    const signed = seal(['--sign', '--local-user', anna.fingerprint])
    expect(await openPgp(signed, [secret], [anna.publicPart])).toEqual({
      content: text,
      isClear: false,
      isWeak: false,
      problem: null,
      signature: { isValid: true, problem: null, fingerprint: anna.fingerprint },
    })
    expect((await openPgp(signed, [secret], [])).signature).toEqual({
      isValid: false,
      problem: 'no_public_key',
      fingerprint: null,
    })
  })

  test('a wrong key, a wrong passphrase, bent bytes and rubbish give nothing', async () => {
    const other = { armored: anna.secretPart, passphrase: '' }
    expect(await openPgp(seal(), [other], [])).toMatchObject({ content: null, problem: 'no_key' })
    expect(await openPgp(seal(), [], [])).toMatchObject({ content: null, problem: 'no_key' })
    expect(await openPgp(seal(), [{ ...secret, passphrase: 'no' }], [])).toMatchObject({
      content: null,
      problem: 'no_key',
    })
    const bytes = customer.run(
      ['--encrypt', '--compress-algo', 'none', '--recipient', ours.fingerprint],
      text,
    )
    bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 1
    expect(await openPgp(bytes, [secret], [])).toMatchObject({ content: null, problem: 'damaged' })
    expect(await openPgp(Buffer.from('rubbish'), [secret], [])).toMatchObject({
      content: null,
      problem: 'damaged',
    })
  })

  test('checks detached and clear-signed text', async () => {
    const signature = customer.run(['--armor', '--detach-sign', '--local-user', anna.fingerprint], text)
    expect(await verifyPgp(text, signature, [anna.publicPart])).toEqual({
      isValid: true,
      problem: null,
      fingerprint: anna.fingerprint,
    })
    expect(await verifyPgp(Buffer.concat([text, text]), signature, [anna.publicPart])).toMatchObject({
      isValid: false,
      problem: 'altered',
    })
    expect(await verifyPgp(text, signature, [])).toMatchObject({ isValid: false, problem: 'no_public_key' })
    expect(await verifyPgp(text, Buffer.from('rubbish'), [anna.publicPart])).toMatchObject({
      isValid: false,
      problem: 'damaged',
    })
    const clear = customer.run(['--clear-sign', '--local-user', anna.fingerprint], 'Hello\n')
    const opened = await openPgp(clear, [], [anna.publicPart])
    expect([opened.content?.toString(), opened.signature?.isValid]).toEqual(['Hello\n', true])
  })

  test('a key that is revoked or expired does not vouch', async () => {
    const gone = customer.key('Gone <gone@customer.example>')
    const signature = customer.run(['--armor', '--detach-sign', '--local-user', gone.fingerprint], text)
    const certificate = customer.run(
      ['--command-fd', '0', '--no-batch', '--armor', '--gen-revoke', gone.fingerprint],
      'y\n0\n\ny\n',
    )
    customer.run(['--import'], certificate)
    const revoked = customer.run(['--armor', '--export', gone.fingerprint]).toString()
    expect(await verifyPgp(text, signature, [revoked])).toMatchObject({ isValid: false, problem: 'revoked' })
    const [facts] = await readPgpKeys(revoked)
    expect(facts).toMatchObject({ isRevoked: true, fingerprint: gone.fingerprint })
    const past = ['--faked-system-time', '20200101T000000']
    const old = customer.key('Old <old@customer.example>', { expires: '1y', more: past })
    // A day later: making the key takes seconds, and gpg refuses one from the future.
    const then = ['--faked-system-time', '20200102T000000']
    const signed = customer.run([...then, '--armor', '--detach-sign', '--local-user', old.fingerprint], text)
    expect(await verifyPgp(text, signed, [old.publicPart])).toMatchObject({
      isValid: false,
      problem: 'expired',
    })
  })

  test('what we sign and encrypt, gpg reads; a blind copy shows no key', async () => {
    const signature = await signPgp(text, { ...secret, fingerprint: ours.fingerprint })
    expect(await verifyPgp(text, signature, [ours.publicPart])).toMatchObject({ isValid: true })
    const sealed = await encryptPgp(text, [
      { armored: anna.publicPart, fingerprint: anna.fingerprint },
      { armored: ours.publicPart, fingerprint: ours.fingerprint, isHidden: true },
    ])
    expect(customer.run(['--passphrase', '', '--decrypt'], sealed)).toEqual(text)
    expect((await openPgp(sealed, [secret], [])).content).toEqual(text)
    expect(customer.run(['--list-only', '--list-packets'], sealed).toString()).toMatch(
      /keyid 0000000000000000/,
    )
    await expect(encryptPgp(text, [{ armored: 'rubbish', fingerprint: anna.fingerprint }])).rejects.toThrow(
      'did not encrypt',
    )
  })

  test('reads keys, secret ones only with their passphrase', async () => {
    const [facts] = await readPgpKeys(ours.secretPart, { passphrase: 'open sesame' })
    expect(facts).toMatchObject({
      fingerprint: ours.fingerprint,
      name: 'Support',
      addresses: ['support@desk.example'],
      mayEncrypt: true,
      maySign: true,
      expiresAt: null,
    })
    expect(facts?.publicPart).toContain('BEGIN PGP PUBLIC KEY BLOCK')
    expect(await readPgpKeys(ours.secretPart, { passphrase: 'wrong' })).toEqual([])
    expect(await readPgpKeys(anna.publicPart, { passphrase: '' })).toEqual([])
    expect((await readPgpKeys(anna.publicPart))[0]?.name).toBe('Анна')
    expect(await readPgpKeys('rubbish')).toEqual([])
  })

  test('leaves no home and no agent behind', async () => {
    expect(await gpgVersion()).toMatch(/^\d+\.\d+/)
    // A place of its own: other tests have homes in the common one.
    const place = mkdtempSync(path.join(os.tmpdir(), 'otk-gone-'))
    vi.stubEnv('TMPDIR', place)
    await openPgp(seal(), [secret], [])
    await expect(encryptPgp(text, [{ armored: 'x', fingerprint: 'y' }])).rejects.toThrow('did not encrypt')
    vi.unstubAllEnvs()
    expect(readdirSync(place)).toEqual([])
    rmSync(place, { recursive: true })
  })
})
