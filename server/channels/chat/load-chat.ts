import type { FastifyRequest } from 'fastify'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import type { ChatRow } from './tables.ts'

/** The chat a site's script tag names; `not_found` for one that is switched off, or of another site. */
export async function chatForSite(db: Db, key: string, request: FastifyRequest): Promise<ChatRow> {
  const chat = found(
    await db
      .selectFrom('chat')
      .selectAll()
      .where('key', '=', key)
      .where('is_active', '=', true)
      .where('archived_at', 'is', null)
      .executeTakeFirst(),
  )
  mustBeOnSite(chat, request.headers.origin)
  return chat
}

/** Browsers say which site's page asks; what says nothing is no browser, and not kept out by a word it chooses. */
function mustBeOnSite(chat: Pick<ChatRow, 'sites'>, origin: string | undefined): void {
  if (chat.sites.length > 0 && origin !== undefined && !chat.sites.includes(origin.toLowerCase()))
    fail('not_found')
}

/** The language a chat speaks to somebody: theirs, if it knows it. */
export function languageFor(chat: Pick<ChatRow, 'languages'>, wish: string | undefined): Language {
  const wanted = wish?.slice(0, 2).toLowerCase()
  return chat.languages.find((one) => one === wanted) ?? chat.languages[0] ?? 'en'
}
