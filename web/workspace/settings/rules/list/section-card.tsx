import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rule, RuleSection } from '#contract/rules.ts'
import { IconButton } from '../../../../ui/button.tsx'
import { classNames } from '../../../../ui/class-names.ts'
import { Menu, MenuItem, MenuSeparator } from '../../../../ui/menu.tsx'
import { Card } from '../../frame/card.tsx'
import type { RuleWords } from '../use-rule-words.ts'
import { dragKind, RuleRow } from './rule-row.tsx'

/** A group of rules, or those above all groups. A rule dropped on its head goes to its end. */
export function RuleSectionCard({
  group,
  rules,
  words,
  isFiltered,
  isFirst,
  isLast,
  stepsOf,
  onStep,
  onPut,
  onStepGroup,
  onOpen,
  onExport,
  onRemove,
  onRename,
  onRemoveGroup,
}: {
  group: RuleSection | null
  rules: readonly Rule[]
  words: RuleWords
  /** Only what was searched for is shown: places mean nothing then. */
  isFiltered: boolean
  isFirst: boolean
  isLast: boolean
  stepsOf: (rule: Rule) => { up: boolean; down: boolean }
  onStep: (rule: Rule, by: -1 | 1) => void
  onPut: (ruleId: number, place: number) => void
  onStepGroup: (by: -1 | 1) => void
  onOpen: (rule: Rule) => void
  onExport: (rule: Rule) => void
  onRemove: (rule: Rule) => void
  onRename: () => void
  onRemoveGroup: () => void
}) {
  const { t } = useTranslation()
  const [isTarget, setTarget] = useState(false)
  const isOurs = (event: DragEvent) => !isFiltered && event.dataTransfer.types.includes(dragKind)
  const header = group && (
    <div
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
        onPut(Number(event.dataTransfer.getData(dragKind)), rules.length)
      }}
      className={classNames(
        '-mx-2 flex flex-1 items-center gap-2 rounded-sm px-2',
        isTarget && 'bg-accent-soft',
      )}
    >
      <h2 className="min-w-0 truncate font-semibold">{group.name}</h2>
      <span className="numeric text-ink-3">{rules.length}</span>
      <span className="ml-auto">
        <Menu
          align="end"
          trigger={<IconButton icon="more" label={t('settings.moreAbout', { name: group.name })} />}
        >
          <MenuItem icon="pencil" onSelect={onRename}>
            {t('settings.rename')}
          </MenuItem>
          <MenuItem icon="up" isDisabled={isFirst || isFiltered} onSelect={() => onStepGroup(-1)}>
            {t('rules.groupUp')}
          </MenuItem>
          <MenuItem icon="down" isDisabled={isLast || isFiltered} onSelect={() => onStepGroup(1)}>
            {t('rules.groupDown')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon="trash" tone="bad" onSelect={onRemoveGroup}>
            {t('rules.removeThisGroup')}
          </MenuItem>
        </Menu>
      </span>
    </div>
  )
  return (
    <Card header={header}>
      {rules.length === 0 ? (
        <p className="px-4 py-3 text-ink-3">{t('rules.emptyGroup')}</p>
      ) : (
        <ol aria-label={group?.name ?? t('rules.withoutGroup')}>
          {rules.map((rule, at) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              at={at}
              steps={stepsOf(rule)}
              words={words}
              isFixed={isFiltered}
              onStep={(by) => onStep(rule, by)}
              onPut={onPut}
              onOpen={() => onOpen(rule)}
              onExport={() => onExport(rule)}
              onRemove={() => onRemove(rule)}
            />
          ))}
        </ol>
      )}
    </Card>
  )
}
