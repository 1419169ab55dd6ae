import type * as z from 'zod'
import type { SetupState } from '#contract/identity.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'
import { hasAdministrator } from './administrators.ts'

/** Shown to anybody, before anybody can sign in. */
export async function getSetup(db: Db): Promise<z.input<typeof SetupState>> {
  const settings = await readSettings(db)
  return { isSetUp: await hasAdministrator(db), deskName: settings.desk_name, language: settings.language }
}
