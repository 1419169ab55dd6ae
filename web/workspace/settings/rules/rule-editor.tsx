import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyRule, getRule, type Rule, saveRuleDraft, updateRule } from '#contract/rules.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { inputClass } from '../../../ui/field.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Callout } from '../../forms/callout.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useChange } from '../use-change.ts'
import type { ContentProblem } from './content.ts'
import { DryRun } from './dry-run/dry-run.tsx'
import { RuleActions } from './editor/rule-actions.tsx'
import { ConditionGroup } from './editor/condition-group.tsx'
import { Step } from '../sentence/token.tsx'
import { TriggerList } from './editor/trigger-list.tsx'
import { measureConditions } from './measure.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { wasJustMade } from './just-made.ts'
import { downloadRules } from './list/download-rules.ts'
import { RemoveDialog } from './list/remove-dialog.tsx'
import { OnOff } from './on-off.tsx'
import { RunsSheet } from './runs/runs-sheet.tsx'
import { type RuleStart, useRuleForm } from './use-rule-form.ts'
import { useRuleNames } from './use-rule-names.ts'
import { whole } from './whole.ts'
import { TemplateStrip } from './template-strip.tsx'
import { VersionsSheet } from './versions-sheet.tsx'

type Open = 'runs' | 'versions' | 'remove' | null

