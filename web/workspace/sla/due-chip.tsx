import { useTranslation } from 'react-i18next'
import type { DueKind } from '#contract/tickets.ts'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { dueTone, leftText } from './due-words.ts'
import { useLeft } from './use-left.ts'

/** How much time is left for what is due next; it turns red by itself the moment it is over. */
export function DueChip({ at, kind }: { at: string; kind: DueKind }) {
  const { t, i18n } = useTranslation()
  const dates = useDates()
  const left = useLeft(at)
  const words = t(left > 0 ? 'due.isDue' : 'due.isOver', {
    what: t(`due.kind.${kind}`),
    when: dates.sentence(at),
  })
  return (
    <Tag tone={dueTone(left)}>
      <Icon name="clock" size={12} />
      <span aria-hidden="true" title={words}>
        {leftText(left, i18n.language)}
      </span>
      <span className="sr-only">{words}</span>
    </Tag>
  )
}
