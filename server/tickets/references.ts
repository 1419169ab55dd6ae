import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'

interface References {
  categoryId?: number | null | undefined
  teamId?: number | null | undefined
  assigneeId?: number | null | undefined
}

/** Ends with `unknown_reference` when a ticket would point at something that is gone. */
export async function checkReferences(tx: Tx, { categoryId, teamId, assigneeId }: References): Promise<void> {
  if (categoryId != null) {
    const row = await tx
      .selectFrom('ticket_category')
      .select('id')
      .where('id', '=', categoryId)
      .where('archived_at', 'is', null)
      .executeTakeFirst()
    if (!row) unknown('categoryId')
  }
  if (teamId != null) {
    const row = await tx
      .selectFrom('team')
      .select('id')
      .where('id', '=', teamId)
      .where('archived_at', 'is', null)
      .executeTakeFirst()
    if (!row) unknown('teamId')
  }
  if (assigneeId != null) {
    const row = await tx
      .selectFrom('agent')
      .select('id')
      .where('id', '=', assigneeId)
      .where('is_active', '=', true)
      .executeTakeFirst()
    if (!row) unknown('assigneeId')
  }
}

function unknown(field: string): never {
  fail('unknown_reference', { fields: [{ path: `body.${field}`, message: 'no such id' }] })
}

/** Tags come into being by being used. */
export async function addTags(tx: Tx, tags: string[], now: Date): Promise<void> {
  if (tags.length === 0) return
  await tx
    .insertInto('tag')
    .values(tags.map((name) => ({ name, created_at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
