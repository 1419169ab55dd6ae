import { sql } from 'kysely'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'

const hourMs = 3_600_000
/** How long a repeated POST is recognised. */
const idempotencyHours = 24
/** An upload that nobody attached, and that no draft holds, is given up after this. */
const looseFileHours = 72

/** Clears away what has served its time. */
export function housekeepingTasks({ database: { db }, clock }: Platform): Tasks {
  const before = (hours: number) => new Date(clock.now().getTime() - hours * hourMs)
  return {
    'housekeeping.run': async () => {
      await db.deleteFrom('idempotency_key').where('created_at', '<', before(idempotencyHours)).execute()
      await db
        .deleteFrom('file')
        .where('created_at', '<', before(looseFileHours))
        .where('customer_message_id', 'is', null)
        .where('reply_id', 'is', null)
        .where('note_id', 'is', null)
        .where(sql<boolean>`not exists (select from draft where file.id = any(draft.file_ids))`)
        .execute()
    },
  }
}

export const housekeepingCron = [{ at: '17 * * * *', task: 'housekeeping.run' }]
