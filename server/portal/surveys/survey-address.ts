import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { linksFor } from '../frame/links.ts'
import type {} from '../tables.ts'

/** Where surveys are answered, for whoever writes the letter; null while no page is shown to customers. */
export function surveyAddress(config: { publicUrl: string }) {
  return async (db: Db, language: Language): Promise<string | null> => {
    const portal = await db.selectFrom('portal_setting').select(['is_on', 'host']).executeTakeFirstOrThrow()
    if (!portal.is_on) return null
    const links = linksFor(config, portal, language)
    return links.absolute(links.page('/rate'))
  }
}
