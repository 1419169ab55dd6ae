import * as z from 'zod'
import { ById, EmailAddress, Empty, Id, Instant } from './common.ts'
import { route } from './route.ts'

const tag = 'letter keys'

export const KeyScheme = z.enum(['smime', 'pgp'])
export type KeyScheme = z.infer<typeof KeyScheme>

/** Why a letter stayed closed; a key of `protection.problem` in locales/. */
export const DecryptionProblem = z.enum([
  'no_key',
  'damaged',
  'unsupported',
  'no_integrity',
  'gpg_missing',
  'too_large',
  'too_slow',
  'failed',
])
export type DecryptionProblem = z.infer<typeof DecryptionProblem>

/** Why a signature is not to be relied upon; a key of `protection.signature` in locales/. */
export const SignatureProblem = z.enum([
  'altered',
  'damaged',
  'unsupported',
  'no_public_key',
  'expired',
  'revoked',
  'weak',
  'wrong_purpose',
  'gpg_missing',
  'too_large',
  'too_slow',
])
export type SignatureProblem = z.infer<typeof SignatureProblem>

/** How far the key is known to belong to its name. */
export const KeyTrust = z.enum(['confirmed', 'authority', 'first_seen', 'conflicting', 'unknown'])
export type KeyTrust = z.infer<typeof KeyTrust>

export const LetterSignature = z.object({
  /** The signature fits what is shown, and its key was in force when the letter came. */
  isValid: z.boolean(),
  problem: SignatureProblem.nullable(),
  trust: KeyTrust,
  by: z.object({ name: z.string(), addresses: z.array(z.string()), fingerprint: z.string() }).nullable(),
  /** The key names the address the letter came from. */
  isSender: z.boolean(),
})
export type LetterSignature = z.infer<typeof LetterSignature>

/** What was found out of a signed or encrypted letter. */
export const LetterProtection = z.object({
  scheme: KeyScheme,
  isEncrypted: z.boolean(),
  /** It was, by a cipher or to a key that no longer keeps a secret; of letters of before nothing is known. */
  isWeak: z.boolean().optional(),
  /** Its subject stood inside the encryption: letters of ours must not say it. */
  hidesSubject: z.boolean().optional(),
  /** Why it could not be opened; null when it was, or when it is signed only. */
  problem: DecryptionProblem.nullable(),
  signature: LetterSignature.nullable(),
  /** Parts that stood outside the protected one: they are files, never joined with the text. */
  uncoveredParts: z.int(),
})
export type LetterProtection = z.infer<typeof LetterProtection>

const KeyFacts = {
  id: Id,
  scheme: KeyScheme,
  fingerprint: z.string(),
  name: z.string(),
  validFrom: Instant,
  expiresAt: Instant.nullable(),
}
export const LetterKey = z.object({
  ...KeyFacts,
  addresses: z.array(z.string()),
  /** PEM or armored: what others need to write to us encrypted. */
  publicPart: z.string(),
  retiredAt: Instant.nullable(),
})
export type LetterKey = z.infer<typeof LetterKey>

export const LetterAuthority = z.object({
  id: Id,
  fingerprint: z.string(),
  name: z.string(),
  expiresAt: Instant.nullable(),
})
export type LetterAuthority = z.infer<typeof LetterAuthority>

