import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { previewAcknowledgement } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { RequestFailed } from '../../../api/failure.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox, Field, Input, Textarea } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { FormFailure } from '../../forms/callout.tsx'
import { FormRow } from '../frame/form-row.tsx'
import type { Inbox } from './inbox.ts'
import type { InboxSectionProps } from './inbox-sections.ts'
import { SectionForm, useSectionForm } from './section-form.tsx'

type Language = 'ru' | 'en'

/** What the templates may name; the server refuses any other. */
const variables = [
  'ticket.number',
  'ticket.subject',
  'ticket.url',
  'customer.name',
  'inbox.name',
  'inbox.address',
  'desk.name',
]

/** The letter that says at once that a customer's letter has arrived; and what is said of one too large. */
export function AcknowledgementSection(props: InboxSectionProps) {
  const { t } = useTranslation()
  const { inbox } = props
  const [shown, setShown] = useState<Language>(inbox.acknowledgement.language === 'en' ? 'en' : 'ru')
  const form = useSectionForm(props, {
    initial: {
      ...inbox.acknowledgement,
      windowHours: String(inbox.acknowledgement.windowHours),
      tellsSender: inbox.oversize.tellsSender,
    },
    check: ({ windowHours }) =>
      /^\d+$/.test(windowHours) && Number(windowHours) >= 1 && Number(windowHours) <= 720
        ? {}
        : { windowHours: t('settings.inboxes.acknowledgement.windowWrong') },
    change: ({ tellsSender, ...values }) => ({
      acknowledgement: { ...values, windowHours: Number(values.windowHours) },
      oversize: { tellsSender },
    }),
  })
  const { values } = form
  const text = values[shown]
  const setText = (changes: Partial<typeof text>) => form.set(shown, { ...text, ...changes })
  return (
    <SectionForm form={form} onTakeNewer={props.onTakeNewer}>
      <FormRow
        label={t('settings.inboxes.acknowledgement.title')}
        hint={t('settings.inboxes.acknowledgement.hint')}
      >
        <Checkbox
          label={t('settings.inboxes.acknowledgement.isOn')}
          hint={t('settings.inboxes.acknowledgement.never')}
          checked={values.isOn}
          onChange={(event) => form.set('isOn', event.target.checked)}
        />
        {values.isOn && (
          <>
            <Field label={t('settings.inboxes.acknowledgement.language')}>
              {({ id }) => (
                <Select<Inbox['acknowledgement']['language']>
                  id={id}
                  value={values.language}
                  options={(['letter', 'ru', 'en'] as const).map((value) => ({
                    value,
                    label: t(`settings.inboxes.acknowledgement.languages.${value}`),
                  }))}
                  onChange={(language) => {
                    form.set('language', language)
                    if (language !== 'letter') setShown(language)
                  }}
                />
              )}
            </Field>
            <Field
              label={t('settings.inboxes.acknowledgement.window')}
              hint={t('settings.inboxes.acknowledgement.windowHint')}
              error={form.error('windowHours')}
            >
              {(ids) => (
                <Input
                  {...ids}
                  name="windowHours"
                  inputMode="numeric"
                  className="numeric !w-24"
                  value={values.windowHours}
                  onChange={(event) => form.set('windowHours', event.target.value)}
                />
              )}
            </Field>
          </>
        )}
      </FormRow>
      {values.isOn && (
        <FormRow
          label={t('settings.inboxes.acknowledgement.words')}
          hint={t('settings.inboxes.acknowledgement.wordsHint')}
        >
          <div
            role="group"
            aria-label={t('settings.inboxes.acknowledgement.wordsIn')}
            className="flex gap-1.5"
          >
            {(['ru', 'en'] as const).map((language) => (
              <Button
                key={language}
                aria-pressed={shown === language}
                className={shown === language ? '!border-accent !text-accent' : undefined}
                onClick={() => setShown(language)}
              >
                {t(`settings.nameIn.${language}`)}
              </Button>
            ))}
          </div>
          <Field label={t('settings.inboxes.acknowledgement.subject')}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={500}
                value={text.subject}
                onChange={(event) => setText({ subject: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('settings.inboxes.acknowledgement.body')}>
            {(ids) => (
              <Textarea
                {...ids}
                rows={9}
                maxLength={10_000}
                value={text.body}
                onChange={(event) => setText({ body: event.target.value })}
              />
            )}
          </Field>
          <p className="text-sm text-ink-3">
            {t('settings.inboxes.acknowledgement.variables')}{' '}
            {variables.map((name) => (
              <code key={name} className="mr-1.5 inline-block font-mono text-xs">{`{{ ${name} }}`}</code>
            ))}
          </p>
          <Preview inboxId={inbox.id} language={shown} {...text} />
        </FormRow>
      )}
      <FormRow
        label={t('settings.inboxes.acknowledgement.oversize')}
        hint={t('settings.inboxes.acknowledgement.oversizeHint')}
      >
        <Checkbox
          label={t('settings.inboxes.acknowledgement.tellsSender')}
          hint={t('settings.inboxes.acknowledgement.tellsSenderHint')}
          checked={values.tellsSender}
          onChange={(event) => form.set('tellsSender', event.target.checked)}
        />
      </FormRow>
    </SectionForm>
  )
}

/** The letter with an example's values, as the customer will see it. */
function Preview(wish: { inboxId: number; language: Language; subject: string; body: string }) {
  const { t } = useTranslation()
  const preview = useMutation({ mutationFn: () => call(previewAcknowledgement, { body: wish }) })
  const failed = preview.error instanceof RequestFailed ? preview.error : null
  return (
    <>
      <div>
        <Button icon="eye" isBusy={preview.isPending} onClick={() => preview.mutate()}>
          {t('settings.inboxes.acknowledgement.preview')}
        </Button>
      </div>
      <FormFailure text={failed && t(`errors.${failed.failure}`)} />
      {preview.data && (
        <div role="status" className="rounded-md border border-line bg-raised">
          <p className="border-b border-line px-3 py-2 font-medium break-words">{preview.data.subject}</p>
          <p className="px-3 py-2 break-words whitespace-pre-line">{preview.data.text}</p>
        </div>
      )}
    </>
  )
}
