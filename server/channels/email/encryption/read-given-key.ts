import type { KeyScheme } from '#contract/letter-keys.ts'
import { fail } from '#server/platform/http/failure.ts'
import { readPgpKeys } from './pgp/pgp-key.ts'
import { GpgProblem } from './pgp/run-gpg.ts'

/** A key as it was given, read. */
export interface GivenKey {
  scheme: KeyScheme
  fingerprint: string
  name: string
  addresses: string[]
  publicPart: string
  validFrom: Date
  expiresAt: Date | null
}

/** A key pair for an inbox. Fails by name: key_unreadable, key_file_outdated, gpg_missing. */
export async function readKeyPair(input: {
  scheme: KeyScheme
  key: string
  password: string
}): Promise<{ given: GivenKey; secret: { key: string; passphrase: string } }> {
  const { scheme, key, password } = input
  return named(async () => {
    if (scheme === 'pgp') {
      const [facts] = await readPgpKeys(key, { passphrase: password })
      if (!facts || facts.isRevoked || !facts.maySign) fail('key_unreadable')
      return { given: { scheme, ...facts }, secret: { key, passphrase: password } }
    }
    const { readFacts, readPemCertificates } = await import('./smime/certificate.ts')
    const { readOwnKey } = await import('./smime/read-own-key.ts')
    const own = await readOwnKey(key, password)
    const [certificate] = readPemCertificates(own.certificate)
    if (!certificate) fail('key_unreadable')
    const given = { scheme, ...readFacts(certificate), publicPart: own.certificate }
    return { given, secret: { key: own.privateKey, passphrase: '' } }
  })
}

/** Somebody's certificate (PEM) or public key (armored), whichever it is. Fails as above. */
export async function readPublicKey(key: string): Promise<GivenKey> {
  return named(async () => {
    if (key.includes('BEGIN PGP')) {
      const [facts] = await readPgpKeys(key)
      if (!facts || facts.isRevoked) fail('key_unreadable')
      return { scheme: 'pgp', ...facts }
    }
    const { derOf, readFacts, readPemCertificates, toPem } = await import('./smime/certificate.ts')
    const [certificate] = readPemCertificates(key)
    if (!certificate) fail('key_unreadable')
    // The one that is named and shown, and nothing else of the file: there may be a private key in it.
    return { scheme: 'smime', ...readFacts(certificate), publicPart: toPem(derOf(certificate)) }
  })
}

async function named<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof GpgProblem) fail(error.problem === 'gpg_missing' ? 'gpg_missing' : 'key_unreadable')
    if (error instanceof Error && error.name === 'OutdatedContainer') fail('key_file_outdated')
    if (error instanceof Error && error.name === 'Failed') throw error
    // Whatever a library says of rubbish, and of a wrong password: the two cannot be told apart.
    fail('key_unreadable')
  }
}
