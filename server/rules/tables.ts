import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { ConditionTrace, RuleRun, RuleStep } from '#contract/rule-runs.ts'
import type { TriggerKind } from '#contract/rule-triggers.ts'
import type { RuleContent } from '#contract/rules.ts'

/** jsonb: read as the value, written as its text. */
type Json<T> = ColumnType<T, string, string>

interface RuleGroupTable {
  id: GeneratedAlways<number>
  name: string
  position: number
}

interface RuleTable {
  id: GeneratedAlways<number>
  group_id: number | null
  position: number
  name: string
  is_active: boolean
  content: Json<RuleContent>
  draft: ColumnType<RuleContent | null, string | null | undefined, string | null>
  version: Generated<number>
  hears_after_event_id: number
  hears_after: Date
  created_at: Date
  updated_at: Date
  updated_by_id: number | null
  deleted_at: ColumnType<Date | null, Date | null | undefined, Date | null>
}

interface RuleVersionTable {
  rule_id: number
  version: number
  name: string
  content: Json<RuleContent>
  at: Date
  by_id: number | null
}

interface RuleBookTable {
  is_only: Generated<boolean>
  version: number
}

interface RulePassTable {
  event_id: number
  at: Date
}

interface RuleMomentTable {
  rule_id: number
  ticket_id: number
  moment: Date
  at: Date
}

interface RuleDueTable {
  rule_id: number
  trigger_index: number
  due_at: Date
}

interface RuleRunTable {
  id: GeneratedAlways<number>
  rule_id: number
  rule_version: number
  rule_name: string
  ticket_id: number
  event_id: number | null
  trigger: TriggerKind
  outcome: RuleRun['outcome']
  cut: RuleRun['cut']
  chain: number[]
  trace: Json<ConditionTrace[]>
  steps: ColumnType<RuleStep[], string | undefined, string>
  at: Date
}

export type RuleRow = Selectable<RuleTable>
export type RuleRunRow = Selectable<RuleRunTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    rule_group: RuleGroupTable
    rule: RuleTable
    rule_version: RuleVersionTable
    rule_book: RuleBookTable
    rule_pass: RulePassTable
    rule_moment: RuleMomentTable
    rule_due: RuleDueTable
    rule_run: RuleRunTable
  }
}
