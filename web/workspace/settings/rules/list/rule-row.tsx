import { Link } from '@tanstack/react-router'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyRule, type Rule, updateRule } from '#contract/rules.ts'
import { call } from '../../../../api/call.ts'
import { IconButton } from '../../../../ui/button.tsx'
import { classNames } from '../../../../ui/class-names.ts'
import { Menu, MenuItem, MenuSeparator } from '../../../../ui/menu.tsx'
import { Tag } from '../../../../ui/tag.tsx'
import { useDates } from '../../../../ui/use-dates.ts'
import { useChange } from '../../use-change.ts'
import { OnOff } from '../on-off.tsx'
import type { RuleWords } from '../use-rule-words.ts'

export const dragKind = 'application/x-otklik-automation-rule'

/** One rule in words. Its place is changed by dragging it, by the arrows, or by Alt with ↑ and ↓. */
export function RuleRow({
  rule,
  at,
  steps,
  words,
  isFixed,
  onStep,
  onPut,
  onOpen,
  onExport,
  onRemove,
}: {
  rule: Rule
  /** Within its section. */
  at: number
  /** Where it can go from here: at an edge of its section over to the next one. */
  steps: { up: boolean; down: boolean }
  words: RuleWords
  isFixed: boolean
  onStep: (by: -1 | 1) => void
  onPut: (ruleId: number, place: number) => void
  onOpen: () => void
  onExport: () => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const [isTarget, setTarget] = useState(false)
  const turn = useChange({
    send: (isActive: boolean) =>
      call(updateRule, { params: { id: rule.id }, body: { version: rule.version, isActive } }),
  })
  const copy = useChange({
    send: () =>
      call(copyRule, { params: { id: rule.id }, body: { name: t('rules.copyName', { name: rule.name }) } }),
    said: t('rules.copied', { name: rule.name }),
  })
  const { content } = rule
  const asks = words.group(content.conditions)
  const when = content.triggers.map(words.trigger).join(` ${t('rules.join.any')} `)
  const isOurs = (event: DragEvent) => !isFixed && event.dataTransfer.types.includes(dragKind)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || isFixed || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onStep(event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <li
      draggable={!isFixed}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragKind, String(rule.id))
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
        const moved = Number(event.dataTransfer.getData(dragKind))
        if (moved !== rule.id) onPut(moved, at)
      }}
      className={classNames(
        'flex items-start gap-3 border-t border-line px-4 py-2.5 first:border-t-0 max-md:gap-2 max-md:px-3',
        isTarget && 'bg-accent-soft',
      )}
    >
      <span
        aria-hidden="true"
        className={classNames(
          'numeric mt-0.5 w-5 flex-none text-right text-ink-3',
          !isFixed && 'cursor-grab',
        )}
      >
        {rule.place}
      </span>
      <span className="mt-1 flex-none">
        <OnOff
          name={rule.name}
          isOn={rule.isActive}
          isBusy={turn.isPending}
          onChange={(isActive) => turn.mutate(isActive)}
        />
      </span>
      <Link
        to="/settings/rules/$ruleId"
        params={{ ruleId: String(rule.id) }}
        draggable={false}
        onKeyDown={onKeyDown}
        className="min-w-0 flex-1 rounded-sm"
      >
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={classNames('font-medium break-words', !rule.isActive && 'text-ink-3')}>
            {rule.name}
          </span>
          {rule.draft && <Tag tone="note">{t('rules.draft')}</Tag>}
          {rule.problems.length > 0 && <Tag tone="bad">{t('rules.needsAttention')}</Tag>}
        </span>
        <span className="mt-0.5 line-clamp-2 text-sm break-words text-ink-2">
          {t('rules.say.when', { what: when })}
          {asks && ` · ${t('rules.say.if', { what: asks })}`}
        </span>
        <span className="line-clamp-2 text-sm break-words text-ink-3">
          → {content.actions.map(words.action).join(' · ')}
        </span>
        <span className="numeric mt-0.5 block text-sm text-ink-3 md:hidden">
          <Figures rule={rule} dates={dates} />
        </span>
      </Link>
      <span className="numeric w-36 flex-none pt-0.5 text-right text-sm text-ink-3 max-md:hidden">
        <Figures rule={rule} dates={dates} />
      </span>
      <span className="flex flex-none max-md:flex-col">
        <IconButton
          icon="up"
          label={t('settings.moveUp', { name: rule.name })}
          disabled={!steps.up || isFixed}
          onClick={() => onStep(-1)}
          className="max-md:hidden"
        />
        <IconButton
          icon="down"
          label={t('settings.moveDown', { name: rule.name })}
          disabled={!steps.down || isFixed}
          onClick={() => onStep(1)}
          className="max-md:hidden"
        />
        <Menu
          align="end"
          trigger={<IconButton icon="more" label={t('settings.moreAbout', { name: rule.name })} />}
        >
          <MenuItem icon="pencil" onSelect={onOpen}>
            {t('action.edit')}
          </MenuItem>
          <MenuItem icon="stack" onSelect={() => copy.mutate(undefined)}>
            {t('rules.copy')}
          </MenuItem>
          <MenuItem icon="download" onSelect={onExport}>
            {t('rules.export')}
          </MenuItem>
          <MenuItem icon="up" isDisabled={!steps.up || isFixed} onSelect={() => onStep(-1)}>
            {t('rules.up')}
          </MenuItem>
          <MenuItem icon="down" isDisabled={!steps.down || isFixed} onSelect={() => onStep(1)}>
            {t('rules.down')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon="trash" tone="bad" onSelect={onRemove}>
            {t('rules.remove')}
          </MenuItem>
        </Menu>
      </span>
    </li>
  )
}

/** How often it held this week, and when last. */
function Figures({ rule, dates }: { rule: Rule; dates: ReturnType<typeof useDates> }) {
  const { t } = useTranslation()
  if (!rule.lastRun) return t('rules.neverRan')
  return (
    <>
      {t('rules.timesThisWeek', { count: rule.runsThisWeek })}
      <br className="max-md:hidden" />
      <span className="md:hidden"> · </span>
      {t('rules.lastAt', { when: dates.sentence(rule.lastRun.at) })}
    </>
  )
}
