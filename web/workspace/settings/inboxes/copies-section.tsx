import { useTranslation } from 'react-i18next'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Callout } from '../../forms/callout.tsx'
import { FormRow } from '../frame/form-row.tsx'
import type { Inbox } from './inbox.ts'
import type { InboxSectionProps } from './inbox-sections.ts'
import { SectionForm, useSectionForm } from './section-form.tsx'

type Copies = Inbox['copies']

/** What becomes of letters in the mailbox itself: fetched ones marked or moved, sent ones copied into Sent. */
export function CopiesSection(props: InboxSectionProps) {
  const { inbox } = props
  const { t } = useTranslation()
  const { copies } = inbox
  const form = useSectionForm(props, {
    initial: {
      afterFetch: copies.afterFetch,
      processedFolder: copies.processedFolder ?? '',
      keepsSent: copies.keepsSent,
      sentFolder: copies.sentFolder ?? '',
    },
    check: (values) =>
      values.afterFetch === 'move' && !values.processedFolder.trim()
        ? { processedFolder: t('settings.inboxes.copies.folderMissing') }
        : {},
    change: (values) => ({
      copies: {
        ...values,
        processedFolder: values.processedFolder.trim() || null,
        sentFolder: values.sentFolder.trim() || null,
      },
    }),
  })
  const { values } = form
  if (inbox.receivesBy === 'smtp')
    return <Callout icon="info">{t('settings.inboxes.copies.imapOnly')}</Callout>
  return (
    <SectionForm form={form} onTakeNewer={props.onTakeNewer}>
      <FormRow label={t('settings.inboxes.copies.fetched')} hint={t('settings.inboxes.copies.fetchedHint')}>
        <Field label={t('settings.inboxes.copies.afterFetch')}>
          {({ id }) => (
            <Select<Copies['afterFetch']>
              id={id}
              value={values.afterFetch}
              options={[
                { value: 'leave', label: t('settings.inboxes.copies.after.leave') },
                { value: 'seen', label: t('settings.inboxes.copies.after.seen') },
                { value: 'move', label: t('settings.inboxes.copies.after.move') },
              ]}
              onChange={(afterFetch) => form.set('afterFetch', afterFetch)}
            />
          )}
        </Field>
        {values.afterFetch === 'move' && (
          <Field
            label={t('settings.inboxes.copies.processedFolder')}
            hint={t('settings.inboxes.copies.processedFolderHint')}
            error={form.error('processedFolder')}
            className="max-w-80"
          >
            {(ids) => (
              <Input
                {...ids}
                name="processedFolder"
                autoComplete="off"
                spellCheck={false}
                value={values.processedFolder}
                onChange={(event) => form.set('processedFolder', event.target.value)}
              />
            )}
          </Field>
        )}
      </FormRow>
      {inbox.receivesBy === 'imap' && (
        <FormRow label={t('settings.inboxes.copies.sent')} hint={t('settings.inboxes.copies.sentHint')}>
          <Checkbox
            label={t('settings.inboxes.copies.keepsSent')}
            hint={t('settings.inboxes.copies.keepsSentHint')}
            checked={values.keepsSent}
            onChange={(event) => form.set('keepsSent', event.target.checked)}
          />
          {values.keepsSent && (
            <Field
              label={t('settings.inboxes.copies.sentFolder')}
              hint={t('settings.inboxes.copies.sentFolderHint')}
              isOptional={t('settings.optional')}
              className="max-w-80"
            >
              {(ids) => (
                <Input
                  {...ids}
                  name="sentFolder"
                  autoComplete="off"
                  spellCheck={false}
                  value={values.sentFolder}
                  onChange={(event) => form.set('sentFolder', event.target.value)}
                />
              )}
            </Field>
          )}
        </FormRow>
      )}
    </SectionForm>
  )
}
