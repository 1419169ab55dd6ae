import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rule, RuleSection } from '#contract/rules.ts'
import { Button, IconButton } from '../../../../ui/button.tsx'
import { Input } from '../../../../ui/field.tsx'
import { Menu, MenuItem } from '../../../../ui/menu.tsx'
import { EmptyState } from '../../../../ui/states.tsx'
import { Loaded } from '../../frame/loaded.tsx'
import { SettingsPage } from '../../frame/settings-page.tsx'
import { useChange } from '../../use-change.ts'
import { putRule, stepRule, stepSection } from '../order.ts'
import { rulesQuery } from '../queries.ts'
import { useRuleWords } from '../use-rule-words.ts'
import { downloadRules } from './download-rules.ts'
import { GroupDialog } from './group-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { NewRuleDialog } from './new-rule-dialog.tsx'
import { RemoveDialog, type Removed } from './remove-dialog.tsx'
import { RuleSectionCard } from './section-card.tsx'
import { useReorder } from './use-reorder.ts'

type Doing =
  | { what: 'add' }
  | { what: 'import' }
  | { what: 'group'; group: RuleSection | null }
  | { what: 'remove'; of: Removed }
  | null

/** All rules in the order they run, in their groups. */
export function RulesScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const rules = useQuery(rulesQuery)
  const words = useRuleWords()
  const [doing, setDoing] = useState<Doing>(null)
  const [typed, setTyped] = useState('')
  const close = () => setDoing(null)
  const { list, sections, reorder } = useReorder(rules.data)
  const download = useChange({ send: (ids: number[] | undefined) => downloadRules(ids) })

  const query = typed.trim().toLowerCase()
  const isFound = (rule: Rule) => {
    if (query === '') return true
    const content = rule.draft ?? rule.content
    const text = [rule.name, words.group(content.conditions), ...content.actions.map(words.action)]
    return text.join(' ').toLowerCase().includes(query)
  }
  const add = (
    <Button look="primary" icon="plus" onClick={() => setDoing({ what: 'add' })}>
      {t('rules.add')}
    </Button>
  )
  return (
    <SettingsPage
      section="rules"
      sub={t('rules.sub')}
      actions={
        <>
          <Menu align="end" trigger={<IconButton look="plain" icon="more" label={t('rules.moreActions')} />}>
            <MenuItem icon="stack" onSelect={() => setDoing({ what: 'group', group: null })}>
              {t('rules.addGroup')}
            </MenuItem>
            <MenuItem icon="inbox" onSelect={() => setDoing({ what: 'import' })}>
              {t('rules.import')}
            </MenuItem>
            <MenuItem
              icon="download"
              isDisabled={!list || list.items.length === 0}
              onSelect={() => download.mutate(undefined)}
            >
              {t('rules.exportAll')}
            </MenuItem>
          </Menu>
          {list && list.items.length > 0 && add}
        </>
      }
    >
      <Loaded query={rules} rows={6}>
        {(loaded) => {
          const { items, groups } = list ?? loaded
          return items.length === 0 && groups.length === 0 ? (
            <EmptyState icon="bolt" title={t('rules.emptyTitle')} action={add}>
              {t('rules.emptyText')}
            </EmptyState>
          ) : (
            <div className="flex flex-col gap-5">
              <Input
                type="search"
                aria-label={t('rules.search')}
                placeholder={t('rules.search')}
                className="!max-w-80 max-md:!max-w-none"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
              {sections.map((section, at) => {
                const group = groups.find((each) => each.id === section.groupId) ?? null
                const own = section.ruleIds.flatMap((id) => items.find((rule) => rule.id === id) ?? [])
                const found = own.filter(isFound)
                if (found.length === 0 && (query !== '' || group === null)) return null
                return (
                  <RuleSectionCard
                    key={section.groupId ?? 'none'}
                    group={group}
                    rules={found}
                    words={words}
                    isFiltered={query !== ''}
                    isFirst={at <= 1}
                    isLast={at === sections.length - 1}
                    stepsOf={(rule) => ({
                      up: stepRule(sections, rule.id, -1) !== null,
                      down: stepRule(sections, rule.id, 1) !== null,
                    })}
                    onStep={(rule, by) => reorder(stepRule(sections, rule.id, by), rule)}
                    onPut={(ruleId, place) => reorder(putRule(sections, ruleId, section.groupId, place))}
                    onStepGroup={(by) => group && reorder(stepSection(sections, group.id, by))}
                    onOpen={(rule) =>
                      void navigate({ to: '/settings/rules/$ruleId', params: { ruleId: String(rule.id) } })
                    }
                    onExport={(rule) => download.mutate([rule.id])}
                    onRemove={(rule) => setDoing({ what: 'remove', of: { rule } })}
                    onRename={() => setDoing({ what: 'group', group })}
                    onRemoveGroup={() => group && setDoing({ what: 'remove', of: { group } })}
                  />
                )
              })}
              {query !== '' && !items.some(isFound) && (
                <p role="status" className="text-ink-3">
                  {t('rules.nothingFound')}
                </p>
              )}
            </div>
          )
        }}
      </Loaded>
      {doing?.what === 'add' && <NewRuleDialog onClose={close} />}
      {doing?.what === 'import' && <ImportDialog onClose={close} />}
      {doing?.what === 'group' && <GroupDialog group={doing.group} onClose={close} />}
      {doing?.what === 'remove' && <RemoveDialog of={doing.of} onClose={close} />}
    </SettingsPage>
  )
}
