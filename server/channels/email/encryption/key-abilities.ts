import { createHash } from 'node:crypto'
import { readPgpKeys } from './pgp/pgp-key.ts'
import { GpgProblem } from './pgp/run-gpg.ts'
import type { CorrespondentKeyRow, LetterKeyRow } from './tables.ts'

/** A subkey runs out while its key goes on: what was found out holds for so long. */
const holdsMs = 10 * 60_000
const mostKnown = 500
const known = new Map<string, { mayEncrypt: boolean; until: number }>()

/**
 * Whether a letter can be encrypted to a key. Many people sign with one certificate and decrypt with another, and some
 * OpenPGP keys only sign: what is learned from their signatures must not make a letter nobody can read.
 */
export async function mayEncryptTo(
  key: Pick<CorrespondentKeyRow, 'scheme' | 'fingerprint' | 'public_part'>,
  now: Date,
): Promise<boolean> {
  const name = createHash('sha256').update(key.public_part).digest('base64')
  const found = known.get(name)
  if (found && found.until > now.getTime()) return found.mayEncrypt
  const mayEncrypt = key.scheme === 'smime' ? await mayCertificate(key) : await mayPgp(key)
  if (known.size >= mostKnown) known.clear()
  known.set(name, { mayEncrypt, until: now.getTime() + holdsMs })
  return mayEncrypt
}

async function mayCertificate({ public_part }: Pick<CorrespondentKeyRow, 'public_part'>): Promise<boolean> {
  const { asX509, readFacts, readPemCertificates } = await import('./smime/certificate.ts')
  const [certificate] = readPemCertificates(public_part)
  if (!certificate || !readFacts(certificate).mayEncrypt) return false
  return ['rsa', 'ec'].includes(asX509(certificate).publicKey.asymmetricKeyType ?? '')
}

async function mayPgp(key: Pick<CorrespondentKeyRow, 'fingerprint' | 'public_part'>): Promise<boolean> {
  try {
    const keys = await readPgpKeys(key.public_part)
    return keys.some(({ fingerprint, mayEncrypt }) => fingerprint === key.fingerprint && mayEncrypt)
  } catch (error) {
    // Without gpg nothing is encrypted to it anyway; the letter says why when it would leave.
    if (error instanceof GpgProblem) return true
    throw error
  }
}

/** Whether a key of ours may sign: S/MIME knows certificates for encryption alone; a PGP key was tried when it came. */
export async function maySignWith(key: Pick<LetterKeyRow, 'scheme' | 'public_part'>): Promise<boolean> {
  if (key.scheme === 'pgp') return true
  const { maySign, readPemCertificates } = await import('./smime/certificate.ts')
  const [certificate] = readPemCertificates(key.public_part)
  return certificate !== undefined && maySign(certificate)
}
