import { useTranslation } from 'react-i18next'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { FormRow } from '../frame/form-row.tsx'
import { SignatureField } from '../signature/signature-field.tsx'
import { useTemplateProblem } from '../signature/template-problem.ts'
import type { Inbox } from './inbox.ts'
import type { InboxSectionProps } from './inbox-sections.ts'
import { SectionForm, useSectionForm } from './section-form.tsx'

const orders = ['agent_else_inbox', 'agent_then_inbox', 'inbox_then_agent', 'inbox'] as const

/** What stands under the answers of an inbox. */
export function SignatureSection(props: InboxSectionProps) {
  const { t } = useTranslation()
  const sayProblem = useTemplateProblem()
  const form = useSectionForm(props, {
    initial: props.inbox.signature,
    change: (signature) => ({ signature }),
    at: { bad_template: 'template' },
  })
  return (
    <SectionForm form={form} onTakeNewer={props.onTakeNewer}>
      <FormRow label={t('settings.inboxes.signature.title')} hint={t('settings.inboxes.signature.hint')}>
        <SignatureField
          value={form.values.template}
          error={sayProblem(form.failed) ?? form.error('template')}
          inboxId={props.inbox.id}
          onChange={(template) => form.set('template', template)}
        />
        <Field label={t('settings.inboxes.signature.order')}>
          {({ id }) => (
            <Select<Inbox['signature']['order']>
              id={id}
              value={form.values.order}
              options={orders.map((value) => ({
                value,
                label: t(`settings.inboxes.signature.orders.${value}`),
              }))}
              onChange={(order) => form.set('order', order)}
            />
          )}
        </Field>
      </FormRow>
    </SectionForm>
  )
}