export const listLetterKeys = route({
  method: 'GET',
  path: '/inboxes/:id/letter-keys',
  summary: 'The keys an inbox signs and decrypts with',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: z.object({
    items: z.array(LetterKey),
    authorities: z.array(LetterAuthority),
    /** The gpg program of the server, for PGP; null when there is none. */
    gpgVersion: z.string().nullable(),
  }),
})
export const addLetterKey = route({
  method: 'POST',
  path: '/inboxes/:id/letter-keys',
  summary: 'Give an inbox a key pair',
  tag,
  access: 'inbox.manage',
  status: 201,
  params: ById,
  body: z.object({
    scheme: KeyScheme,
    /** S/MIME: PEM text, or a PKCS#12 file in base64. PGP: the armored secret key. */
    key: z.string().trim().min(1).max(200_000),
    /** What the key or the file is locked with. */
    password: z.string().max(500).default(''),
  }),
  response: LetterKey,
})
export const removeLetterKey = route({
  method: 'DELETE',
  path: '/letter-keys/:id',
  summary:
    'Put a key away: it signs nothing any more and still opens old letters; once more, it is gone for good',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: Empty,
})
export const addLetterAuthority = route({
  method: 'POST',
  path: '/letter-authorities',
  summary: 'Trust an authority that vouches for S/MIME certificates',
  tag,
  access: 'inbox.manage',
  status: 201,
  body: z.object({ certificate: z.string().trim().min(1).max(50_000) }),
  response: LetterAuthority,
})
export const removeLetterAuthority = route({
  method: 'DELETE',
  path: '/letter-authorities/:id',
  summary: 'Trust an authority no longer',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: Empty,
})

export const CorrespondentKey = z.object({
  ...KeyFacts,
  address: z.string(),
  trust: KeyTrust.exclude(['unknown']),
  revokedAt: Instant.nullable(),
  revocationNote: z.string(),
  lastSeenAt: Instant,
})
export type CorrespondentKey = z.infer<typeof CorrespondentKey>

export const listCorrespondentKeys = route({
  method: 'GET',
  path: '/customers/:id/letter-keys',
  summary: 'Certificates and public keys of a customer’s addresses',
  tag,
  access: 'customer.read',
  params: ById,
  response: z.object({ items: z.array(CorrespondentKey) }),
})
export const addCorrespondentKey = route({
  method: 'POST',
  path: '/customers/:id/letter-keys',
  summary: 'Add a customer’s certificate or public key; it counts as confirmed',
  tag,
  access: 'customer.update',
  status: 201,
  params: ById,
  body: z.object({ address: EmailAddress, key: z.string().trim().min(1).max(200_000) }),
  response: CorrespondentKey,
})
export const updateCorrespondentKey = route({
  method: 'PATCH',
  path: '/correspondent-keys/:id',
  summary: 'Confirm a customer’s key, or note that it is revoked',
  tag,
  access: 'customer.update',
  params: ById,
  body: z.object({
    isConfirmed: z.literal(true).optional(),
    isRevoked: z.boolean().optional(),
    revocationNote: z.string().trim().max(500).optional(),
  }),
  response: CorrespondentKey,
})
export const removeCorrespondentKey = route({
  method: 'DELETE',
  path: '/correspondent-keys/:id',
  summary: 'Forget a customer’s key',
  tag,
  access: 'customer.update',
  params: ById,
  response: Empty,
})
export const openLetterAgain = route({
  method: 'POST',
  path: '/customer-messages/:id/open',
  summary: 'Try again to decrypt a letter and to check its signature',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: z.object({ protection: LetterProtection }),
})
export const getReplyProtection = route({
  method: 'GET',
  path: '/tickets/:id/protection',
  summary: 'How an answer in this ticket would be signed and encrypted',
  tag,
  access: 'ticket.read',
  params: ById,
  query: z.object({
    /** Addresses, separated by commas. */
    to: z.string().max(20_000).default(''),
  }),
  response: z.object({
    scheme: KeyScheme.nullable(),
    isSigned: z.boolean(),
    isEncrypted: z.boolean(),
    encrypts: z.enum(['never', 'possible', 'always']),
    /** Recipients without a key that may be used. */
    withoutKey: z.array(z.string()),
  }),
})

/** How a reply has left. */
export const SentProtection = z.object({
  replyId: Id,
  scheme: KeyScheme,
  isSigned: z.boolean(),
  isEncrypted: z.boolean(),
})
export type SentProtection = z.infer<typeof SentProtection>
export const getSentProtection = route({
  method: 'GET',
  path: '/tickets/:id/sent-protection',
  summary: 'Which replies of a ticket have left signed or encrypted',
  tag,
  access: 'ticket.read',
  params: ById,
  response: z.object({ items: z.array(SentProtection) }),
})
