import type { InboxSections } from '#contract/inbox-sections.ts'
import type { KeyScheme } from '#contract/letter-keys.ts'
import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { maySignWith, mayEncryptTo } from './key-abilities.ts'
import type { CorrespondentKeyRow, LetterKeyRow } from './tables.ts'

/** How a letter to these recipients leaves an inbox. */
export interface ProtectionPlan {
  settings: InboxSections['protection']
  scheme: KeyScheme
  /** The inbox's own key of the scheme: signs, and is encrypted to as well, so that we can read what we sent. */
  own: LetterKeyRow | null
  /** A key for every recipient, or null: the letter is not encrypted. */
  recipients: CorrespondentKeyRow[] | null
  /** Recipients who have no key that may be used; only asked for when the inbox encrypts at all. */
  withoutKey: string[]
}

/** What the settings of an inbox and the keys we have make of a letter. Null: it goes as it is. */
export async function planProtection(
  db: Db,
  inboxId: number,
  addresses: readonly string[],
  now: Date,
  /** The inbox's own, where they were read already. */
  known?: InboxSections['protection'],
): Promise<ProtectionPlan | null> {
  const settings = known ?? (await protectionOf(db, inboxId))
  if (!settings.signs && settings.encrypts === 'never') return null
  const wanted = [...new Set(addresses.map((one) => one.toLowerCase()))]
  const [own, keys] = await Promise.all([
    ownKeys(db, inboxId, now),
    settings.encrypts === 'never' ? [] : usableKeys(db, wanted, now),
  ])
  const other = settings.scheme === 'smime' ? 'pgp' : 'smime'
  const chosen = choose(settings.scheme, keys, wanted) ?? choose(other, keys, wanted)
  const scheme = chosen?.scheme ?? settings.scheme
  return {
    settings,
    scheme,
    own: await chooseOwn(
      own.filter((key) => key.scheme === scheme),
      settings.signs,
    ),
    recipients: settings.encrypts === 'never' ? null : (chosen?.keys ?? null),
    withoutKey:
      settings.encrypts === 'never' || chosen
        ? []
        : wanted.filter((address) => !keys.some((key) => key.address === address && key.scheme === scheme)),
  }
}

async function protectionOf(db: Db, inboxId: number): Promise<InboxSections['protection']> {
  const inbox = await db.selectFrom('inbox').select('protection').where('id', '=', inboxId).executeTakeFirst()
  return readSection('protection', inbox?.protection ?? null)
}

/** One scheme for the whole letter: the keys of all recipients, or null. */
function choose(scheme: KeyScheme, keys: readonly CorrespondentKeyRow[], addresses: readonly string[]) {
  const found = addresses.map((address) =>
    keys.find((key) => key.address === address && key.scheme === scheme),
  )
  const all = found.filter((key) => key !== undefined)
  return all.length === addresses.length && all.length > 0 ? { scheme, keys: all } : null
}

/** The newest key; where it has to sign, the newest that may. */
async function chooseOwn(keys: readonly LetterKeyRow[], signs: boolean): Promise<LetterKeyRow | null> {
  for (const key of keys) if (!signs || (await maySignWith(key))) return key
  return null
}

function ownKeys(db: Db, inboxId: number, now: Date): Promise<LetterKeyRow[]> {
  return db
    .selectFrom('letter_key')
    .selectAll()
    .where('inbox_id', '=', inboxId)
    .where('retired_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('id', 'desc')
    .execute()
}

/**
 * In force, not revoked, not in conflict with one known before, and not for signing alone; what a person confirmed
 * comes first.
 */
async function usableKeys(db: Db, addresses: string[], now: Date): Promise<CorrespondentKeyRow[]> {
  const rows = await db
    .selectFrom('correspondent_key')
    .selectAll()
    .where('address', 'in', addresses.length > 0 ? addresses : [''])
    .where('revoked_at', 'is', null)
    .where('trust', '<>', 'conflicting')
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy((eb) => eb.case().when('trust', '=', 'confirmed').then(0).else(1).end())
    .orderBy('last_seen_at', 'desc')
    .execute()
  const usable = []
  for (const row of rows) if (await mayEncryptTo(row, now)) usable.push(row)
  return usable
}