/** A rule as sentences, «Когда», «Если», «То», each word of which can be pressed. */
export function RuleEditor({
  rule,
  start,
  count,
  onCreated,
}: {
  rule: Rule | null
  /** What a new rule begins with. */
  start?: RuleStart
  /** Rules of the desk. */
  count?: number
  onCreated?: (rule: Rule) => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const names = useRuleNames()
  const [open, setOpen] = useState<Open>(null)
  const [isTrying, setTrying] = useState(false)
  const form = useRuleForm(
    rule,
    start ?? { name: rule?.name ?? '', content: rule?.draft ?? rule?.content ?? noContent, missing: [] },
    onCreated,
  )
  const { content } = form
  const naming = useRef<HTMLInputElement>(null)
  const turning = useRef<HTMLButtonElement>(null)
  const trying = useRef<HTMLButtonElement>(null)
  const ruleId = rule?.id ?? null
  useEffect(() => {
    // What led here has taken the keyboard's place with it: a rule that is begun is named, one just saved turned on.
    if (ruleId === null) naming.current?.focus()
    else if (wasJustMade(ruleId)) turning.current?.focus()
  }, [ruleId])
  const turn = useChange({
    send: (isActive: boolean) => {
      if (!rule) throw new Error('a rule that is not saved cannot be turned on')
      return whole<Rule>(
        call(updateRule, { params: { id: rule.id }, body: { version: rule.version, isActive } }),
      )
    },
    onDone: (next) => !form.isDirty && form.begin(next),
  })
  const copy = useChange({
    send: (id: number) =>
      call(copyRule, { params: { id }, body: { name: t('rules.copyName', { name: form.name }) } }),
    onDone: (made) => void navigate({ to: '/settings/rules/$ruleId', params: { ruleId: String(made.id) } }),
  })
  const download = useChange({ send: downloadRules })
  const drop = useChange({
    send: (own: Rule) =>
      whole<Rule>(
        call(saveRuleDraft, { params: { id: own.id }, body: { version: own.version, content: null } }),
      ),
    onDone: form.begin,
  })
  const takeNewer = useChange({
    send: (id: number) => whole<Rule>(call(getRule, { params: { id } })),
    onDone: form.begin,
  })
  const sayProblem = (problem: ContentProblem) => t(`rules.problem.${problem}`)
  const shared = { names, problems: form.problems, sayProblem }
  const stepProblem = (step: 'triggers' | 'actions') => {
    const problem = form.problems.get(step)
    return problem ? sayProblem(problem) : null
  }
  return (
    <SettingsPage
      section="rules"
      back="/settings/rules"
      title={form.name || t('rules.newTitle')}
      mark={
        rule && (
          <OnOff
            ref={turning}
            name={rule.name}
            isOn={rule.isActive}
            isBusy={turn.isPending}
            onChange={(isActive) => turn.mutate(isActive)}
          />
        )
      }
      sub={rule ? <Standing rule={rule} count={count} /> : t('rules.newSub')}
      actions={
        <>
          {rule && <Button onClick={() => setOpen('runs')}>{t('rules.runs')}</Button>}
          <Button ref={trying} onClick={() => setTrying(true)}>
            {t('rules.tryOnPast')}
          </Button>
          {rule && (
            <Menu
              align="end"
              trigger={<IconButton look="plain" icon="more" label={t('rules.moreActions')} />}
            >
              <MenuItem icon="pencil" onSelect={() => form.save('draft')}>
                {t('rules.saveDraft')}
              </MenuItem>
              <MenuItem icon="clock" onSelect={() => setOpen('versions')}>
                {t('rules.versions')}
              </MenuItem>
              <MenuItem icon="stack" onSelect={() => copy.mutate(rule.id)}>
                {t('rules.copy')}
              </MenuItem>
              <MenuItem icon="download" onSelect={() => download.mutate([rule.id])}>
                {t('rules.export')}
              </MenuItem>
              <MenuSeparator />
              <MenuItem icon="trash" tone="bad" onSelect={() => setOpen('remove')}>
                {t('rules.remove')}
              </MenuItem>
            </Menu>
          )}
          <Button
            look="primary"
            isBusy={form.isBusy}
            disabled={rule !== null && !form.isDirty && !form.isDraft}
            onClick={() => form.save('live')}
          >
            {t(form.isDraft ? 'rules.publish' : 'action.save')}
          </Button>
        </>
      }
    >
      <LeaveGuard isDirty={form.isDirtyNow} />
      <div data-rule className="flex flex-col gap-3">
        {form.failure && (
          <Callout tone="bad" icon="alert" role="alert">
            {form.failure}
            {form.isConflict && rule && (
              <Button look="ghost" className="ml-2" onClick={() => takeNewer.mutate(rule.id)}>
                {t('rules.takeNewer')}
              </Button>
            )}
          </Callout>
        )}
        {form.isDraft && rule && (
          <Callout icon="pencil">
            {t('rules.thisIsDraft')}
            <Button look="ghost" className="ml-2" isBusy={drop.isPending} onClick={() => drop.mutate(rule)}>
              {t('rules.dropDraft')}
            </Button>
          </Callout>
        )}
        {!rule && <TemplateStrip form={form} />}
        {form.missing.length > 0 && (
          <Callout tone="warn" icon="alert">
            {t('rules.templateMissing', { what: form.missing.join(', ') })}
          </Callout>
        )}
        {rule?.problems.map((problem) => (
          <Callout key={`${problem.path} ${problem.problem}`} tone="warn" icon="alert">
            {t(`rules.savedProblem.${problem.problem}`, { detail: problem.detail ?? '' })}
          </Callout>
        ))}
        <input
          ref={naming}
          aria-label={t('rules.name')}
          aria-invalid={form.failure !== null && !form.name.trim() ? true : undefined}
          placeholder={t('rules.nameExample')}
          maxLength={120}
          value={form.name}
          onChange={(event) => form.setName(event.target.value)}
          className={classNames(inputClass, 'max-w-[560px] font-medium')}
        />
      </div>
      <div data-rule className="mt-3">
        <Step name={t('rules.when')} said={stepProblem('triggers')}>
          <TriggerList
            {...shared}
            triggers={content.triggers}
            onChange={(triggers) => form.setContent({ ...content, triggers })}
          />
        </Step>
        <Step name={t('rules.if')}>
          <ConditionGroup
            {...shared}
            group={content.conditions}
            path="conditions"
            depth={1}
            count={measureConditions(content.conditions)}
            onChange={(conditions) => form.setContent({ ...content, conditions })}
          />
        </Step>
        <Step name={t('rules.then')} said={stepProblem('actions')}>
          <RuleActions
            {...shared}
            actions={content.actions}
            onChange={(actions) => form.setContent({ ...content, actions })}
          />
        </Step>
      </div>
      {isTrying && (
        <DryRun
          content={content}
          onClose={() => {
            setTrying(false)
            trying.current?.focus()
          }}
        />
      )}
      {open === 'runs' && rule && <RunsSheet rule={rule} onClose={() => setOpen(null)} />}
      {open === 'versions' && rule && (
        <VersionsSheet
          rule={rule}
          onClose={() => setOpen(null)}
          onRestored={(restored) => {
            setOpen(null)
            form.begin(restored)
          }}
        />
      )}
      {open === 'remove' && rule && (
        <RemoveDialog
          of={{ rule }}
          onClose={() => setOpen(null)}
          onDone={() => void navigate({ to: '/settings/rules', ignoreBlocker: true })}
        />
      )}
    </SettingsPage>
  )
}

const noContent = {
  triggers: [],
  conditions: { match: 'all' as const, isNot: false, conditions: [] },
  actions: [],
}

/** «Третье из 14 правил · за неделю сработало 41 раз · последний раз 12 минут назад, HD-1255» */
function Standing({ rule, count }: { rule: Rule; count: number | undefined }) {
  const { t } = useTranslation()
  const dates = useDates()
  const parts = [
    count === undefined ? null : t('rules.placeOf', { place: rule.place, count }),
    rule.isActive ? null : t('rules.isOff'),
    rule.lastRun ? t('rules.workedThisWeek', { count: rule.runsThisWeek }) : t('rules.neverRan'),
    rule.lastRun
      ? `${t('rules.lastAt', { when: dates.sentence(rule.lastRun.at) })}${rule.lastRun.number ? `, ${rule.lastRun.number}` : ''}`
      : null,
  ]
  return <span className="numeric">{parts.filter(Boolean).join(' · ')}</span>
}
