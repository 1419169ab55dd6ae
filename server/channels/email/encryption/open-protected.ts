import type { DecryptionProblem, KeyScheme, SignatureProblem } from '#contract/letter-keys.ts'
import { type MimePart, readMimeParts } from '../reading/mime-parts.ts'
import { canonical, unwrapLetter } from './entity.ts'
import { type ProtectedPart, bytesOf, findProtected } from './find-protected.ts'
import { type OpenedPgp, type PgpSecret, type PgpSignature, openPgp, verifyPgp } from './pgp/open-pgp.ts'
import type { OwnKey } from './smime/cms-decrypt.ts'
import { runSmime } from './smime/run-smime.ts'

/** What a letter is opened with. */
export interface KeyRing {
  ownCertificates: OwnKey[]
  ownPgp: PgpSecret[]
  authorities: string[]
  /** Armored keys that may have signed: what we know of the sender, revoked ones too. */
  sendersPgp: string[]
  /** When the letter came: certificates must have been in force then. */
  at: Date
}

/** A signature as the program found it, before anybody asked whose key that is. */
export interface FoundSignature {
  isValid: boolean
  problem: SignatureProblem | null
  /** S/MIME: the signer's certificate first. */
  chain: string | null
  isTrusted: boolean
  /** PGP: of the primary key. */
  fingerprint: string | null
}

export interface OpenedProtection {
  scheme: KeyScheme
  isEncrypted: boolean
  /** By a cipher or a key that no longer keeps a secret. */
  isWeak: boolean
  problem: DecryptionProblem | null
  signature: FoundSignature | null
  /** The letter with its content in place of the wrapping; null when nothing was opened or believed. */
  letter: Buffer | null
  outside: MimePart[]
  /** Signatures and ciphertext that still stand in the letter: its reader takes them for files. */
  wrapping: Buffer[]
  /** PGP keys that came along. */
  sentKeys: string[]
}

const deepest = 6

/**
 * Takes off the signed and encrypted layers of a letter, outermost first. What comes out is one protected part
 * alone: parts beside it are returned apart and are never joined with it, so that nothing can be put around
 * decrypted words. The innermost signature is the one that speaks for them. Null for an ordinary letter.
 */
export async function openProtected(raw: Buffer, ring: KeyRing): Promise<OpenedProtection | null> {
  let opened = null as OpenedProtection | null
  let content = raw
  const sentKeys = new Set(autocryptKeys(raw))
  for (let depth = 0; ; depth++) {
    const root = readMimeParts(content)
    for (const key of attachedKeys(root)) sentKeys.add(key)
    const part = findProtected(root)
    if (!part) break
    // A text inside a text that was opened is quoted there, unless it is all there is.
    if (opened && part.kind === 'pgp-text' && part.outside.length > 0) break
    if (opened && depth === deepest) {
      opened.problem = 'unsupported'
      break
    }
    const layer = await openLayer(part, { ...ring, sendersPgp: [...ring.sendersPgp, ...sentKeys] })
    // A signed document is a file of the letter's, and the letter what it is without it.
    if (part.kind === 'smime-message' && layer.signature && !isLetter(layer.content, part.isRoot)) break
    opened = {
      scheme: part.kind.startsWith('smime') ? 'smime' : 'pgp',
      isEncrypted: layer.isEncrypted || (opened?.isEncrypted ?? false),
      isWeak: layer.isWeak || (opened?.isWeak ?? false),
      problem: layer.problem,
      signature: layer.signature ?? opened?.signature ?? null,
      letter: opened?.letter ?? null,
      outside: opened?.outside ?? [],
      wrapping: ['signature' in part ? part.signature : part.message],
      sentKeys: [...sentKeys],
    }
    if (layer.content === null) break
    // A part that is wrongly signed has no better claim than what stands around it: the letter stays as it is,
    // as far as the part can be read there.
    const isReadable = part.kind !== 'smime-message' && !layer.isEncrypted
    if (isReadable && part.outside.length > 0 && !layer.signature?.isValid) break
    content = layer.content
    opened.letter = unwrapLetter(raw, content)
    opened.wrapping = []
    opened.outside = [
      ...opened.outside,
      ...part.outside.filter((one) => bytesOf(one).toString('latin1').trim() !== ''),
    ]
  }
  return opened
}

/** What was signed is words, or says what it is (RFC 8551, 3.1). */
function isLetter(content: Buffer | null, isAlone: boolean): boolean {
  if (content === null) return true
  const saysWhat = readMimeParts(content).headers.some(({ name }) => name === 'content-type')
  return saysWhat || (isAlone && !/[\0-\x08]/.test(content.subarray(0, 4_000).toString('latin1')))
}

interface Layer {
  isEncrypted: boolean
  isWeak: boolean
  content: Buffer | null
  problem: DecryptionProblem | null
  signature: FoundSignature | null
}

async function openLayer(part: ProtectedPart, ring: KeyRing): Promise<Layer> {
  switch (part.kind) {
    case 'smime-signed':
      return signedLayer(part.content, await verifySmime(part.signature, part.content, ring))
    case 'pgp-signed':
      return signedLayer(part.content, fromPgp(await verifyEither(part.content, part.signature, ring)))
    case 'smime-message':
      return openSmime(part.message, ring)
    case 'pgp-message':
      return pgpLayer(await openTwice(part.message, ring, (content) => content))
    case 'pgp-text':
      return pgpLayer(
        await openTwice(part.message, ring, (content) => asText(content, part.charset)),
        part.message,
      )
  }
}

