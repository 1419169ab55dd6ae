import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { writeSettings } from '#server/platform/settings.ts'
import { hasAdministrator, lockAdministrators } from './administrators.ts'

export interface Setup {
  language: Language
  deskName: string
  ticketPrefix: string
  administrator: { name: string; email: string }
}

/** The desk's settings and its first administrator: answers their id, or null when somebody else was first. */
export async function makeDesk(
  tx: Tx,
  setup: Setup,
  passwordHash: string,
  now: Date,
): Promise<number | null> {
  await lockAdministrators(tx)
  if (await hasAdministrator(tx)) return null
  const { name, email } = setup.administrator
  const role = await tx
    .selectFrom('role')
    .select('id')
    .where('key', '=', 'administrator')
    .executeTakeFirstOrThrow()
  const { id } = await tx
    .insertInto('agent')
    .values({
      email,
      name,
      role_id: role.id,
      password_hash: passwordHash,
      language: setup.language,
      created_at: now,
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { deskName, language } = setup
  const ticketPrefix = setup.ticketPrefix.toUpperCase()
  await writeSettings(
    tx,
    { desk_name: deskName, language, ticket_prefix: ticketPrefix, set_up_at: now.toISOString() },
    now,
  )
  await recordEvent(tx, {
    type: 'desk.set_up',
    at: now,
    actor: { kind: 'agent', id },
    data: { deskName, language, ticketPrefix, agentId: id },
  })
  return id
}
