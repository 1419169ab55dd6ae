import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { NotificationKind } from '#contract/notifications.ts'
import type { ActorKind } from '#server/platform/events/tables.ts'

interface NotificationTable {
  id: GeneratedAlways<number>
  agent_id: number
  kind: NotificationKind
  ticket_id: number | null
  text: Generated<string>
  facts: ColumnType<Record<string, unknown>, string, never>
  actor_kind: ActorKind
  actor_id: number | null
  source: string | null
  /** False: it exists for its letter alone. */
  is_shown: boolean
  /** A letter was wished for when it happened. */
  is_for_mail: Generated<boolean>
  created_at: Date
  read_at: Date | null
  mailed_at: Date | null
}

interface NotificationWishTable {
  agent_id: number
  kind: NotificationKind
  is_shown: boolean
  is_mailed: boolean
}

interface NotificationLetterTable {
  agent_id: number
  /** The last letter to the agent; null before the first. */
  written_at: Date | null
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    notification: NotificationTable
    notification_letter: NotificationLetterTable
    notification_wish: NotificationWishTable
  }
}
