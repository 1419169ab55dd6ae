import { useTranslation } from 'react-i18next'
import type { Priority } from '#contract/desk.ts'
import { classNames } from '../../ui/class-names.ts'
import { Menu, MenuChoices } from '../../ui/menu.tsx'
import { priorities, PriorityDot, priorityTone } from './priority.tsx'

const looks = {
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  plain: 'bg-hover text-ink-2',
} as const

/** The priority, coloured by what it means, and the menu that changes it. */
export function PriorityMenu({
  priority,
  isDisabled,
  onChoose,
}: {
  priority: Priority
  isDisabled?: boolean
  onChoose: (priority: Priority) => void
}) {
  const { t } = useTranslation()
  const tone = priorityTone[priority]
  return (
    <Menu
      trigger={
        <button
          type="button"
          disabled={isDisabled}
          aria-label={t('ticket.priorityMenu', { priority: t(`priority.${priority}`) })}
          className={classNames(
            'inline-flex h-[22px] flex-none items-center rounded-xs px-1.5 text-xs font-medium',
            looks[tone === 'bad' || tone === 'warn' ? tone : 'plain'],
          )}
        >
          {t(`priority.${priority}`)}
        </button>
      }
    >
      <MenuChoices<Priority>
        value={priority}
        label={t('ticket.priority')}
        choices={priorities.map((each) => ({
          value: each,
          label: t(`priority.${each}`),
          mark: (
            <span aria-hidden="true">
              <PriorityDot priority={each} />
            </span>
          ),
        }))}
        onChoose={(next) => next !== priority && onChoose(next)}
      />
    </Menu>
  )
}
