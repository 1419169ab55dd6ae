import { sql } from 'kysely'
import * as z from 'zod'
import { actorOfAgent } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'
import { words } from '#server/platform/words.ts'
import { linesOf, type NoticeToMail } from './notice-lines.ts'
import { letterWaitMs, planLetter } from './plan-letter.ts'

/** A storm is one letter, and what follows it the next, no sooner than this. */
const betweenLettersMs = 10 * 60_000
const mostLines = 20
/** The queue goes by the database's clock: where that is ahead, a job too early must not come back at once. */
const skewMs = 5000

/** By agent; by notice, as those still wait in a queue that were put there when each was a letter of its own. */
const Payload = z.union([z.object({ agentId: z.int() }), z.object({ notificationId: z.int() })])

/**
 * Writes one letter of everything an agent has left unread for two minutes. Wish, right and sight are those of now; what
 * falls through is done with, too, and no later letter digs it out. The letter says what happened and leads to the
 * tickets; what was written there it does not repeat.
 */
export async function mailNotices(platform: Platform, payload: unknown): Promise<void> {
  await inTransaction(platform.database.db, async (tx) => {
    const agentId = await whose(tx, Payload.parse(payload))
    if (agentId === null) return
    const now = platform.clock.now()
    const lastAt = await takeTurn(tx, agentId)
    const nextAt = new Date((lastAt?.getTime() ?? 0) + betweenLettersMs)
    if (nextAt > now) return putBack(tx, agentId, nextAt)
    const notices = await takeRipe(tx, agentId, now)
    const isWritten = notices.length > 0 && (await writeLetter(tx, platform, agentId, notices))
    if (isWritten) await noteLetter(tx, agentId, now)
    const pauseMs = isWritten ? betweenLettersMs : skewMs
    await putBack(tx, agentId, new Date(now.getTime() + pauseMs))
  })
}

/** Null for a notice that is gone, read or mailed. */
async function whose(tx: Tx, of: z.output<typeof Payload>): Promise<number | null> {
  if ('agentId' in of) return of.agentId
  const notice = await tx
    .updateTable('notification')
    .set({ is_for_mail: true })
    .where('id', '=', of.notificationId)
    .where('mailed_at', 'is', null)
    .where('read_at', 'is', null)
    .returning('agent_id')
    .executeTakeFirst()
  return notice?.agent_id ?? null
}

/** When the agent was last written to. Whoever else would write to them waits for this transaction to end. */
async function takeTurn(tx: Tx, agentId: number): Promise<Date | null> {
  const { rows } = await sql<{ written_at: Date | null }>`insert into notification_letter (agent_id)
    select id from agent where id = ${agentId}
    on conflict (agent_id) do update set agent_id = excluded.agent_id returning written_at`.execute(tx)
  return rows[0]?.written_at ?? null
}

async function noteLetter(tx: Tx, agentId: number, now: Date): Promise<void> {
  await tx
    .updateTable('notification_letter')
    .set({ written_at: now })
    .where('agent_id', '=', agentId)
    .execute()
}

/** Those old enough, ticked off whether a letter comes of them or not; answers the unread, the oldest first. */
async function takeRipe(tx: Tx, agentId: number, now: Date): Promise<NoticeToMail[]> {
  const rows = await tx
    .updateTable('notification')
    .set({ mailed_at: now })
    .where('agent_id', '=', agentId)
    .where('is_for_mail', '=', true)
    .where('mailed_at', 'is', null)
    .where('created_at', '<=', new Date(now.getTime() - letterWaitMs))
    .returning(['id', 'kind', 'ticket_id', 'facts', 'text', 'read_at'])
    .execute()
  return rows.filter(({ read_at }) => read_at === null).toSorted((one, other) => one.id - other.id)
}

/** Plans the next letter when something waits for it. */
async function putBack(tx: Tx, agentId: number, notBefore: Date): Promise<void> {
  const { oldest } = await tx
    .selectFrom('notification')
    .select((eb) => eb.fn.min('created_at').as('oldest'))
    .where('agent_id', '=', agentId)
    .where('is_for_mail', '=', true)
    .where('mailed_at', 'is', null)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (oldest === null) return
  await planLetter(tx, agentId, new Date(Math.max(oldest.getTime() + letterWaitMs, notBefore.getTime())))
}

/** False when nothing is left to say, or nobody to say it to. */
async function writeLetter(
  tx: Tx,
  platform: Platform,
  agentId: number,
  notices: NoticeToMail[],
): Promise<boolean> {
  const actor = await actorOfAgent(tx, agentId)
  const agent = await tx
    .selectFrom('agent')
    .select(['email', 'name', 'language'])
    .where('id', '=', agentId)
    .where('is_active', '=', true)
    .executeTakeFirst()
  if (!actor || !agent || (await isOwnAddress(tx, agent.email))) return false
  const { desk_name: deskName, ticket_prefix: prefix } = await readSettings(tx)
  const lines = await linesOf(tx, actor, notices, { prefix, language: agent.language })
  const [first] = lines
  if (!first) return false
  const said = lines.slice(0, mostLines)
  const more = lines.length - said.length
  const url = (path: string) => new URL(path, platform.config.publicUrl).href
  await queueSystemLetter(tx, platform, {
    to: agent.email,
    template: 'notice',
    language: agent.language,
    facts: {
      agentName: agent.name,
      deskName,
      url: url(lines.length === 1 ? first.path : '/notices'),
      validFor: lines.length,
      lines: [
        ...said.map(({ text }) => text),
        ...(more > 0 ? [words(agent.language).t('letter.notice.more', { count: more })] : []),
      ],
      ...(lines.length > 1 && { links: said.map(({ path }) => url(path)) }),
    },
  })
  return true
}

/** A letter to an address of the desk itself would come back as a ticket. */
async function isOwnAddress(tx: Tx, email: string): Promise<boolean> {
  const row = await tx
    .selectFrom('inbox')
    .select('id')
    .where((eb) => eb(eb.fn<string>('lower', ['address']), '=', email.toLowerCase()))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
