import { sql } from 'kysely'
import { MailLimits, usualLimits } from '#contract/mail-policy.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Log } from '#server/platform/log.ts'
import type { Notices } from '#server/platform/realtime/notices.ts'
import { PatternError } from '#server/platform/language.ts'
import { type ReadyRule, readyRule } from './run-rules.ts'
import type { MailRuleRow } from './tables.ts'

/** Rules that are on and limits, as they hold now. */
export interface CurrentPolicy {
  rules: readonly ReadyRule[]
  limits: MailLimits
  /** Inboxes that acknowledge letters. */
  acknowledging: ReadonlySet<number>
}

export interface MailPolicy {
  /** From memory; the database is asked only after a change. Rejects when it cannot be read. */
  current(): Promise<CurrentPolicy>
  stop(): void
}

export const limitsKey = 'mail_limits'

/** Rules and limits, kept ready by every process until a notice says that they changed. */
export function openMailPolicy(db: Db, notices: Notices, log: Log): MailPolicy {
  let known: Promise<CurrentPolicy> | null = null
  const forget = (): void => {
    known = null
  }
  const stopListening = notices.listen((notice) => {
    if (notice.topic === 'mail_policy' || notice.topic === 'inbox') forget()
  })
  const stopGap = notices.onGap(forget)
  return {
    current: async () => {
      const reading = (known ??= readPolicy(db, log))
      try {
        return await reading
      } catch (error) {
        if (known === reading) known = null
        throw error
      }
    },
    stop: () => {
      stopListening()
      stopGap()
    },
  }
}

async function readPolicy(db: Db, log: Log): Promise<CurrentPolicy> {
  const [rows, limits, inboxes] = await Promise.all([
    db
      .selectFrom('mail_rule')
      .selectAll()
      .where('is_active', '=', true)
      .orderBy('position')
      .orderBy('id')
      .execute(),
    readMailLimits(db),
    db
      .selectFrom('inbox')
      .select('id')
      .where(sql<boolean>`acknowledgement -> 'isOn' = 'true'`)
      .execute(),
  ])
  return {
    rules: rows.flatMap((row) => compiled(row, log)),
    limits,
    acknowledging: new Set(inboxes.map((inbox) => inbox.id)),
  }
}

/** A rule that cannot be compiled is left out and said, not a reason to stop receiving mail. */
function compiled(row: MailRuleRow, log: Log): ReadyRule[] {
  try {
    return [readyRule(ruleOf(row))]
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    log.error({ ruleId: row.id, error: error.message }, 'a mail rule cannot be used')
    return []
  }
}

export function ruleOf(row: MailRuleRow) {
  return {
    id: row.id,
    position: row.position,
    name: row.name,
    isActive: row.is_active,
    appliesTo: row.applies_to,
    match: row.match,
    conditions: row.conditions,
    actions: row.actions,
    version: row.version,
  }
}

export async function readMailLimits(db: Db): Promise<MailLimits> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', limitsKey).executeTakeFirst()
  return { ...usualLimits, ...MailLimits.partial().parse(row?.value ?? {}) }
}
