import * as z from 'zod'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import type { KeyRing } from './open-protected.ts'
import type { LetterKeyRow } from './tables.ts'

/** The secret half of an inbox's key, as it is sealed. */
const KeySecrets = z.object({
  /** PKCS#8 in PEM, or the armored secret key. */
  key: z.string(),
  /** Of a PGP key; an S/MIME key is kept without one. */
  passphrase: z.string(),
})

export function openKeySecrets(
  secrets: Secrets,
  row: Pick<LetterKeyRow, 'secrets'>,
): z.infer<typeof KeySecrets> {
  return KeySecrets.parse(JSON.parse(secrets.decrypt(row.secrets)))
}

export function sealKeySecrets(secrets: Secrets, open: z.infer<typeof KeySecrets>): string {
  return secrets.encrypt(JSON.stringify(open))
}

const mostSenderKeys = 20

/** Everything a letter to this inbox from this sender may need, keys that were put away included. */
export async function readKeyRing(
  db: Db,
  secrets: Secrets,
  letter: { inboxId: number; from: string; at: Date },
): Promise<KeyRing> {
  const [own, authorities, senders] = await Promise.all([
    db
      .selectFrom('letter_key')
      .selectAll()
      .where('inbox_id', '=', letter.inboxId)
      .orderBy('id', 'desc')
      .execute(),
    db.selectFrom('letter_authority').select('certificate').execute(),
    db
      .selectFrom('correspondent_key')
      .select('public_part')
      .where('address', '=', letter.from)
      .where('scheme', '=', 'pgp')
      // Those that anybody may have made in this name come last, and take no more than a moment together.
      .orderBy((eb) => eb.case().when('trust', '=', 'conflicting').then(1).else(0).end())
      .orderBy('last_seen_at', 'desc')
      .limit(mostSenderKeys)
      .execute(),
  ])
  const open = own.flatMap((row) => {
    try {
      return { row, ...openKeySecrets(secrets, row) }
    } catch {
      // Sealed with another SECRET_KEY: it opens nothing, and the letter says that there is no key.
      return []
    }
  })
  return {
    ownCertificates: open
      .filter(({ row }) => row.scheme === 'smime')
      .map(({ row, key }) => ({ certificate: row.public_part, privateKey: key })),
    ownPgp: open
      .filter(({ row }) => row.scheme === 'pgp')
      .map(({ key, passphrase }) => ({ armored: key, passphrase })),
    authorities: authorities.map((one) => one.certificate),
    sendersPgp: senders.map((one) => one.public_part),
    at: letter.at,
  }
}
