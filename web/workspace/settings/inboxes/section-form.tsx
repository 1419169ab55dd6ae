import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { InboxSections } from '#contract/inbox-sections.ts'
import { updateInbox } from '#contract/inboxes.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { type Form, type FormOptions, useForm } from '../../forms/use-form.ts'
import { FormEnd } from '../frame/form-row.tsx'
import { refreshSettings } from '../use-change.ts'
import type { Inbox } from './inbox.ts'
import type { InboxSectionProps } from './inbox-sections.ts'

type Change = Partial<InboxSections>

interface SectionOptions<T> extends Omit<FormOptions<T, Inbox>, 'send' | 'onDone'> {
  /** What of the inbox the values say. */
  change: (values: T) => Change
}

/** The form of one section: its values go to the server as a change of the inbox and of nothing else in it. */
export function useSectionForm<T extends object>(
  { inbox, onSaved }: InboxSectionProps,
  { change, ...options }: SectionOptions<T>,
): Form<T> {
  return useForm<T, Inbox>({
    ...options,
    send: (values) =>
      call(updateInbox, {
        params: { id: inbox.id },
        body: { ...change(values), version: inbox.version },
      }),
    onDone: (saved) => {
      void refreshSettings()
      onSaved(saved)
    },
  })
}

/** The rows of a section, Save under them, and what somebody else has saved where that is in the way. */
export function SectionForm<T>({
  form,
  onTakeNewer,
  children,
}: {
  form: Form<T>
  onTakeNewer: () => void
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <form noValidate onSubmit={form.onSubmit}>
      {children}
      <FormEnd {...form}>
        {form.failed?.failure === 'version_conflict' && (
          <Button icon="refresh" onClick={onTakeNewer}>
            {t('settings.inboxes.takeNewer')}
          </Button>
        )}
      </FormEnd>
    </form>
  )
}
