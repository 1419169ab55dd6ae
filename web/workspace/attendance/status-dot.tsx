import type { Meaning } from '#contract/attendance.ts'
import { classNames } from '../../ui/class-names.ts'

/** Filled is here, half is away, hollow is not here: told apart without colour too. */
const looks: Record<Meaning, string> = {
  online: 'border-ok bg-ok',
  away: 'border-warn bg-[linear-gradient(90deg,var(--warn)_50%,transparent_50%)]',
  offline: 'border-ink-3 bg-transparent',
}

export function StatusDot({ meaning, className }: { meaning: Meaning; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('size-2.5 flex-none rounded-full border-2', looks[meaning], className)}
    />
  )
}
