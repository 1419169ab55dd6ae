import { type ColumnType, sql } from 'kysely'
import * as z from 'zod'
import { Language } from '#contract/common.ts'
import { LetterCopies } from '#contract/desk.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { Notices } from '#server/platform/realtime/notices.ts'

interface SettingTable {
  key: string
  value: ColumnType<unknown, string, string>
  updated_at: Date
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    setting: SettingTable
  }
}

const Settings = z.object({
  desk_name: z.string().default('Otklik'),
  language: Language.default('ru'),
  /** New numbers carry it: HD-1256. */
  ticket_prefix: z.string().default('HD'),
  /** All that ever were: an old letter's subject still finds its ticket. */
  ticket_prefixes: z.array(z.string()).default(['HD']),
  /** A letter to two inboxes: one ticket that both see, or one for each. */
  letter_copies: LetterCopies.default('one_ticket'),
  /** IANA; null: as the calendar the desk began with. */
  time_zone: z.string().nullable().default(null),
  /** RFC 3339; null until the first administrator exists. */
  set_up_at: z.string().nullable().default(null),
})
export type Settings = Readonly<z.infer<typeof Settings>>

/** Kept per process; only for databases whose changes this process hears of. */
const kept = new WeakMap<Db, { settings: Promise<Settings> | null }>()

/** What the administrator decided for the whole desk; from memory when `watchSettings` listens for changes. */
export async function readSettings(db: Db): Promise<Settings> {
  const cache = kept.get(db)
  if (!cache) return load(db)
  const loading = (cache.settings ??= load(db))
  try {
    return await loading
  } catch (error) {
    if (cache.settings === loading) cache.settings = null
    throw error
  }
}

async function load(db: Db): Promise<Settings> {
  const rows = await db.selectFrom('setting').select(['key', 'value']).execute()
  return Settings.parse(Object.fromEntries(rows.map((row) => [row.key, row.value])))
}

/** Lets this process keep the settings in memory until somebody, anywhere, changes the desk. Answers how to stop. */
export function watchSettings(db: Db, notices: Notices): () => void {
  const cache: { settings: Promise<Settings> | null } = { settings: null }
  const forget = () => {
    cache.settings = null
  }
  kept.set(db, cache)
  const stopListening = notices.listen((notice) => {
    if (notice.topic === 'desk') forget()
  })
  const stopWatchingGaps = notices.onGap(forget)
  return () => {
    kept.delete(db)
    stopListening()
    stopWatchingGaps()
  }
}

/** Changes settings and tells every process. A prefix once used stays known. */
export async function writeSettings(
  tx: Tx,
  changes: Partial<Omit<Settings, 'ticket_prefixes'>>,
  now: Date,
): Promise<Settings> {
  // One writer at a time, so that two new prefixes are both remembered.
  await sql`lock table setting in share row exclusive mode`.execute(tx)
  const before = await load(tx)
  // Before the set-up there are no tickets, so the default prefix has not been used.
  const used = before.set_up_at === null ? [] : before.ticket_prefixes
  const prefixes = new Set([...used, changes.ticket_prefix ?? before.ticket_prefix])
  const after: Settings = { ...before, ...changes, ticket_prefixes: [...prefixes] }
  await tx
    .insertInto('setting')
    .values(
      Object.entries(after).map(([key, value]) => ({ key, value: JSON.stringify(value), updated_at: now })),
    )
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({ value: sql`excluded.value`, updated_at: sql`excluded.updated_at` }),
    )
    .execute()
  await notify(tx, { topic: 'desk' })
  return after
}
