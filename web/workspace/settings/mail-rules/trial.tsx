import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MailTrial, type RuleBody, tryMailRules } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { RequestFailed } from '../../../api/failure.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, Textarea } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Select } from '../../../ui/select.tsx'
import { Callout, FormFailure } from '../../forms/callout.tsx'
import { lettersToTryQuery } from './queries.ts'
import { useRuleWords } from './rule-words.ts'

/** No letter's id: they begin at one. */
const pasted = 0

/** A letter of the ledger, or a pasted one, and what the rules would do with it. Nothing is changed by that. */
export function Trial({
  draft,
  isReady = true,
}: {
  draft?: RuleBody & { id: number | null }
  isReady?: boolean
}) {
  const { t } = useTranslation()
  const { data: letters } = useQuery(lettersToTryQuery)
  const [chosen, setChosen] = useState<number | null>(null)
  const [raw, setRaw] = useState('')
  const letterId = chosen ?? letters?.items[0]?.id ?? pasted
  const trial = useMutation({
    mutationFn: () =>
      call(tryMailRules, {
        body: { ...(letterId === pasted ? { raw } : { letterId }), ...(draft && { draft }) },
      }),
  })
  const failed = trial.error instanceof RequestFailed ? trial.error.failure : trial.error ? 'internal' : null
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line bg-app p-3">
      <Field label={t('settings.mailRules.trial.letter')}>
        {({ id }) => (
          <Select
            id={id}
            value={letterId}
            options={[
              { value: pasted, label: t('settings.mailRules.trial.paste') },
              ...(letters?.items ?? []).map((letter) => ({
                value: letter.id,
                label: `${letter.subject || t('list.noSubject')} — ${letter.from ?? t('list.noCustomer')}`,
              })),
            ]}
            onChange={setChosen}
          />
        )}
      </Field>
      {letterId === pasted && (
        <Field label={t('settings.mailRules.trial.raw')} hint={t('settings.mailRules.trial.rawHint')}>
          {(ids) => (
            <Textarea
              {...ids}
              rows={6}
              spellCheck={false}
              className="font-mono text-sm"
              placeholder={'From: anna@example.ru\nSubject: …\n\n…'}
              value={raw}
              onChange={(event) => setRaw(event.target.value)}
            />
          )}
        </Field>
      )}
      <div>
        <Button
          icon="search"
          isBusy={trial.isPending}
          disabled={!isReady || (letterId === pasted && raw.trim() === '')}
          onClick={() => trial.mutate()}
        >
          {t('settings.mailRules.trial.run')}
        </Button>
      </div>
      <FormFailure text={failed && t(`errors.${failed}`)} />
      {trial.data && <Result trial={trial.data} />}
    </div>
  )
}

function Result({ trial }: { trial: MailTrial }) {
  const { t } = useTranslation()
  const words = useRuleWords()
  const { actions } = trial
  const does = words.actions(actions)
  const captures = Object.entries(trial.captures)
  return (
    <div role="status" className="flex flex-col gap-2">
      <Callout tone={actions.drop ? 'warn' : 'ok'} icon={actions.drop ? 'alert' : 'check'}>
        {actions.drop
          ? t(`settings.mailRules.trial.${actions.drop}`, { rule: trial.decidedBy ?? '' })
          : does.length > 0
            ? t('settings.mailRules.trial.does', { what: does.join(' · ') })
            : t('settings.mailRules.trial.nothing')}
      </Callout>
      <p className="text-sm text-ink-3">
        {t('settings.mailRules.trial.seen', {
          from: trial.letter.from ?? t('list.noCustomer'),
          kind: t(`settings.mailRules.trial.kind.${trial.letter.kind}`),
        })}
      </p>
      <ul className="flex flex-col gap-1">
        {trial.rules.map((rule, at) => (
          <li key={at} className="flex items-baseline gap-2">
            <Icon
              name={rule.isMatched ? 'check' : 'minus'}
              size={14}
              className={rule.isMatched ? 'text-ok' : 'text-ink-3'}
            />
            <span className={rule.isMatched ? 'font-medium' : 'text-ink-2'}>{rule.name || '…'}</span>
            <span className="text-sm text-ink-3">
              {t('settings.mailRules.trial.held', {
                held: rule.conditions.filter(Boolean).length,
                count: rule.conditions.length,
              })}
            </span>
          </li>
        ))}
      </ul>
      {captures.length > 0 && (
        <p className="font-mono text-sm break-words text-ink-2">
          {captures.map(([name, value]) => `{${name}} = ${value}`).join(', ')}
        </p>
      )}
    </div>
  )
}
