import type { KeyScheme, KeyTrust, LetterSignature } from '#contract/letter-keys.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { FoundSignature } from './open-protected.ts'
import { readPgpKeys } from './pgp/pgp-key.ts'
import { GpgProblem } from './pgp/run-gpg.ts'
import type { CorrespondentKeyRow } from './tables.ts'

/** A key that vouched for a letter of its owner and is worth keeping. */
export type KeyToLearn = Omit<
  CorrespondentKeyRow,
  'id' | 'revoked_at' | 'revocation_note' | 'created_at' | 'last_seen_at'
>

const mostKnown = 50

interface Signer {
  fingerprint: string
  name: string
  addresses: string[]
  publicPart: string
  validFrom: Date
  expiresAt: Date | null
}

/**
 * Whose signature it is, and what that is worth: whether the key names the sender, whether we know it, and whether
 * somebody has noted that it is revoked. Only a key that names its letter's sender is learned.
 */
export async function judgeSignature(
  db: Db,
  scheme: KeyScheme,
  found: FoundSignature,
  letter: { from: string; sentKeys: readonly string[] },
): Promise<{ signature: LetterSignature; learn: KeyToLearn | null }> {
  const known = await db
    .selectFrom('correspondent_key')
    .selectAll()
    .where('address', '=', letter.from)
    .where('scheme', '=', scheme)
    .execute()
  const row = known.find((one) => one.fingerprint === found.fingerprint)
  const signer = await signerOf(found, [...(row ? [row.public_part] : []), ...letter.sentKeys])
  const { isValid, problem } = found
  if (!signer)
    return { signature: { isValid, problem, trust: 'unknown', by: null, isSender: false }, learn: null }
  const isSender = signer.addresses.includes(letter.from)
  const kept = row ?? known.find((one) => one.fingerprint === signer.fingerprint)
  const trust = trustOf(found, kept, known, isSender)
  const isRevoked = kept !== undefined && kept.revoked_at !== null
  const signature: LetterSignature = {
    isValid: isValid && !isRevoked,
    problem: problem ?? (isRevoked ? 'revoked' : null),
    trust,
    by: { name: signer.name, addresses: signer.addresses, fingerprint: signer.fingerprint },
    isSender,
  }
  // Anybody can make keys in somebody's name: past so many they are noted no more.
  const isFlood = !kept && known.length >= mostKnown
  const isWorthKeeping = isValid && !isRevoked && !isFlood && isSender && trust !== 'unknown'
  return { signature, learn: isWorthKeeping ? asKey(scheme, signer, letter.from, trust) : null }
}

function trustOf(
  found: FoundSignature,
  row: CorrespondentKeyRow | undefined,
  known: readonly CorrespondentKeyRow[],
  isSender: boolean,
): KeyTrust {
  if (row?.trust === 'confirmed') return 'confirmed'
  if (found.isTrusted) return 'authority'
  if (row) return row.trust === 'authority' ? 'first_seen' : row.trust
  if (!isSender || !found.isValid) return 'unknown'
  return known.some((one) => one.revoked_at === null) ? 'conflicting' : 'first_seen'
}

async function signerOf(found: FoundSignature, pgpKeys: readonly string[]): Promise<Signer | null> {
  if (found.chain !== null) {
    // Loaded with the first certificate: most desks never see one.
    const { readFacts, readPemCertificates } = await import('./smime/certificate.ts')
    const [certificate] = readPemCertificates(found.chain)
    if (certificate) return { ...readFacts(certificate), publicPart: found.chain }
  }
  if (found.fingerprint === null) return null
  const key = (await keysIn(pgpKeys)).find((one) => one.fingerprint === found.fingerprint)
  if (key) return key
  return {
    fingerprint: found.fingerprint,
    name: '',
    addresses: [],
    publicPart: '',
    validFrom: new Date(0),
    expiresAt: null,
  }
}

/** None where gpg gives out between the check and this. */
async function keysIn(armored: readonly string[]): Promise<Signer[]> {
  try {
    return await readPgpKeys(armored)
  } catch (error) {
    if (error instanceof GpgProblem) return []
    throw error
  }
}

function asKey(
  scheme: KeyScheme,
  signer: Signer,
  address: string,
  trust: Exclude<KeyTrust, 'unknown'>,
): KeyToLearn {
  return {
    address,
    scheme,
    fingerprint: signer.fingerprint,
    name: signer.name,
    public_part: signer.publicPart,
    trust,
    valid_from: signer.validFrom,
    expires_at: signer.expiresAt,
  }
}
