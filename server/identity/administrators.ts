import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import type {} from './tables.ts'

/** Set-up and changes of who administers go one after the other, until the transaction ends. */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('otklik administrators'))`.execute(tx)
}

function administrators(db: Db) {
  return db
    .selectFrom('agent')
    .innerJoin('role', 'role.id', 'agent.role_id')
    .select('agent.id')
    .where('role.key', '=', 'administrator')
    .where('agent.password_hash', 'is not', null)
}

/** Whether anybody was ever made administrator: from then on the desk cannot be set up by a visitor. */
export async function hasAdministrator(db: Db): Promise<boolean> {
  return (await administrators(db).limit(1).executeTakeFirst()) !== undefined
}

/** Fails with `last_administrator` when the transaction would leave nobody who can let others in. */
export async function mustKeepAdministrator(tx: Tx): Promise<void> {
  const one = await administrators(tx).where('agent.is_active', '=', true).limit(1).executeTakeFirst()
  if (!one) fail('last_administrator')
}
