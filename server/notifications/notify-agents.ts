import { sql } from 'kysely'
import type { NotificationKind } from '#contract/notifications.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { ActorKind } from '#server/platform/events/tables.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { defaultWishes } from './kinds.ts'
import { letterWaitMs, planLetter } from './plan-letter.ts'
import type {} from './tables.ts'

export interface AgentNotice {
  kind: NotificationKind
  /** Null for what stands in no ticket. */
  ticketId: number | null
  /** Plain words; left out where the kind says everything. */
  text?: string
  /** Who did it, and what made them: never told to themselves. Left out: it happened by itself. */
  by?: { actor: { kind: ActorKind; id: number | null }; cause?: { kind: string; id: number; name: string } }
  facts?: Record<string, unknown>
  /** What led to it: the same agent is told of the same source and kind once. */
  source?: string
}

const mostCharacters = 500

/**
 * Tells agents, in the caller's transaction: each who is in force, wishes for the kind, and did not do it themselves.
 * Whether they may see the ticket is decided when they read.
 */
export async function notifyAgents(
  tx: Tx,
  agentIds: readonly number[],
  notice: AgentNotice,
  now: Date,
): Promise<void> {
  const { kind, ticketId, text = '', by, facts = {}, source = null } = notice
  const actor = by?.actor ?? { kind: 'system', id: null }
  const doer = actor.kind === 'agent' ? actor.id : null
  const told = [...new Set(agentIds)].filter((id) => id !== doer)
  if (told.length === 0) return
  const { isShown, isMailed } = defaultWishes[kind]
  const said = JSON.stringify({ ...facts, ...(by?.cause && { cause: by.cause }) })
  const { rows } = await sql<{ agent_id: number; is_shown: boolean; is_mailed: boolean }>`
    with wished as (
      select agent.id as agent_id, coalesce(wish.is_shown, ${isShown}) as is_shown,
        coalesce(wish.is_mailed, ${isMailed}) as is_mailed
      from agent left join notification_wish as wish on wish.agent_id = agent.id and wish.kind = ${kind}
      where agent.id = any(${told}::bigint[]) and agent.is_active
    ), told as (
      insert into notification
        (agent_id, kind, ticket_id, text, facts, actor_kind, actor_id, source, is_shown, is_for_mail, created_at)
      select agent_id, ${kind}, ${ticketId}::bigint, ${text.slice(0, mostCharacters)}, ${said}::jsonb,
        ${actor.kind}, ${actor.id}::bigint, ${source}, is_shown, is_mailed, ${now}::timestamptz
      from wished where is_shown or is_mailed
      on conflict do nothing
      returning agent_id
    )
    select agent_id, wished.is_shown, is_mailed from told join wished using (agent_id) order by agent_id`.execute(
    tx,
  )
  const runAt = new Date(now.getTime() + letterWaitMs)
  for (const row of rows) if (row.is_mailed) await planLetter(tx, row.agent_id, runAt)
  const shown = rows.filter((row) => row.is_shown).map((row) => row.agent_id)
  if (shown.length > 0) await notify(tx, { topic: 'notification', agentIds: shown })
}
