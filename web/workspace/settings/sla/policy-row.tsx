import { Link } from '@tanstack/react-router'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SlaPolicy } from '#contract/sla.ts'
import { IconButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Tag } from '../../../ui/tag.tsx'
import type { usePolicyWords } from './use-policy-words.ts'
import type { Weighty } from './weighty-change.tsx'

const dragKind = 'application/x-otklik-policy'

/** One policy in words. Its place is changed by dragging it, or with the arrows. */
export function PolicyRow({
  policy,
  words,
  at,
  count,
  onMove,
  onAsk,
}: {
  policy: SlaPolicy
  words: ReturnType<typeof usePolicyWords>
  at: number
  count: number
  onMove: (id: number, to: number) => void
  onAsk: (change: Weighty) => void
}) {
  const { t, i18n } = useTranslation()
  const [isTarget, setTarget] = useState(false)
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const isOurs = (event: DragEvent) => event.dataTransfer.types.includes(dragKind)
  return (
    <li
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(dragKind, String(policy.id))
        event.dataTransfer.effectAllowed = 'move'
      }}
      onDragOver={(event) => {
        if (!isOurs(event)) return
        event.preventDefault()
        setTarget(true)
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={(event) => {
        setTarget(false)
        if (!isOurs(event)) return
        event.preventDefault()
        onMove(Number(event.dataTransfer.getData(dragKind)), at)
      }}
      className={classNames(
        'flex items-start gap-3 border-t border-line px-4 py-3 first:border-t-0 max-md:gap-2 max-md:px-3',
        isTarget && 'bg-accent-soft',
      )}
    >
      <span className="numeric w-5 flex-none cursor-grab text-right text-ink-3" aria-hidden="true">
        {at + 1}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/settings/sla/$policyId"
            params={{ policyId: String(policy.id) }}
            className={classNames(
              'font-medium break-words hover:underline',
              !policy.isActive && 'text-ink-3',
            )}
          >
            {policy.name}
          </Link>
          {!policy.isActive && <Tag>{t('settings.sla.off')}</Tag>}
          {policy.overdueTickets > 0 && (
            <Tag tone="bad">{t('settings.sla.overdue', { count: policy.overdueTickets })}</Tag>
          )}
        </div>
        <p className="mt-0.5 text-sm break-words text-ink-2">
          {policy.conditions.length === 0
            ? t('settings.sla.forAll')
            : t('settings.sla.if', { what: list.format(policy.conditions.map(words.condition)) })}
        </p>
        <p className="numeric text-sm break-words text-ink-3">{words.promises(policy).join(' · ')}</p>
        <p className="numeric text-sm break-words text-ink-3">
          {words.calendar(policy.calendarId)} · {t('settings.sla.openTickets', { count: policy.openTickets })}
        </p>
      </div>
      <span className="flex flex-none max-md:flex-col">
        <IconButton
          icon="up"
          label={t('settings.moveUp', { name: policy.name })}
          aria-disabled={at === 0}
          onClick={() => onMove(policy.id, at - 1)}
        />
        <IconButton
          icon="down"
          label={t('settings.moveDown', { name: policy.name })}
          aria-disabled={at === count - 1}
          onClick={() => onMove(policy.id, at + 1)}
        />
        <Menu
          align="end"
          trigger={<IconButton icon="more" label={t('settings.moreAbout', { name: policy.name })} />}
        >
          <MenuItem
            icon={policy.isActive ? 'minus' : 'check'}
            onSelect={() => onAsk(policy.isActive ? 'turnOff' : 'turnOn')}
          >
            {t(policy.isActive ? 'settings.sla.turnOff' : 'settings.sla.turnOn')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon="trash" tone="bad" onSelect={() => onAsk('archive')}>
            {t('settings.archive')}
          </MenuItem>
        </Menu>
      </span>
    </li>
  )
}
