import type { MailboxImportProblem } from '#contract/mailbox-imports.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { readCursor, writeCursor } from '#server/platform/paging.ts'
import { seesEveryTicket } from '#server/tickets/index.ts'

interface Page {
  cursor?: string | undefined
  limit: number
}

/** Letters an import could not take, in their order. They have no ticket: `not_found` unless every one is seen. */
export async function listProblems(
  db: Db,
  actor: Actor,
  importId: number,
  page: Page,
): Promise<{ items: MailboxImportProblem[]; nextCursor: string | null }> {
  found(seesEveryTicket(actor) ? importId : null)
  const rows = await db
    .selectFrom('mailbox_import_problem')
    .selectAll()
    .where('import_id', '=', importId)
    .where('id', '>', readCursor(page.cursor)?.id ?? 0)
    .orderBy('id')
    .limit(page.limit + 1)
    .execute()
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(({ id, position, subject, message_id: messageId, problem, detail }) => ({
      id,
      position,
      subject,
      messageId,
      problem,
      detail,
    })),
    nextCursor: rows.length > page.limit && last ? writeCursor({ value: last.id, id: last.id }) : null,
  }
}
