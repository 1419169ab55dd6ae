import type { Language } from '#contract/common.ts'
import type { SetupState } from '#contract/identity.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings, writeSettings } from '#server/platform/settings.ts'
import type * as z from 'zod'
import { hasAdministrator, lockAdministrators } from './administrators.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import { hashPassword } from './passwords.ts'
import type { Seat } from './seat.ts'

interface Setup {
  language: Language
  deskName: string
  ticketPrefix: string
  administrator: { name: string; email: string; password: string }
}

/** Shown to anybody, before anybody can sign in. */
export async function getSetup(db: Db): Promise<z.input<typeof SetupState>> {
  const settings = await readSettings(db)
  return { isSetUp: await hasAdministrator(db), deskName: settings.desk_name, language: settings.language }
}

/** Sets the desk up and signs its first administrator in. Of two at once one wins; the other gets `already_set_up`. */
export async function setUpDesk(db: Db, setup: Setup, seat: Seat, now: Date): Promise<OpenedSession> {
  if (await hasAdministrator(db)) fail('already_set_up')
  const passwordHash = await hashPassword(setup.administrator.password)
  return inTransaction(db, async (tx) => {
    const id = await makeDesk(tx, setup, passwordHash, now)
    return openSession(tx, id ?? fail('already_set_up'), seat, now)
  })
}

/**
 * For a start without a browser: OTKLIK_ADMIN_EMAIL and OTKLIK_ADMIN_PASSWORD. Leaves a desk alone that has an
 * administrator. Russian unless `locale` (LANG) is English. Answers whether it set the desk up.
 */
export async function setUpFromEnvironment(
  { database: { db }, clock }: Pick<Platform, 'database' | 'clock'>,
  administrator: { email: string; password: string },
  locale = process.env['LANG'] ?? '',
): Promise<boolean> {
  if (await hasAdministrator(db)) return false
  const language = /^en/i.test(locale) ? 'en' : 'ru'
  const name = language === 'en' ? 'Administrator' : 'Администратор'
  const email = administrator.email.trim().toLowerCase()
  const passwordHash = await hashPassword(administrator.password)
  const setup = {
    language,
    deskName: 'Otklik',
    ticketPrefix: 'HD',
    administrator: { name, email, password: administrator.password },
  } satisfies Setup
  return inTransaction(db, async (tx) => (await makeDesk(tx, setup, passwordHash, clock.now())) !== null)
}

/** The administrator's id, or null when somebody else was first. */
async function makeDesk(tx: Tx, setup: Setup, passwordHash: string, now: Date): Promise<number | null> {
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
  const { deskName, language, ticketPrefix } = setup
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
