import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createMailRule, type MailRule, type RuleBody, updateMailRule } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'
import { ActionFields } from './action-fields.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { captureNames, isUnfinished, newRule } from './rule-values.ts'
import { Trial } from './trial.tsx'

/** A rule: what it asks, what it does, and a letter to try it on before it is saved. */
export function RuleDialog({ rule, onClose }: { rule: MailRule | null; onClose: () => void }) {
  const { t } = useTranslation()
  const [isTrying, setTrying] = useState(false)
  const conditionsId = useId()
  const form = useForm<RuleBody>({
    initial: rule ? bodyOf(rule) : newRule,
    check: (values) => ({
      ...(values.name.trim() === '' && { name: t('settings.mailRules.nameMissing') }),
      ...(values.conditions.some(isUnfinished) && { conditions: t('settings.mailRules.conditionMissing') }),
    }),
    send: async (values) => {
      if (rule)
        await call(updateMailRule, { params: { id: rule.id }, body: { ...values, version: rule.version } })
      else await call(createMailRule, { body: values })
    },
    onDone: () => {
      void refreshSettings()
      onClose()
    },
    at: { invalid_pattern: 'conditions' },
  })
  const { values, set } = form
  const problem = form.error('conditions')
  return (
    <FormDialog
      form={form}
      title={t(rule ? 'settings.mailRules.edit' : 'settings.mailRules.add')}
      action={rule ? t('action.save') : t('action.add')}
      onClose={onClose}
      width={800}
    >
      <Field
        label={t('settings.mailRules.name')}
        hint={t('settings.mailRules.nameHint')}
        error={form.error('name')}
      >
        {(ids) => (
          <Input
            {...ids}
            name="name"
            maxLength={120}
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={!rule}
            value={values.name}
            onChange={(event) => set('name', event.target.value)}
          />
        )}
      </Field>
      <fieldset aria-describedby={problem ? conditionsId : undefined} className="flex min-w-0 flex-col gap-2">
        <legend className="mb-2 flex w-full flex-wrap items-center gap-2 font-medium">
          {t('settings.mailRules.when')}
          <Select
            label={t('settings.mailRules.match')}
            value={values.match}
            options={[
              { value: 'all', label: t('settings.mailRules.matchAll') },
              { value: 'any', label: t('settings.mailRules.matchAny') },
            ]}
            onChange={(match) => set('match', match)}
            className="!w-auto font-normal"
          />
        </legend>
        <ConditionFields
          conditions={values.conditions}
          onChange={(conditions) => set('conditions', conditions)}
        />
        {problem && (
          <p id={conditionsId} role="alert" className="text-sm text-bad">
            {problem}
          </p>
        )}
      </fieldset>
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="mb-2 font-medium">{t('settings.mailRules.then')}</legend>
        <ActionFields
          actions={values.actions}
          captures={captureNames(values.conditions)}
          onChange={(actions) => set('actions', actions)}
        />
      </fieldset>
      <div className="flex flex-col gap-1 border-t border-line pt-3">
        <Checkbox
          label={t('settings.mailRules.appliesToAll')}
          hint={t('settings.mailRules.appliesToAllHint')}
          checked={values.appliesTo === 'all'}
          onChange={(event) => set('appliesTo', event.target.checked ? 'all' : 'new')}
        />
        <Checkbox
          label={t('settings.mailRules.isActive')}
          checked={values.isActive}
          onChange={(event) => set('isActive', event.target.checked)}
        />
      </div>
      {isTrying ? (
        <Trial draft={{ ...values, id: rule?.id ?? null }} isReady={!values.conditions.some(isUnfinished)} />
      ) : (
        <div>
          <Button icon="search" onClick={() => setTrying(true)}>
            {t('settings.mailRules.tryThis')}
          </Button>
        </div>
      )}
    </FormDialog>
  )
}

function bodyOf({ name, isActive, appliesTo, match, conditions, actions }: MailRule): RuleBody {
  return { name, isActive, appliesTo, match, conditions, actions }
}
