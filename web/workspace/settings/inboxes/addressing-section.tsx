import { useTranslation } from 'react-i18next'
import { Checkbox, Field, Textarea } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { looksLikeEmail } from '../../forms/field-problem.ts'
import { FormRow } from '../frame/form-row.tsx'
import type { Inbox } from './inbox.ts'
import type { InboxSectionProps } from './inbox-sections.ts'
import { SectionForm, useSectionForm } from './section-form.tsx'

type Addressing = Inbox['addressing']

const linesOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

/** The other addresses of an inbox, from which of them it answers, and where answers to it come. */
export function AddressingSection(props: InboxSectionProps) {
  const { inbox } = props
  const { t } = useTranslation()
  const { addressing } = inbox
  const form = useSectionForm(props, {
    initial: {
      aliases: addressing.aliases.join('\n'),
      answersFrom: addressing.answersFrom,
      plusReplies: addressing.plusReplies,
    },
    check: ({ aliases }) => {
      const wrong = linesOf(aliases).find((each) => !looksLikeEmail(each))
      return wrong ? { aliases: t('settings.inboxes.addressing.wrong', { address: wrong }) } : {}
    },
    change: ({ aliases, ...rest }) => ({ addressing: { ...rest, aliases: linesOf(aliases) } }),
    words: { already_exists: t('settings.inboxes.addressing.taken') },
    at: { already_exists: 'aliases' },
  })
  const { values } = form
  return (
    <SectionForm form={form} onTakeNewer={props.onTakeNewer}>
      <FormRow
        label={t('settings.inboxes.addressing.aliases')}
        hint={t('settings.inboxes.addressing.aliasesHint')}
      >
        <Field
          label={t('settings.inboxes.addressing.aliasesLabel')}
          hint={t('settings.inboxes.addressing.aliasesFormat')}
          error={form.error('aliases')}
        >
          {(ids) => (
            <Textarea
              {...ids}
              name="aliases"
              rows={4}
              autoCapitalize="off"
              spellCheck={false}
              placeholder={'info@example.ru\nsales@example.ru'}
              value={values.aliases}
              onChange={(event) => form.set('aliases', event.target.value)}
            />
          )}
        </Field>
        <Checkbox
          label={t('settings.inboxes.addressing.answersFrom')}
          hint={t('settings.inboxes.addressing.answersFromHint', { address: inbox.address })}
          checked={values.answersFrom === 'written_to'}
          onChange={(event) => form.set('answersFrom', event.target.checked ? 'written_to' : 'main')}
        />
      </FormRow>
      <FormRow label={t('settings.inboxes.addressing.plus')} hint={t('settings.inboxes.addressing.plusHint')}>
        <Field
          label={t('settings.inboxes.addressing.plusLabel')}
          hint={t(`settings.inboxes.addressing.plusSaid.${values.plusReplies}`)}
        >
          {({ id }) => (
            <Select<Addressing['plusReplies']>
              id={id}
              value={values.plusReplies}
              options={[
                { value: 'auto', label: t('settings.inboxes.addressing.plusAs.auto') },
                { value: 'always', label: t('settings.inboxes.addressing.plusAs.always') },
                { value: 'never', label: t('settings.inboxes.addressing.plusAs.never') },
              ]}
              onChange={(plusReplies) => form.set('plusReplies', plusReplies)}
            />
          )}
        </Field>
      </FormRow>
    </SectionForm>
  )
}
