import type { FastifyRequest } from 'fastify'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import type { WebFormRow } from './tables.ts'

/** A form by its public key; `not_found` for one that is switched off or put away. */
export async function loadForm(db: Db, key: string): Promise<WebFormRow> {
  return found(
    await db
      .selectFrom('web_form')
      .selectAll()
      .where('key', '=', key)
      .where('is_active', '=', true)
      .where('archived_at', 'is', null)
      .executeTakeFirst(),
  )
}

/** The same for a page of some site; `not_found` on a site it may not stand on. */
export async function formForSite(
  db: Db,
  key: string,
  { headers: { origin }, host }: Pick<FastifyRequest, 'headers' | 'host'>,
): Promise<WebFormRow> {
  const form = await loadForm(db, key)
  // Browsers say which site's page asks; what says nothing is no browser, and not kept out by a word it chooses.
  if (form.sites.length === 0 || origin === undefined) return form
  const site = origin.toLowerCase()
  // The desk's own page of the form is no other site.
  const isOwn = site === `https://${host}` || site === `http://${host}`
  if (!isOwn && !form.sites.includes(site)) fail('not_found')
  return form
}

/** The language a form speaks to somebody: theirs, if it knows it. */
export function formLanguage(form: Pick<WebFormRow, 'languages'>, wish: string | undefined): Language {
  const wanted = wish?.slice(0, 2).toLowerCase()
  return form.languages.find((one) => one === wanted) ?? form.languages[0] ?? 'en'
}
