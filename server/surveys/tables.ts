import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { RatedIn, SurveyScale, SurveySettings } from '#contract/surveys.ts'

/** jsonb: read as the value, written as its text. */
type Json<T> = ColumnType<T, string | undefined, string>

interface SurveySettingTable {
  id: Generated<boolean>
  is_on: Generated<boolean>
  scale: Generated<SurveyScale>
  texts: Json<SurveySettings['texts']>
  causes: Json<SurveySettings['causes']>
  delay_minutes: Generated<number>
  calendar_id: number | null
  open_days: Generated<number>
  every_days: Generated<number>
  exceptions: Json<SurveySettings['except']>
  low_score: number | null
  alerts_leads: Generated<boolean>
  reopens: Generated<boolean>
  change_hours: Generated<number>
  version: Generated<number>
}

interface SurveyTable {
  id: GeneratedAlways<number>
  ticket_id: number
  customer_id: number
  solved_at: Date
  scale: SurveyScale
  token_hash: Buffer
  /** Null for one that no letter asks. Kept as long as the row: whoever asks not to be asked again may do so from an old letter too. */
  sealed_token: string | null
  reply_id: ColumnType<number | null, number | null | undefined, number | null>
  asked_at: Date
  expires_at: Date
  score: ColumnType<number | null, number | undefined, number>
  is_good: ColumnType<boolean | null, boolean | undefined, boolean>
  comment: Generated<string>
  causes: Generated<string[]>
  /** When the first score was given; a mind that is changed later leaves it. */
  rated_at: ColumnType<Date | null, Date | undefined, Date>
  asked_in: Generated<'email' | 'chat'>
  rated_in: ColumnType<RatedIn | null, RatedIn | undefined, RatedIn>
  /** Whose the ticket was when it was first rated. */
  agent_id: ColumnType<number | null, number | null | undefined, number | null>
  team_id: ColumnType<number | null, number | null | undefined, number | null>
  last_replier_id: ColumnType<number | null, number | null | undefined, number | null>
}

interface SurveyRefusalTable {
  customer_id: number
  at: Date
}

export type SurveyRow = Selectable<SurveyTable>
export type SurveySettingRow = Selectable<SurveySettingTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    survey_setting: SurveySettingTable
    survey: SurveyTable
    survey_refusal: SurveyRefusalTable
  }
}
