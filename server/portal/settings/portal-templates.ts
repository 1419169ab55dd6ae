import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import {
  mostPortalTemplateChars,
  type PortalTemplate,
  type PortalTemplateItem,
} from '#contract/portal-templates.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { builtInTemplates } from '../frame/engine.ts'
import type { Portal } from './read-portal.ts'
import { pagesOf } from './samples/pages-of.ts'
import { findTemplateProblem } from './try-template.ts'
import type {} from '../tables.ts'

const hashOf = (source: string) => createHash('sha256').update(source).digest('base64url').slice(0, 20)

/** The theme's order: what is around every page, the pages, the parts. */
export const templateNames: readonly string[] = Object.keys(builtInTemplates).toSorted(
  (a, b) => Number(b === 'layout') - Number(a === 'layout') || a.localeCompare(b),
)

async function loadChanged(db: Db) {
  const rows = await db
    .selectFrom('portal_template')
    .leftJoin('agent', 'agent.id', 'portal_template.updated_by_id')
    .select(['portal_template.name', 'source', 'version', 'built_in_hash', 'portal_template.updated_at'])
    .select('agent.name as updated_by')
    .execute()
  return new Map(rows.map((row) => [row.name, row]))
}

type Changed = Awaited<ReturnType<typeof loadChanged>>

function presentItem(name: string, changed: Changed, portal: Portal): PortalTemplateItem {
  const row = changed.get(name)
  return {
    name,
    isChanged: row !== undefined,
    isOutdated: row !== undefined && row.built_in_hash !== hashOf(builtInTemplates[name] ?? ''),
    isBroken:
      row !== undefined &&
      findTemplateProblem(portal, sourcesOf(changed), { name, source: row.source }) !== null,
    updatedAt: row?.updated_at.toISOString() ?? null,
    updatedBy: row?.updated_by ?? null,
  }
}

function sourcesOf(changed: Changed): Record<string, string> {
  return Object.fromEntries([...changed].map(([name, { source }]) => [name, source]))
}

export async function listTemplates(db: Db, portal: Portal): Promise<{ items: PortalTemplateItem[] }> {
  const changed = await loadChanged(db)
  return { items: templateNames.map((name) => presentItem(name, changed, portal)) }
}

export async function getTemplate(db: Db, portal: Portal, name: string): Promise<PortalTemplate> {
  const builtIn = builtInOf(name)
  const changed = await loadChanged(db)
  const row = changed.get(name)
  return {
    ...presentItem(name, changed, portal),
    source: row?.source ?? builtIn,
    builtIn,
    pages: pagesOf(name),
    version: row?.version ?? 0,
  }
}

/**
 * Keeps a template once every page it is seen on was rendered with it; as it came, it is kept as no change at all.
 * `bad_template` with its line, `version_conflict`.
 */
export async function saveTemplate(
  tx: Tx,
  actor: Actor,
  portal: Portal,
  { name, source, version }: { name: string; source: string; version: number },
  now: Date,
): Promise<void> {
  const builtIn = builtInOf(name)
  const written = source.replaceAll('\r\n', '\n')
  if (written === builtIn) return resetTemplate(tx, actor, { name, version }, now)
  await mustBeVersion(tx, name, version)
  const changed = sourcesOf(await loadChanged(tx))
  const problem =
    written.length > mostPortalTemplateChars
      ? { problem: 'too_long' as const, template: name, line: 1, word: '' }
      : findTemplateProblem(portal, changed, { name, source: written })
  if (problem !== null) {
    fail('bad_template', {
      fields: [{ path: 'body.source', message: problem.problem }],
      detail: { ...problem },
    })
  }
  const values = {
    source: written,
    updated_at: now,
    updated_by_id: actor.agentId,
    built_in_hash: hashOf(builtIn),
    version: sql<number>`nextval('portal_template_version')`,
  }
  await tx
    .insertInto('portal_template')
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
  const agent = agentActor(actor)
  await recordEvent(tx, { type: 'portal_template.updated', at: now, actor: agent, data: { name } })
  await notify(tx, { topic: 'portal' })
}

/** Forgets the change; one that was never changed stays as it is. */
export async function resetTemplate(
  tx: Tx,
  actor: Actor,
  { name, version }: { name: string; version: number },
  now: Date,
): Promise<void> {
  builtInOf(name)
  const isChanged = await mustBeVersion(tx, name, version)
  if (!isChanged) return
  const { source } = await tx
    .deleteFrom('portal_template')
    .where('name', '=', name)
    .returning('source')
    .executeTakeFirstOrThrow()
  // What was written is not lost: the history has it.
  const data = { name, source }
  await recordEvent(tx, { type: 'portal_template.reset', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'portal' })
}

function builtInOf(name: string): string {
  return Object.hasOwn(builtInTemplates, name) ? (builtInTemplates[name] ?? '') : fail('not_found')
}

/** Whether it is changed at all. One writer at a time: a template nobody changed has no row to lock. */
async function mustBeVersion(tx: Tx, name: string, version: number): Promise<boolean> {
  await sql`lock table portal_template in share row exclusive mode`.execute(tx)
  const row = await tx
    .selectFrom('portal_template')
    .select('version')
    .where('name', '=', name)
    .executeTakeFirst()
  if ((row?.version ?? 0) !== version) fail('version_conflict', { detail: { version: row?.version ?? 0 } })
  return row !== undefined
}
