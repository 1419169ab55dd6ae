import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DayHours } from '#contract/calendars.ts'
import {
  dayMinutes,
  hoursOf,
  hoursText,
  moved,
  resized,
  snap,
  sorted,
  type Span,
  spanOf,
  stepMinutes,
} from './hours.ts'

interface Drag {
  /** Which interval; the last one while a new one is drawn. */
  at: number
  what: 'move' | 'from' | 'to'
  /** Where the pointer went down, and what the interval was then. */
  minute: number
  span: Span
}

const percent = (minute: number) => `${(Math.min(minute, dayMinutes) / dayMinutes) * 100}%`

/**
 * A day from midnight to midnight. Intervals are drawn on empty ground, moved by their middle and stretched by their
 * ends; with the keyboard, arrows move, Shift stretches the end, Alt the beginning, Delete takes away.
 */
export function DayTrack({
  name,
  day,
  before,
  mayAdd,
  onChange,
}: {
  name: string
  day: readonly DayHours[]
  before: readonly DayHours[]
  mayAdd: boolean
  onChange: (day: DayHours[]) => void
}) {
  const { t } = useTranslation()
  const track = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<Drag | null>(null)
  const put = (at: number, span: Span) => onChange(day.map((each, of) => (of === at ? hoursOf(span) : each)))
  const minuteAt = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect()
    return box ? ((event.clientX - box.left) / box.width) * dayMinutes : 0
  }

  const begin = (event: PointerEvent, at: number, what: Drag['what'], span: Span) => {
    if (event.button !== 0) return
    event.stopPropagation()
    track.current?.setPointerCapture(event.pointerId)
    setDrag({ at, what, minute: minuteAt(event), span })
  }
  const draw = (event: PointerEvent) => {
    // A finger on empty ground scrolls the page.
    if (!mayAdd || event.pointerType === 'touch') return
    const from = Math.min(snap(minuteAt(event)), dayMinutes - stepMinutes)
    const span = { from, to: from + stepMinutes }
    onChange([...day, hoursOf(span)])
    begin(event, day.length, 'to', span)
  }
  const pull = (event: PointerEvent) => {
    if (!drag) return
    const by = snap(minuteAt(event) - drag.minute)
    if (drag.what === 'move') put(drag.at, moved(drag.span, by))
    else put(drag.at, resized(drag.span, drag.what, snap(minuteAt(event))))
  }
  const drop = () => {
    if (!drag) return
    setDrag(null)
    onChange(sorted(day))
  }
  const onKey = (event: KeyboardEvent, at: number, span: Span) => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      return onChange(day.filter((_, of) => of !== at))
    }
    const by = event.key === 'ArrowRight' ? stepMinutes : event.key === 'ArrowLeft' ? -stepMinutes : 0
    if (by === 0) return
    event.preventDefault()
    if (event.shiftKey) put(at, resized(span, 'to', span.to + by))
    else if (event.altKey) put(at, resized(span, 'from', span.from + by))
    else put(at, moved(span, by))
  }

  return (
    <div
      ref={track}
      role="group"
      aria-label={t('settings.calendars.track', { day: name })}
      onPointerDown={draw}
      onPointerMove={pull}
      onPointerUp={drop}
      onPointerCancel={drop}
      className="relative h-7 cursor-crosshair rounded-sm bg-hover select-none [background-image:linear-gradient(to_right,var(--line)_1px,transparent_1px)] [background-size:12.5%_100%]"
    >
      {before
        .map(spanOf)
        .map(
          ({ from, to }) =>
            to > dayMinutes && (
              <span
                key={from}
                aria-hidden="true"
                className="absolute inset-y-0 left-0 rounded-r-sm bg-accent-soft"
                style={{ width: percent(to - dayMinutes) }}
              />
            ),
        )}
      {day.map((hours, at) => {
        const span = spanOf(hours)
        const isOver = span.to > dayMinutes
        const ends = (what: 'from' | 'to') => (event: PointerEvent) => begin(event, at, what, span)
        return (
          <button
            // The place is what it is called by: hours change while they are dragged.
            key={at}
            type="button"
            aria-label={t('settings.calendars.interval', { day: name, hours: hoursText(hours) })}
            aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowRight Alt+ArrowRight Delete"
            title={hoursText(hours)}
            onPointerDown={(event) => begin(event, at, 'move', span)}
            onKeyDown={(event) => onKey(event, at, span)}
            className={`absolute inset-y-0 cursor-grab touch-none overflow-hidden rounded-sm bg-accent focus-visible:z-10 ${isOver ? 'rounded-r-none' : ''} ${drag?.at === at ? 'cursor-grabbing' : ''}`}
            style={{ left: percent(span.from), width: `calc(${percent(span.to)} - ${percent(span.from)})` }}
          >
            <span
              aria-hidden="true"
              onPointerDown={ends('from')}
              className="absolute inset-y-0 left-0 w-2 cursor-ew-resize"
            />
            <span
              aria-hidden="true"
              className="numeric pointer-events-none block truncate px-2 text-xs leading-7 text-accent-ink max-md:hidden"
            >
              {span.to - span.from >= 180 && hoursText(hours)}
            </span>
            <span
              aria-hidden="true"
              onPointerDown={ends('to')}
              className="absolute inset-y-0 right-0 w-2 cursor-ew-resize"
            />
          </button>
        )
      })}
    </div>
  )
}
