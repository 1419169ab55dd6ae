import { useTranslation } from 'react-i18next'
import { Field, Input } from '../../../ui/field.tsx'
import { FormRow } from '../frame/form-row.tsx'
import { ChoiceCards } from './choice-cards.tsx'
import type { Inbox } from './inbox.ts'
import type { InboxSectionProps } from './inbox-sections.ts'
import { SectionForm, useSectionForm } from './section-form.tsx'

type Closed = Inbox['reopening']['closed']

const ways: readonly Closed[] = ['new_ticket', 'reopen', 'reopen_within']

const isDays = (text: string): boolean =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 3650

/** What a customer's letter does to a ticket that is closed. */
export function ReopeningSection(props: InboxSectionProps) {
  const { reopening } = props.inbox
  const { t } = useTranslation()
  const form = useSectionForm(props, {
    initial: { closed: reopening.closed, days: String(reopening.days) },
    check: ({ closed, days }) =>
      closed === 'reopen_within' && !isDays(days) ? { days: t('settings.inboxes.reopening.daysWrong') } : {},
    // Days that do not count now are not looked at; what was saved stays.
    change: ({ closed, days }) => ({
      reopening: { closed, days: isDays(days) ? Number(days) : reopening.days },
    }),
  })
  const { values } = form
  return (
    <SectionForm form={form} onTakeNewer={props.onTakeNewer}>
      <FormRow label={t('settings.inboxes.reopening.title')} hint={t('settings.inboxes.reopening.hint')}>
        <ChoiceCards<Closed>
          label={t('settings.inboxes.reopening.closed')}
          value={values.closed}
          choices={ways.map((value) => ({
            value,
            label: t(`settings.inboxes.reopening.closedAs.${value}`),
            hint: t(`settings.inboxes.reopening.closedHint.${value}`),
          }))}
          onChange={(closed) => form.set('closed', closed)}
        />
        {values.closed === 'reopen_within' && (
          <Field
            label={t('settings.inboxes.reopening.days')}
            hint={t('settings.inboxes.reopening.daysHint')}
            error={form.error('days')}
          >
            {(ids) => (
              <Input
                {...ids}
                name="days"
                inputMode="numeric"
                className="numeric !w-28"
                value={values.days}
                onChange={(event) => form.set('days', event.target.value)}
              />
            )}
          </Field>
        )}
      </FormRow>
    </SectionForm>
  )
}
