import { sql } from 'kysely'
import type { Macro, MacroListItem } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { offeredMacros, visibleMacros } from '../policy.ts'
import type { MacroRow } from '../tables.ts'
import { presentMacro, presentMacroItem } from '../present.ts'

const dayMs = 86_400_000

/** Every macro the caller may use or edit, by name. */
export async function listMacros(db: Db, actor: Actor, now: Date): Promise<MacroListItem[]> {
  const rows = await macros(db, actor, now)
    .orderBy(sql`lower(macro.name)`)
    .orderBy('macro.id')
    .execute()
  return rows.map((row) => presentMacroItem(row, actor))
}

/** One macro with its words and files; `not_found` for one that is not the caller's to see. */
export async function getMacro(db: Db, actor: Actor, id: number, now: Date): Promise<Macro> {
  const row = found(await macros(db, actor, now).where('macro.id', '=', id).executeTakeFirst())
  const files = await db
    .selectFrom('macro_file')
    .selectAll()
    .where('macro_id', '=', id)
    .where('is_inline', '=', false)
    .orderBy('id')
    .execute()
  return presentMacro(row, files, actor)
}

/** A macro the caller may see, locked until the transaction ends. */
export async function lockMacro(tx: Tx, actor: Actor, id: number): Promise<MacroRow> {
  return found(
    await tx
      .selectFrom('macro')
      .selectAll()
      .where('id', '=', id)
      .where(visibleMacros(actor))
      .forUpdate()
      .executeTakeFirst(),
  )
}

/** A macro the caller may use; `not_found` for every other. */
export async function offeredMacro(db: Db, actor: Actor, id: number): Promise<MacroRow> {
  return found(
    await db
      .selectFrom('macro')
      .selectAll()
      .where('id', '=', id)
      .where(offeredMacros(actor))
      .executeTakeFirst(),
  )
}

export type ListedMacro = NonNullable<Awaited<ReturnType<ReturnType<typeof macros>['executeTakeFirst']>>>

function macros(db: Db, actor: Actor, now: Date) {
  const ago = (days: number) => new Date(now.getTime() - days * dayMs)
  return db
    .selectFrom('macro')
    .selectAll('macro')
    .select((eb) => [
      sql<boolean>`coalesce(${offeredMacros(actor)(eb)}, false)`.as('is_offered'),
      eb
        .exists(
          eb
            .selectFrom('macro_favourite')
            .select('macro_id')
            .whereRef('macro_id', '=', 'macro.id')
            .where('agent_id', '=', actor.agentId),
        )
        .as('is_favourite'),
      eb
        .selectFrom('macro_file')
        .select(sql<number>`count(*)::int`.as('count'))
        .whereRef('macro_id', '=', 'macro.id')
        .where('is_inline', '=', false)
        .as('file_count'),
      eb
        .selectFrom('macro_use')
        .select(sql<number>`count(*)::int`.as('count'))
        .whereRef('macro_id', '=', 'macro.id')
        .where('state', '=', 'done')
        .where('at', '>', ago(30))
        .as('uses'),
      eb
        .selectFrom('macro_use')
        .select(sql<number>`count(*)::int`.as('count'))
        .whereRef('macro_id', '=', 'macro.id')
        .where('agent_id', '=', actor.agentId)
        .where('state', '=', 'done')
        .where('at', '>', ago(90))
        .as('own_uses'),
    ])
    .where(visibleMacros(actor))
}
