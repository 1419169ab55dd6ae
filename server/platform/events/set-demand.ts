import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'

/**
 * Says which types of event a task that answers on demand answers from now on: those that commit after this transaction
 * does. The types must have been declared with `answerOnDemand`.
 */
export async function setDemand(tx: Tx, task: string, types: readonly string[]): Promise<void> {
  await sql`
    with gone as (delete from event_demand where task = ${task} and not (type = any(${[...types]}::text[])))
    insert into event_demand (type, task) select distinct type, ${task} from unnest(${[...types]}::text[]) as type
    on conflict do nothing`.execute(tx)
}
