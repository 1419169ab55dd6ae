import * as z from 'zod'
import type { Tx } from '#server/platform/database/open-database.ts'
import { startRecomputation } from './recompute.ts'

const Payload = z.object({ eventId: z.int() })
const Changed = z.object({ calendarId: z.int() })

/** A calendar has another holiday, other hours: whatever counts by it is counted anew. */
export async function calendarChanged(tx: Tx, payload: unknown, now: Date): Promise<void> {
  const { eventId } = Payload.parse(payload)
  const event = await tx
    .selectFrom('event')
    .select('data')
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow()
  const policies = await tx
    .selectFrom('sla_policy')
    .select('id')
    .where('calendar_id', '=', Changed.parse(event.data).calendarId)
    .where('archived_at', 'is', null)
    .execute()
  for (const { id } of policies) await startRecomputation(tx, { policyId: id, includesOpen: false }, now)
}
