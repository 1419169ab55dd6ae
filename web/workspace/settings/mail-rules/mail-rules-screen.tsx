import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteMailRule, type MailRule } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Card } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useChange } from '../use-change.ts'
import { LimitsForm } from './limits-form.tsx'
import { mailLimitsQuery, mailRulesQuery } from './queries.ts'
import { RuleDialog } from './rule-dialog.tsx'
import { RuleRow } from './rule-row.tsx'
import { TrialDialog } from './trial-dialog.tsx'
import { useReorder } from './use-reorder.ts'

type Doing =
  | { what: 'edit'; rule: MailRule | null }
  | { what: 'remove'; rule: MailRule }
  | { what: 'try' }
  | null

/** What every letter passes before it becomes a ticket: the rules in their order, and the limits. */
export function MailRulesScreen() {
  const { t } = useTranslation()
  const rules = useQuery(mailRulesQuery)
  const limits = useQuery(mailLimitsQuery)
  const [doing, setDoing] = useState<Doing>(null)
  const close = () => setDoing(null)
  const remove = useChange({
    send: (rule: MailRule) => call(deleteMailRule, { params: { id: rule.id } }),
    said: (_, rule) => t('settings.mailRules.removed', { name: rule.name }),
    onDone: close,
  })
  const { items, move } = useReorder(rules.data?.items ?? [])
  const add = (
    <Button look="primary" icon="plus" onClick={() => setDoing({ what: 'edit', rule: null })}>
      {t('settings.mailRules.add')}
    </Button>
  )
  return (
    <SettingsPage
      section="mailRules"
      isNarrow
      sub={t('settings.mailRules.sub')}
      actions={
        items.length > 0 && (
          <>
            <Button icon="search" onClick={() => setDoing({ what: 'try' })}>
              {t('settings.mailRules.try')}
            </Button>
            {add}
          </>
        )
      }
    >
      <Loaded query={rules}>
        {() =>
          items.length === 0 ? (
            <EmptyState icon="sort" title={t('settings.mailRules.emptyTitle')} action={add}>
              {t('settings.mailRules.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              <ol>
                {items.map((rule, at) => (
                  <RuleRow
                    key={rule.id}
                    rule={rule}
                    at={at}
                    count={items.length}
                    onMove={move}
                    onEdit={() => setDoing({ what: 'edit', rule })}
                    onRemove={() => setDoing({ what: 'remove', rule })}
                  />
                ))}
              </ol>
            </Card>
          )
        }
      </Loaded>
      <section className="mt-10">
        <h2 className="text-lg font-semibold">{t('settings.mailRules.limits.title')}</h2>
        <p className="mt-0.5 mb-4 max-w-[680px] text-ink-3">{t('settings.mailRules.limits.sub')}</p>
        <Loaded query={limits}>{(saved) => <LimitsForm key={JSON.stringify(saved)} saved={saved} />}</Loaded>
      </section>
      {doing?.what === 'edit' && <RuleDialog rule={doing.rule} onClose={close} />}
      {doing?.what === 'try' && <TrialDialog onClose={close} />}
      {doing?.what === 'remove' && (
        <Confirm
          isOpen
          onClose={close}
          onConfirm={() => remove.mutate(doing.rule)}
          isBusy={remove.isPending}
          title={t('settings.mailRules.removeTitle', { name: doing.rule.name })}
          action={t('settings.mailRules.remove')}
        >
          {t('settings.mailRules.removeText')}
        </Confirm>
      )}
    </SettingsPage>
  )
}
