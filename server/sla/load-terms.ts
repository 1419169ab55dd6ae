import { aroundTheClock, loadCalendar } from '#server/calendars/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { SlaPolicyRow } from './tables.ts'
import type { Terms, TermsOf } from './terms.ts'

export interface Policies {
  /** Those that are asked, in their order. */
  asked: SlaPolicyRow[]
  termsOf: TermsOf
  nameOf: (policyId: number | null) => string | null
  versionOf: (policyId: number | null) => number | null
}

/** Every policy there is or was, with its calendar ready to count. */
export async function loadPolicies(db: Db): Promise<Policies> {
  const rows = await db.selectFrom('sla_policy').selectAll().orderBy('position').orderBy('id').execute()
  return preparePolicies(db, rows)
}

/** The same of rows that may never be saved. */
export async function preparePolicies(db: Db, rows: readonly SlaPolicyRow[]): Promise<Policies> {
  const terms = new Map<number, Terms>()
  for (const row of rows) terms.set(row.id, await termsOfRow(db, row))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    asked: rows.filter((row) => row.is_active && row.archived_at === null),
    termsOf: (policyId) => terms.get(policyId) ?? null,
    nameOf: (policyId) => (policyId === null ? null : (byId.get(policyId)?.name ?? null)),
    versionOf: (policyId) => (policyId === null ? null : (byId.get(policyId)?.version ?? null)),
  }
}

async function termsOfRow(db: Db, row: SlaPolicyRow): Promise<Terms> {
  const calendar = row.calendar_id === null ? null : await loadCalendar(db, row.calendar_id)
  return {
    id: row.id,
    calendar: calendar ?? aroundTheClock,
    policy: row.terms,
    savedAt: row.updated_at.getTime(),
  }
}
