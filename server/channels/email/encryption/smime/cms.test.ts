import { afterAll, describe, expect, test } from 'vitest'
import { missingOpenssl, opensslWorkshop } from '#test/servers/openssl.ts'
import type { OwnKey } from './cms-decrypt.ts'
import { encryptCms } from './cms-encrypt.ts'
import { signCms } from './cms-sign.ts'
import { runSmime } from './run-smime.ts'

const missing = missingOpenssl()

describe.skipIf(missing !== null)(`CMS against openssl${missing ? ` (${missing})` : ''}`, () => {
  const ssl = opensslWorkshop()
  afterAll(() => ssl.remove())
  const root = ssl.certify('root', { isAuthority: true })
  const rsa = ssl.certify('anna@customer.example', { issuer: root })
  const ec = ssl.certify('boris@customer.example', { issuer: root, key: 'ec' })
  const content = 'Content-Type: text/plain\r\n\r\nПривет, дом 5\r\n'
  const ownKey = ({ certificate, privateKey }: OwnKey): OwnKey => ({ certificate, privateKey })
  const decrypt = async (der: Uint8Array, ...keys: OwnKey[]) => {
    const answer = await runSmime({ does: 'decrypt', der, keys: keys.map(ownKey) })
    return 'opened' in answer ? Buffer.from(answer.opened).toString() : answer
  }
  const der = ['-outform', 'DER', '-binary']
  const verify = async (
    signed: Uint8Array,
    detached: string | null,
    at = new Date(),
    authorities = [root.certificate],
  ) => {
    const answer = await runSmime({
      does: 'verify',
      der: signed,
      detached: detached === null ? null : Buffer.from(detached),
      authorities,
      at,
    })
    return 'verified' in answer ? answer.verified : answer
  }

  const ciphers = ['-aes-128-cbc', '-aes-192-cbc', '-aes-256-cbc', '-aes-128-gcm', '-aes-256-gcm', '-des3']
  const pairs = ciphers.flatMap((cipher) => [['RSA', cipher] as const, ['EC', cipher] as const])
  // Triple DES with an agreed key wants a wrapping of its own, which nobody writes.
  test.each(pairs.filter(([kind, cipher]) => kind === 'RSA' || cipher !== '-des3'))(
    'opens what was made for a key of kind %s with %s',
    async (kind, cipher) => {
      const key = kind === 'RSA' ? rsa : ec
      expect(await decrypt(ssl.encrypt(content, [key], [cipher, ...der]), key)).toBe(content)
    },
  )

  test('opens OAEP, several recipients, key identifiers and indefinite lengths', async () => {
    const oaep = ['-aes-256-cbc', ...der, '-recip', rsa.files.certificate, '-keyopt', 'rsa_padding_mode:oaep']
    expect(await decrypt(ssl.run(['cms', '-encrypt', ...oaep], content), rsa)).toBe(content)
    expect(
      await decrypt(ssl.encrypt(content, [ec, rsa], ['-aes-256-cbc', '-keyid', '-stream', ...der]), rsa),
    ).toBe(content)
  })

  test('a wrong key, a bent byte and rubbish have names', async () => {
    expect(await decrypt(ssl.encrypt(content, [rsa], ['-aes-256-cbc', ...der]), ec)).toEqual({
      problem: 'no_key',
    })
    const bent = ssl.encrypt(content, [rsa], ['-aes-256-gcm', ...der])
    const place = bent.length - 40
    bent[place] = (bent[place] ?? 0) ^ 1
    expect(await decrypt(bent, rsa)).toEqual({ problem: 'damaged' })
    expect(await decrypt(Buffer.from('rubbish'), rsa)).toEqual({ problem: 'damaged' })
  })

  test.each([['RSA', rsa] as const, ['EC', ec] as const])(
    'what we encrypt and sign, openssl reads (%s)',
    (_kind, key) => {
      const sealed = encryptCms(Buffer.from(content), [rsa.certificate, ec.certificate])
      const read = ssl.run(
        [
          'cms',
          '-decrypt',
          '-inform',
          'DER',
          '-binary',
          '-recip',
          key.files.certificate,
          '-inkey',
          key.files.privateKey,
        ],
        sealed,
      )
      expect(read.toString()).toBe(content)
      const signature = signCms(Buffer.from(content), key, new Date())
      const file = ssl.at('content.txt')
      ssl.run(['base64', '-d', '-A', '-out', file], Buffer.from(content).toString('base64'))
      const said = ssl.run(
        [
          'cms',
          '-verify',
          '-inform',
          'DER',
          '-binary',
          '-content',
          file,
          '-CAfile',
          root.files.certificate,
          '-purpose',
          'any',
        ],
        signature,
      )
      expect(said.toString()).toBe(content)
    },
  )

  test.each([['RSA', rsa] as const, ['EC', ec] as const])(
    'a signature of openssl is checked: %s, detached and opaque',
    async (_kind, key) => {
      const detached = ssl.sign(content, key, [...der])
      expect(await verify(detached, content)).toMatchObject({
        signature: { isValid: true, isTrusted: true, problem: null },
      })
      const opaque = ssl.sign(content, key, ['-nodetach', ...der])
      expect(await verify(opaque, null)).toMatchObject({ signature: { isValid: true, isTrusted: true } })
      expect(await verify(detached, content.replace('5', '6'))).toMatchObject({
        signature: { isValid: false, problem: 'altered' },
      })
      expect(await verify(detached, content, new Date(), [])).toMatchObject({
        signature: { isValid: true, isTrusted: false },
      })
      expect(await verify(opaque, content)).toMatchObject({
        signature: { isValid: false, problem: 'altered' },
      })
    },
  )

  test('RSA-PSS is checked too', async () => {
    const signed = ssl.sign(content, rsa, [...der, '-keyopt', 'rsa_padding_mode:pss'])
    expect(await verify(signed, content)).toMatchObject({ signature: { isValid: true, isTrusted: true } })
  })

  test('an expired certificate, one for another purpose, and a weak hash are named', async () => {
    const later = new Date(Date.now() + 400 * 86_400_000)
    expect(await verify(ssl.sign(content, rsa, der), content, later)).toMatchObject({
      signature: { isValid: false, problem: 'expired' },
    })
    const server = ssl.certify('c@customer.example', { issuer: root, purpose: 'serverAuth' })
    expect(await verify(ssl.sign(content, server, der), content)).toMatchObject({
      signature: { problem: 'wrong_purpose' },
    })
    expect(await verify(ssl.sign(content, rsa, [...der, '-md', 'sha1']), content)).toMatchObject({
      signature: { problem: 'weak' },
    })
  })

  test('a short key, and SHA-1 under another name, are weak', async () => {
    const short = ssl.certify('short@customer.example', { issuer: root, bits: 1024 })
    expect(await verify(ssl.sign(content, short, der), content)).toMatchObject({
      signature: { isValid: false, problem: 'weak' },
    })
    const pss = ['-keyopt', 'rsa_padding_mode:pss', '-md', 'sha1']
    expect(await verify(ssl.sign(content, rsa, [...der, ...pss]), content)).toMatchObject({
      signature: { isValid: false, problem: 'weak' },
    })
  })

  test('an authority for servers vouches for nobody’s letters', async () => {
    const forServers = ssl.certify('Server authority', {
      issuer: root,
      isAuthority: true,
      purpose: 'serverAuth',
    })
    const leaf = ssl.certify('dora@customer.example', { issuer: forServers })
    const signed = ssl.sign(content, leaf, [...der, '-certfile', forServers.files.certificate])
    expect(await verify(signed, content)).toMatchObject({ signature: { isValid: true, isTrusted: false } })
    const forAll = ssl.certify('Mail authority', { issuer: root, isAuthority: true })
    const good = ssl.certify('emma@customer.example', { issuer: forAll })
    const chained = ssl.sign(content, good, [...der, '-certfile', forAll.files.certificate])
    expect(await verify(chained, content)).toMatchObject({ signature: { isValid: true, isTrusted: true } })
    const without = ssl.sign(content, good, der)
    expect(await verify(without, content)).toMatchObject({ signature: { isValid: true, isTrusted: false } })
  })

  test('what triple DES or a short key has sealed is opened and called weak', async () => {
    const answer = (more: string[], key: OwnKey = rsa) =>
      runSmime({
        does: 'decrypt',
        der: ssl.encrypt(content, [key as typeof rsa], [...more, ...der]),
        keys: [ownKey(key)],
      })
    expect(await answer(['-des3'])).toMatchObject({ isWeak: true })
    expect(await answer(['-aes-256-cbc'])).toMatchObject({ isWeak: false })
    const short = ssl.certify('short@customer.example', { bits: 1024 })
    expect(await answer(['-aes-256-gcm'], short)).toMatchObject({ isWeak: true })
  })

  test('a certificate that no authority above it may issue is not trusted', async () => {
    const leafAsAuthority = ssl.certify('evil@customer.example', { issuer: rsa })
    const signed = ssl.sign(content, leafAsAuthority, [...der, '-certfile', rsa.files.certificate])
    expect(await verify(signed, content)).toMatchObject({ signature: { isValid: true, isTrusted: false } })
  })
})
