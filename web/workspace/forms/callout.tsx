import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'

const tones = {
  bad: 'bg-bad-soft text-bad',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  plain: 'bg-hover text-ink-2',
} as const

/** A few words that matter now: what failed, what was done, what to mind. */
export function Callout({
  tone = 'plain',
  icon,
  role,
  className,
  children,
}: {
  tone?: keyof typeof tones
  icon?: IconName
  role?: 'alert' | 'status'
  className?: string
  children: ReactNode
}) {
  return (
    <div
      role={role}
      className={classNames('flex items-start gap-2 rounded-md px-3 py-2', tones[tone], className)}
    >
      {icon && <Icon name={icon} className="mt-0.5" />}
      <div className="min-w-0 flex-1 break-words">{children}</div>
    </div>
  )
}

/** Why a form was not accepted, where no single field is to blame. */
export function FormFailure({ text, className }: { text: string | null; className?: string }) {
  if (!text) return null
  return (
    <Callout tone="bad" icon="alert" role="alert" className={className}>
      {text}
    </Callout>
  )
}
