import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MailRule, updateMailRule } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { IconButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useChange } from '../use-change.ts'
import { useRuleWords } from './rule-words.ts'

const dragKind = 'application/x-otklik-rule'

/** One rule in words. Its place is changed by dragging it, or with the arrows. */
export function RuleRow({
  rule,
  at,
  count,
  onMove,
  onEdit,
  onRemove,
}: {
  rule: MailRule
  at: number
  count: number
  onMove: (from: number, to: number) => void
  onEdit: () => void
  onRemove: () => void
}) {
  const { t, i18n } = useTranslation()
  const words = useRuleWords()
  const [isTarget, setTarget] = useState(false)
  const turn = useChange({
    send: () =>
      call(updateMailRule, {
        params: { id: rule.id },
        body: { version: rule.version, isActive: !rule.isActive },
      }),
  })
  const list = new Intl.ListFormat(i18n.language, {
    type: rule.match === 'all' ? 'conjunction' : 'disjunction',
  })
  const does = words.actions(rule.actions)
  const isOurs = (event: DragEvent) => event.dataTransfer.types.includes(dragKind)
  return (
    <li
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(dragKind, String(at))
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
        'flex items-start gap-3 border-t border-line px-4 py-2.5 first:border-t-0 max-md:gap-2 max-md:px-3',
        isTarget && 'bg-accent-soft',
      )}
    >
      <span className="numeric mt-1 w-5 flex-none cursor-grab text-right text-ink-3" aria-hidden="true">
        {at + 1}
      </span>
      <button type="button" onClick={onEdit} className="min-w-0 flex-1 rounded-sm py-1 text-left">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={classNames('font-medium break-words', !rule.isActive && 'text-ink-3')}>
            {rule.name}
          </span>
          {!rule.isActive && <Tag>{t('settings.mailRules.off')}</Tag>}
          {rule.appliesTo === 'all' && <Tag>{t('settings.mailRules.forAll')}</Tag>}
        </span>
        <span className="mt-0.5 block text-sm break-words text-ink-2">
          {t('settings.mailRules.if', { what: list.format(rule.conditions.map(words.condition)) })}
        </span>
        <span className="block text-sm break-words text-ink-3">
          → {does.length > 0 ? does.join(' · ') : t('settings.mailRules.doesNothing')}
        </span>
      </button>
      <span className="flex flex-none max-md:flex-col">
        <IconButton
          icon="up"
          label={t('settings.moveUp', { name: rule.name })}
          aria-disabled={at === 0 || undefined}
          onClick={() => onMove(at, at - 1)}
        />
        <IconButton
          icon="down"
          label={t('settings.moveDown', { name: rule.name })}
          aria-disabled={at === count - 1 || undefined}
          onClick={() => onMove(at, at + 1)}
        />
        <Menu
          align="end"
          trigger={<IconButton icon="more" label={t('settings.moreAbout', { name: rule.name })} />}
        >
          <MenuItem icon="pencil" onSelect={onEdit}>
            {t('action.edit')}
          </MenuItem>
          <MenuItem icon={rule.isActive ? 'minus' : 'check'} onSelect={() => turn.mutate(undefined)}>
            {t(rule.isActive ? 'settings.mailRules.turnOff' : 'settings.mailRules.turnOn')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon="trash" tone="bad" onSelect={onRemove}>
            {t('settings.mailRules.remove')}
          </MenuItem>
        </Menu>
      </span>
    </li>
  )
}
