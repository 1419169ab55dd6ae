import type { TicketAction } from '#contract/ticket-actions.ts'
import { fieldProblem } from '#server/fields/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'

interface References {
  categoryId?: number | null | undefined
  teamId?: number | null | undefined
  assigneeId?: number | null | undefined
}

/** Ends with `unknown_reference` when a ticket would point at something that is gone. */
export async function checkReferences(tx: Tx, { categoryId, teamId, assigneeId }: References): Promise<void> {
  if (categoryId != null && !(await isLive(tx, 'ticket_category', categoryId))) unknown('categoryId')
  if (teamId != null && !(await isLive(tx, 'team', teamId))) unknown('teamId')
  if (assigneeId != null && !(await isActiveAgent(tx, assigneeId))) unknown('assigneeId')
}

/** Why an action cannot be done any more: it names something that is gone, or a field that takes no such value. */
export async function actionProblem(
  tx: Tx,
  action: TicketAction,
  fields: Record<string, unknown> | null,
): Promise<'unknown_reference' | 'bad_field_value' | null> {
  if (action.type !== 'set_field') return (await namesGone(tx, action)) ? 'unknown_reference' : null
  const { key, value } = action
  const problem = await fieldProblem(tx, 'ticket', key, value, fields?.[key])
  if (problem === null) return null
  return problem === 'unknown' || problem === 'archived' ? 'unknown_reference' : 'bad_field_value'
}

async function namesGone(tx: Tx, action: TicketAction): Promise<boolean> {
  switch (action.type) {
    case 'set_status':
      return !(await isLive(tx, 'ticket_status', action.statusId))
    case 'set_category':
      return action.categoryId !== null && !(await isLive(tx, 'ticket_category', action.categoryId))
    case 'set_team':
      return action.teamId !== null && !(await isLive(tx, 'team', action.teamId))
    case 'set_assignee':
      return action.assigneeId !== null && !(await isActiveAgent(tx, action.assigneeId))
    default:
      return false
  }
}

async function isLive(
  tx: Tx,
  table: 'ticket_status' | 'ticket_category' | 'team',
  id: number,
): Promise<boolean> {
  const row = await tx
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

async function isActiveAgent(tx: Tx, id: number): Promise<boolean> {
  const row = await tx
    .selectFrom('agent')
    .select('id')
    .where('id', '=', id)
    .where('is_active', '=', true)
    .executeTakeFirst()
  return row !== undefined
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
