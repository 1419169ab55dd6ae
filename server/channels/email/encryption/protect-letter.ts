import { randomBytes } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import type Mail from 'nodemailer/lib/mailer/index.js'
import type { Secrets } from '#server/platform/secrets.ts'
import type { SendProblem } from '../sending/send-problem.ts'
import { canonical, isContentHeader, joinEntity, splitEntity } from './entity.ts'
import { GpgProblem } from './pgp/run-gpg.ts'
import { encryptPgp, signPgp } from './pgp/write-pgp.ts'
import type { ProtectionPlan } from './plan-protection.ts'
import { openKeySecrets } from './read-keys.ts'

/** A letter that must not leave as it would have to: nothing has been sent. */
export class ProtectionRefused extends Error {
  override name = 'ProtectionRefused'
  readonly problem: SendProblem

  constructor(
    error: 'no_encryption_key' | 'no_signing_key' | 'gpg_missing' | 'not_protected',
    detail: string,
  ) {
    super(error)
    this.problem = { error, detail, isTemporary: false, isServerFault: false }
  }
}

/**
 * A letter's bytes, signed and encrypted as planned; the same headers as without. Rejects with ProtectionRefused
 * when the inbox's settings ask for what cannot be done: it is not sent weaker than it should be.
 */
export async function protectLetter(
  options: Mail.Options,
  plan: ProtectionPlan,
  { secrets, now, blind }: { secrets: Secrets; now: Date; blind: ReadonlySet<string> },
): Promise<Buffer> {
  refuseWeaker(plan)
  // Line ends as they will be on the wire: a server that puts them right would break the signature.
  const whole = splitEntity(canonical(await new MailComposer(options).compile().build()))
  const headers = whole.headers.filter((line) => !isContentHeader(line))
  let entity = joinEntity(
    whole.headers.filter((line) => /^content-/i.test(line)),
    whole.body,
  )
  try {
    if (plan.settings.signs) entity = await signEntity(entity, plan, secrets, now)
    if (plan.recipients) entity = await encryptEntity(entity, plan, blind)
  } catch (error) {
    const isMissing = error instanceof GpgProblem && error.problem === 'gpg_missing'
    throw new ProtectionRefused(isMissing ? 'gpg_missing' : 'not_protected', String(error).slice(0, 500))
  }
  const sealed = splitEntity(entity)
  return joinEntity([...headers, 'MIME-Version: 1.0', ...sealed.headers], sealed.body)
}

function refuseWeaker(plan: ProtectionPlan): void {
  if (plan.settings.encrypts === 'always' && !plan.recipients)
    throw new ProtectionRefused('no_encryption_key', plan.withoutKey.join(', '))
  if (plan.settings.signs && !plan.own) throw new ProtectionRefused('no_signing_key', plan.scheme)
}

async function signEntity(
  entity: Buffer,
  plan: ProtectionPlan,
  secrets: Secrets,
  now: Date,
): Promise<Buffer> {
  if (!plan.own) return entity
  const { key, passphrase } = openKeySecrets(secrets, plan.own)
  if (plan.scheme === 'smime') {
    // Loaded with the first letter that needs it: most desks sign nothing.
    const { signCms } = await import('./smime/cms-sign.ts')
    const signature = signCms(entity, { certificate: plan.own.public_part, privateKey: key }, now)
    return multipart('signed; protocol="application/pkcs7-signature"; micalg=sha-256', [
      entity,
      base64Part('application/pkcs7-signature; name="smime.p7s"', 'smime.p7s', signature),
    ])
  }
  const signature = await signPgp(entity, { armored: key, passphrase, fingerprint: plan.own.fingerprint })
  return multipart('signed; protocol="application/pgp-signature"; micalg=pgp-sha256', [
    entity,
    textPart('application/pgp-signature; name="signature.asc"', signature),
  ])
}

async function encryptEntity(
  entity: Buffer,
  plan: ProtectionPlan,
  blind: ReadonlySet<string>,
): Promise<Buffer> {
  const keys = plan.recipients ?? []
  const own = plan.own
    ? [{ public_part: plan.own.public_part, fingerprint: plan.own.fingerprint, address: '' }]
    : []
  if (plan.scheme === 'smime') {
    const { encryptCms } = await import('./smime/cms-encrypt.ts')
    const sealed = encryptCms(
      entity,
      [...keys, ...own].map((key) => key.public_part),
    )
    const type = 'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"'
    return base64Part(type, 'smime.p7m', sealed)
  }
  const sealed = await encryptPgp(
    entity,
    [...keys, ...own].map((key) => ({
      armored: key.public_part,
      fingerprint: key.fingerprint,
      isHidden: blind.has(key.address),
    })),
  )
  return multipart('encrypted; protocol="application/pgp-encrypted"', [
    textPart('application/pgp-encrypted', Buffer.from('Version: 1\r\n')),
    textPart('application/octet-stream; name="encrypted.asc"', sealed),
  ])
}

function multipart(type: string, parts: readonly Buffer[]): Buffer {
  const boundary = `=_otklik_${randomBytes(16).toString('hex')}`
  const [kind, ...parameters] = type.split('; ')
  const lines = [
    `Content-Type: multipart/${kind};`,
    ...parameters.map((one) => ` ${one};`),
    ` boundary="${boundary}"`,
  ]
  const pieces = parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n')])
  return Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\n\r\n`),
    ...pieces,
    Buffer.from(`--${boundary}--\r\n`),
  ])
}

function base64Part(type: string, name: string, bytes: Buffer): Buffer {
  const lines = bytes.toString('base64').match(/.{1,76}/g) ?? []
  return joinEntity(
    [
      `Content-Type: ${type}`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${name}"`,
    ],
    Buffer.from(`${lines.join('\r\n')}\r\n`),
  )
}

function textPart(type: string, bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(/\r?\n/g, '\r\n')
  return joinEntity([`Content-Type: ${type}`], Buffer.from(text, 'latin1'))
}
