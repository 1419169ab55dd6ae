import type { PgpSecret } from './open-pgp.ts'
import { withGpg } from './run-gpg.ts'

/** A detached, armored signature over the content (RFC 3156, 5), SHA-256. Rejects when the key does not sign. */
export function signPgp(content: Buffer, key: PgpSecret & { fingerprint: string }): Promise<Buffer> {
  return withGpg(async (gpg) => {
    await gpg(['--import'], Buffer.from(key.armored))
    const run = await gpg(
      ['--armor', '--digest-algo', 'SHA256', '--local-user', key.fingerprint, '--detach-sign'],
      content,
      key.passphrase,
    )
    if (!run.isSuccess || run.output.length === 0)
      throw new Error(`gpg did not sign: ${run.status.join('; ')}`)
    return run.output
  })
}

export interface PgpRecipient {
  armored: string
  fingerprint: string
  /** Left out of the message's list of keys: for a blind copy. */
  isHidden?: boolean
}

/** An armored message for everybody who holds one of the keys. Rejects when one of them cannot be used. */
export function encryptPgp(content: Buffer, recipients: readonly PgpRecipient[]): Promise<Buffer> {
  return withGpg(async (gpg) => {
    for (const { armored } of recipients) await gpg(['--import'], Buffer.from(armored))
    const to = recipients.flatMap((one) => [
      one.isHidden ? '--hidden-recipient' : '--recipient',
      one.fingerprint,
    ])
    const run = await gpg(['--armor', '--encrypt', ...to], content)
    if (!run.isSuccess || run.output.length === 0)
      throw new Error(`gpg did not encrypt: ${run.status.join('; ')}`)
    return run.output
  })
}
