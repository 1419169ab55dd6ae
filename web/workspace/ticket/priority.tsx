import { useTranslation } from 'react-i18next'
import type { Priority } from '#contract/desk.ts'
import { classNames } from '../../ui/class-names.ts'
import type { TagTone } from '../../ui/tag.tsx'

/** From the most to the least pressing, as a menu lists them. */
export const priorities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Priority[]

export const priorityTone: Record<Priority, TagTone> = {
  critical: 'bad',
  high: 'warn',
  medium: 'plain',
  low: 'plain',
}

const dots: Record<Priority, string> = {
  critical: 'bg-bad',
  high: 'bg-warn',
  medium: 'bg-line-strong',
  low: 'border border-line-strong',
}

/** A dot that is also a word for those who do not see it. */
export function PriorityDot({ priority, className }: { priority: Priority; className?: string }) {
  const { t } = useTranslation()
  const name = t('list.priorityIs', { priority: t(`priority.${priority}`) })
  return (
    <span title={name} className={classNames('block size-2 rounded-full', dots[priority], className)}>
      <span className="sr-only">{name}</span>
    </span>
  )
}
