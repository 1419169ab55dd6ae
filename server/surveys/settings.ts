import type { Language } from '#contract/common.ts'
import type { SavedSurveySettings } from '#contract/surveys.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { SurveySettingRow } from './tables.ts'

export async function readSurveySettings(db: Db): Promise<SavedSurveySettings> {
  return present(await db.selectFrom('survey_setting').selectAll().executeTakeFirstOrThrow())
}

/** What is said to whoever has rated; empty where nothing of the desk's own is. */
export async function readSurveyThanks(db: Db, language: Language): Promise<string> {
  return (await readSurveySettings(db)).texts[language].thanks
}

function present(row: SurveySettingRow): SavedSurveySettings {
  return {
    isOn: row.is_on,
    scale: row.scale,
    texts: row.texts,
    causes: row.causes,
    delayMinutes: row.delay_minutes,
    calendarId: row.calendar_id,
    openDays: row.open_days,
    everyDays: row.every_days,
    except: row.exceptions,
    lowScore: row.low_score,
    alertsLeads: row.alerts_leads,
    reopens: row.reopens,
    changeHours: row.change_hours,
    version: row.version,
  }
}

/** Changes how customers are asked; `version_conflict` for somebody who has not seen the last change. */
export async function updateSurveySettings(
  tx: Tx,
  actor: Actor,
  { version, ...wishes }: SavedSurveySettings,
  now: Date,
): Promise<SavedSurveySettings> {
  const row = await tx.selectFrom('survey_setting').selectAll().forUpdate().executeTakeFirstOrThrow()
  const before = present(row)
  if (before.version !== version) fail('version_conflict', { detail: { version: before.version } })
  if (wishes.lowScore !== null && wishes.lowScore >= wishes.scale) {
    fail('invalid_input', { fields: [{ path: 'body.lowScore', message: 'must be below the best score' }] })
  }
  await mustBeCalendar(tx, wishes.calendarId)
  const { version: _, ...known } = before
  const changes = differences(known, wishes)
  if (Object.keys(changes).length === 0) return before
  const saved = await tx
    .updateTable('survey_setting')
    .set({
      is_on: wishes.isOn,
      scale: wishes.scale,
      texts: JSON.stringify(wishes.texts),
      causes: JSON.stringify(wishes.causes),
      delay_minutes: wishes.delayMinutes,
      calendar_id: wishes.calendarId,
      open_days: wishes.openDays,
      every_days: wishes.everyDays,
      exceptions: JSON.stringify(wishes.except),
      low_score: wishes.lowScore,
      alerts_leads: wishes.alertsLeads,
      reopens: wishes.reopens,
      change_hours: wishes.changeHours,
      version: version + 1,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordEvent(tx, {
    type: 'survey_settings.updated',
    at: now,
    actor: agentActor(actor),
    data: { changes },
  })
  return present(saved)
}

async function mustBeCalendar(tx: Tx, id: number | null): Promise<void> {
  if (id === null) return
  const row = await tx.selectFrom('calendar').select('id').where('id', '=', id).executeTakeFirst()
  if (!row) {
    fail('unknown_reference', { fields: [{ path: 'body.calendarId', message: 'no such calendar' }] })
  }
}

type Wishes = Omit<SavedSurveySettings, 'version'>

/** Each changed setting as `[before, after]`. */
function differences(before: Wishes, after: Wishes): Record<string, [unknown, unknown]> {
  return Object.fromEntries(
    (Object.keys(after) as (keyof Wishes)[])
      .filter((name) => JSON.stringify(sorted(before[name])) !== JSON.stringify(sorted(after[name])))
      .map((name) => [name, [before[name], after[name]]]),
  )
}

/** jsonb gives keys back in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}