function signedLayer(content: Buffer, signature: FoundSignature): Layer {
  return { isEncrypted: false, isWeak: false, content, problem: null, signature }
}

const none = { chain: null, isTrusted: false, fingerprint: null }

async function verifySmime(der: Buffer, content: Buffer, ring: KeyRing): Promise<FoundSignature> {
  for (const signed of new Set([content, canonical(content)])) {
    const answer = await runSmime({
      does: 'verify',
      der,
      detached: signed,
      authorities: ring.authorities,
      at: ring.at,
    })
    if ('problem' in answer) return { ...none, isValid: false, problem: asSignatureProblem(answer.problem) }
    if (!('verified' in answer)) break
    const { signature } = answer.verified
    if (signature.problem !== 'altered' || signed !== content || canonical(content) === content)
      return { ...none, ...signature }
  }
  return { ...none, isValid: false, problem: 'damaged' }
}

function asSignatureProblem(problem: DecryptionProblem): SignatureProblem {
  if (problem === 'unsupported' || problem === 'too_large' || problem === 'too_slow') return problem
  return 'damaged'
}

/** One content type for opaque signatures and for encryption: what it is shows when it is opened. */
async function openSmime(der: Buffer, ring: KeyRing): Promise<Layer> {
  const decrypted = await runSmime({ does: 'decrypt', der, keys: ring.ownCertificates })
  if ('opened' in decrypted) {
    const { opened, isWeak } = decrypted
    return { isEncrypted: true, isWeak, content: Buffer.from(opened), problem: null, signature: null }
  }
  const closed = (problem: DecryptionProblem): Layer => ({
    isEncrypted: true,
    isWeak: false,
    content: null,
    problem,
    signature: null,
  })
  if (!('problem' in decrypted)) return closed('damaged')
  if (decrypted.problem !== 'unsupported') return closed(decrypted.problem)
  const answer = await runSmime({
    does: 'verify',
    der,
    detached: null,
    authorities: ring.authorities,
    at: ring.at,
  })
  if (!('verified' in answer) || !answer.verified.content)
    return {
      ...closed('problem' in answer ? answer.problem : 'damaged'),
      isEncrypted: !('verified' in answer),
    }
  return signedLayer(Buffer.from(answer.verified.content), { ...none, ...answer.verified.signature })
}

async function verifyEither(content: Buffer, signature: Buffer, ring: KeyRing): Promise<PgpSignature> {
  const exact = await verifyPgp(content, signature, ring.sendersPgp)
  const other = canonical(content)
  return exact.problem === 'altered' && other !== content
    ? verifyPgp(other, signature, ring.sendersPgp)
    : exact
}

/** The key that signed may stand inside what it signed: then a second look, with it. */
async function openTwice(
  message: Buffer,
  ring: KeyRing,
  shape: (content: Buffer) => Buffer,
): Promise<OpenedPgp> {
  const shaped = (opened: OpenedPgp): OpenedPgp => ({
    ...opened,
    content: opened.content && shape(opened.content),
  })
  const opened = shaped(await openPgp(message, ring.ownPgp, ring.sendersPgp))
  if (opened.signature?.problem !== 'no_public_key' || !opened.content) return opened
  const inside = attachedKeys(readMimeParts(opened.content))
  return inside.length === 0
    ? opened
    : shaped(await openPgp(message, ring.ownPgp, [...ring.sendersPgp, ...inside]))
}

function pgpLayer(opened: OpenedPgp, message?: Buffer): Layer {
  const { content, problem, signature, isClear, isWeak } = opened
  const isClearSigned = message?.subarray(0, 60).includes('SIGNED MESSAGE') ?? false
  const isEncrypted = !isClearSigned && !isClear
  // A clear-signed text can be read as it stands when it cannot be checked.
  if (!isEncrypted && content === null)
    return {
      isEncrypted,
      isWeak,
      content,
      problem: null,
      signature: { ...none, isValid: false, problem: problem === 'gpg_missing' ? problem : 'damaged' },
    }
  return { isEncrypted, isWeak, content, problem, signature: signature && fromPgp(signature) }
}

function fromPgp(signature: PgpSignature): FoundSignature {
  return { ...none, ...signature }
}

function asText(content: Buffer, charset: string): Buffer {
  const head = `Content-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`
  return Buffer.concat([Buffer.from(head), content])
}

const mostKeys = 3

function attachedKeys(part: MimePart): string[] {
  if (part.type.value === 'application/pgp-keys') return [bytesOf(part).toString('latin1').slice(0, 100_000)]
  return part.children.flatMap((child) => attachedKeys(child)).slice(0, mostKeys)
}

/** Autocrypt: `keydata=` with the key in base64. */
function autocryptKeys(raw: Buffer): string[] {
  const header = readMimeParts(raw.subarray(0, 100_000)).headers.find((one) => one.name === 'autocrypt')
  const data = /keydata\s*=\s*([A-Za-z0-9+/=\s]+)/.exec(header?.value ?? '')?.[1]?.replace(/\s/g, '')
  if (!data) return []
  const lines = data.match(/.{1,64}/g)?.join('\n') ?? ''
  return [`-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${lines}\n-----END PGP PUBLIC KEY BLOCK-----\n`]
}
