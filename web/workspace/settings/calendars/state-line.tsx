import type { CalendarState } from '#contract/calendars.ts'
import { useCalendarWords } from './use-calendar-words.ts'

/** Whether it is working time right now, and until or from when. */
export function StateLine({ state, timeZone }: { state: CalendarState | undefined; timeZone: string }) {
  const words = useCalendarWords()
  return (
    <p role="status" className="mb-4 flex min-h-9 items-center gap-2 rounded-md bg-hover px-3 py-2">
      {state && (
        <>
          <span
            aria-hidden="true"
            className={`size-2 flex-none rounded-full ${state.isWorking ? 'bg-ok' : 'bg-ink-3'}`}
          />
          <span className="numeric">{words.state(state, timeZone)}</span>
        </>
      )}
    </p>
  )
}
