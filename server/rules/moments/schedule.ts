import type { RuleTrigger } from '#contract/rule-triggers.ts'

export type ScheduleTrigger = Extract<RuleTrigger, { on: 'schedule' }>

/** When a schedule was last due, now included; null for one without days. A time the clocks skip is the next there is. */
export function lastDue({ days, time, timeZone }: ScheduleTrigger, now: Date): Date | null {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  for (let back = 0; back <= 7; back++) {
    const date = here.toPlainDate().subtract({ days: back })
    if (!days.includes(date.dayOfWeek)) continue
    const due = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
    if (due.epochMilliseconds <= now.getTime()) return new Date(due.epochMilliseconds)
  }
  return null
}
