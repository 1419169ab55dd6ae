import type { YearDay } from '#contract/calendars.ts'

/** The colours of a year's days; the list under the drawing says the same in words. */
export const dayLooks: Record<YearDay['kind'], string> = {
  off: 'bg-bad-soft text-bad font-medium',
  shortened: 'bg-warn-soft text-warn font-medium',
  moved: 'bg-ok-soft text-ok font-medium',
  hours: 'bg-accent-soft text-accent font-medium',
}

export const dayKinds = ['off', 'shortened', 'moved', 'hours'] as const satisfies readonly YearDay['kind'][]
