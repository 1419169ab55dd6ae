import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { hasAdministrator } from './administrators.ts'
import { makeDesk, type Setup } from './make-desk.ts'
import { hashPassword } from './passwords.ts'

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
    administrator: { name, email },
  } satisfies Setup
  return inTransaction(db, async (tx) => (await makeDesk(tx, setup, passwordHash, clock.now())) !== null)
}
