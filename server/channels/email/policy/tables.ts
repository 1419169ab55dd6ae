import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { RuleActions, RuleCondition } from '#contract/mail-policy.ts'

/** jsonb: read as the value, written as its text. */
type Json<T> = ColumnType<T, string, string>

interface MailRuleTable {
  id: GeneratedAlways<number>
  position: number
  name: string
  is_active: boolean
  applies_to: 'new' | 'all'
  match: 'all' | 'any'
  conditions: Json<RuleCondition[]>
  actions: Json<RuleActions>
  version: Generated<number>
  created_at: Date
  updated_at: Date
}

/** No such address; this letter refused for good; not now; still tried. */
export type BounceKind = 'hard' | 'refused' | 'soft' | 'delayed'

interface LetterBounceTable {
  id: GeneratedAlways<number>
  address: string
  kind: BounceKind
  status: string | null
  diagnostic: string
  reply_id: number | null
  at: Date
}

interface AutomaticAnswerTable {
  id: GeneratedAlways<number>
  address: string
  inbox_id: number | null
  ticket_id: number | null
  is_verified: boolean
  at: Date
}

/** What may become too much. */
export type AlertKind =
  | 'sender_flood'
  | 'answer_flood'
  | 'ticket_flood'
  | 'unverified_flood'
  | 'letter_too_large'
  | 'letter_unfetchable'

interface MailAlertTable {
  kind: AlertKind
  subject: string
  inbox_id: number | null
  count: Generated<number>
  since: Date
  last_at: Date
}

export type MailRuleRow = Selectable<MailRuleTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    mail_rule: MailRuleTable
    letter_bounce: LetterBounceTable
    automatic_answer: AutomaticAnswerTable
    mail_alert: MailAlertTable
  }
}
