import type { DecryptionProblem, SignatureProblem } from '#contract/letter-keys.ts'
import { type Gpg, GpgProblem, type GpgRun, type KeepFile, withGpg } from './run-gpg.ts'

export interface PgpSecret {
  armored: string
  passphrase: string
}

/** What gpg said of a signature. */
export interface PgpSignature {
  isValid: boolean
  problem: SignatureProblem | null
  /** Of the primary key; null when the key is not known. */
  fingerprint: string | null
}

export interface OpenedPgp {
  content: Buffer | null
  /** Nothing was encrypted: whoever carried the message could read it. */
  isClear: boolean
  /** By a cipher of short blocks, which leak in long letters. */
  isWeak: boolean
  problem: DecryptionProblem | null
  signature: PgpSignature | null
}

/**
 * Decrypts an OpenPGP message, or takes the text out of a clear-signed one, and checks the signature inside. Only
 * what passed its integrity check is handed out, and only when the message holds exactly one text.
 */
export async function openPgp(
  message: Buffer,
  secrets: readonly PgpSecret[],
  publicKeys: readonly string[],
): Promise<OpenedPgp> {
  return guarded(
    (problem) => ({ content: null, isClear: false, isWeak: false, problem, signature: null }),
    async (gpg) => {
      await importKeys(gpg, [...publicKeys, ...secrets.map((secret) => secret.armored)])
      // One try for each passphrase: gpg asks with the same one for whatever key fits.
      let run: GpgRun | null = null
      for (const passphrase of new Set(secrets.length > 0 ? secrets.map((one) => one.passphrase) : [''])) {
        run = await gpg(['--decrypt'], message, passphrase)
        if (has(run, 'DECRYPTION_OKAY') || has(run, 'PLAINTEXT')) break
      }
      if (!run) return { content: null, isClear: false, isWeak: false, problem: 'no_key', signature: null }
      const isEncrypted = has(run, 'ENC_TO') || has(run, 'BEGIN_DECRYPTION')
      const isOpen = isEncrypted
        ? has(run, 'DECRYPTION_OKAY') &&
          (has(run, 'GOODMDC') || isAuthenticated(run)) &&
          !has(run, 'DECRYPTION_FAILED')
        : has(run, 'PLAINTEXT')
      const texts = run.status.filter((line) => line.startsWith('PLAINTEXT ')).length
      if (!isOpen || texts > 1)
        return { content: null, isClear: false, isWeak: false, problem: whyClosed(run), signature: null }
      return {
        content: run.output,
        isClear: !isEncrypted,
        isWeak: isWeaklySealed(run),
        problem: null,
        signature: readSignature(run),
      }
    },
  )
}

/** Checks a detached signature over the content. */
export async function verifyPgp(
  content: Buffer,
  signature: Buffer,
  publicKeys: readonly string[],
): Promise<PgpSignature> {
  return guarded(
    (problem) => ({ isValid: false, problem, fingerprint: null }),
    async (gpg, keep) => {
      await importKeys(gpg, publicKeys)
      const file = await keep('signature', signature)
      const run = await gpg(['--verify', file, '-'], content)
      return readSignature(run) ?? { isValid: false, problem: 'damaged', fingerprint: null }
    },
  )
}

async function guarded<T>(
  onProblem: (problem: GpgProblem['problem']) => T,
  work: (gpg: Gpg, keep: KeepFile) => Promise<T>,
): Promise<T> {
  try {
    return await withGpg(work)
  } catch (error) {
    if (error instanceof GpgProblem) return onProblem(error.problem)
    throw error
  }
}

async function importKeys(gpg: Gpg, keys: readonly string[]): Promise<void> {
  // One by one, so that a broken key does not take the others with it.
  for (const key of new Set(keys)) await gpg(['--import'], Buffer.from(key))
}

function has(run: GpgRun, word: string): boolean {
  return run.status.some((line) => line === word || line.startsWith(`${word} `))
}

/** DECRYPTION_INFO <mdc_method> <sym_algo> [<aead_algo>]: the third is set for OCB and EAX. */
function isAuthenticated(run: GpgRun): boolean {
  const words = run.status.find((line) => line.startsWith('DECRYPTION_INFO '))?.split(' ') ?? []
  return words[3] !== undefined && words[3] !== '0'
}

/** IDEA, triple DES, CAST5 and Blowfish as OpenPGP numbers them (RFC 9580, 9.3). */
const shortBlocks = new Set(['1', '2', '3', '4'])

function isWeaklySealed(run: GpgRun): boolean {
  const words = run.status.find((line) => line.startsWith('DECRYPTION_INFO '))?.split(' ') ?? []
  return shortBlocks.has(words[2] ?? '')
}

function whyClosed(run: GpgRun): DecryptionProblem {
  if (has(run, 'DECRYPTION_OKAY')) return 'damaged'
  if (run.status.some((line) => /^(?:ERROR|FAILURE) .*decrypt.*(?:nomdc|no_mdc)/i.test(line)))
    return 'no_integrity'
  const info = run.status.find((line) => line.startsWith('DECRYPTION_INFO '))
  if (info && /^DECRYPTION_INFO 0 \d+(?: 0)?$/.test(info)) return 'no_integrity'
  if (info) return 'damaged'
  return has(run, 'NO_SECKEY') || has(run, 'ENC_TO') ? 'no_key' : 'damaged'
}

const failures: readonly (readonly [string, SignatureProblem])[] = [
  ['BADSIG', 'altered'],
  ['REVKEYSIG', 'revoked'],
  ['EXPKEYSIG', 'expired'],
  ['EXPSIG', 'expired'],
]

/** MD5, SHA-1 and RIPEMD-160 as OpenPGP numbers them (RFC 9580, 9.5): a signature over one proves nothing. */
const weakHashes = new Set(['1', '2', '3'])

/** Several signatures are right only when all are. Null when there is none. */
function readSignature(run: GpgRun): PgpSignature | null {
  // VALIDSIG <fpr> <date> <time> <expires> <version> <reserved> <pkalgo> <hashalgo> <class> <primary fpr>
  const valids = run.status.filter((line) => line.startsWith('VALIDSIG ')).map((line) => line.split(' '))
  const [valid] = valids
  const fingerprint = valid ? (valid[10] ?? valid[1] ?? null) : null
  for (const [word, problem] of failures) {
    if (has(run, word)) return { isValid: false, problem, fingerprint }
  }
  const unknown = run.status.find((line) => line.startsWith('ERRSIG '))
  // ERRSIG <keyid> <pkalgo> <hashalgo> <class> <time> <rc> <fpr>: 9 is "no public key".
  if (unknown)
    return {
      isValid: false,
      problem: unknown.split(' ')[6] === '9' ? 'no_public_key' : 'weak',
      fingerprint: null,
    }
  if (valids.some((words) => weakHashes.has(words[8] ?? '')))
    return { isValid: false, problem: 'weak', fingerprint }
  return has(run, 'GOODSIG') && fingerprint !== null ? { isValid: true, problem: null, fingerprint } : null
}
