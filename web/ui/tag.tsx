import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type TagTone = 'plain' | 'ok' | 'warn' | 'bad' | 'accent' | 'note'

const tones: Record<TagTone, string> = {
  plain: 'bg-hover text-ink-2',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  accent: 'bg-accent-soft text-accent',
  note: 'bg-note text-note-ink',
}

/** A short fact with a colour that carries meaning. */
export function Tag({
  tone = 'plain',
  className,
  children,
}: {
  tone?: TagTone
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={classNames(
        'numeric inline-flex h-[18px] flex-none items-center gap-1 rounded-xs px-1.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}
