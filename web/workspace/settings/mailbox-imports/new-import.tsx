import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type MailboxImport, createMailboxImport } from '#contract/mailbox-imports.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Callout } from '../../forms/callout.tsx'
import { useForm } from '../../forms/use-form.ts'
import { queryClient } from '../../query-client.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import type { Inbox } from '../inboxes/inbox.ts'
import { foldersQuery, importsQuery } from './queries.ts'
import { startUpload } from './uploads.ts'

interface ImportValues {
  inboxId: number
  file: File | null
  source: MailboxImport['source']
  folder: string
}

/** From where, and into which inbox. Mounted when the inboxes are known. */
export function NewImport({ inboxes, onClose }: { inboxes: readonly Inbox[]; onClose: () => void }) {
  const { t } = useTranslation()
  const form = useForm<ImportValues, MailboxImport>({
    initial: { inboxId: inboxes[0]?.id ?? 0, source: 'mbox', folder: '', file: null },
    check: ({ source, folder, file }) => {
      if (source === 'mbox') return file ? {} : { file: t('settings.mailboxImports.fileMissing') }
      return folder ? {} : { folder: t('settings.mailboxImports.folderMissing') }
    },
    send: ({ inboxId, source, folder, file }) =>
      call(createMailboxImport, {
        body:
          source === 'mbox'
            ? { source, inboxId, name: file?.name || 'mbox', sizeBytes: file?.size ?? 0 }
            : { source, inboxId, name: folder },
      }),
    onDone: (made, { file }) => {
      if (file && made.source === 'mbox') startUpload(made.id, file, 0)
      void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey })
      onClose()
    },
  })
  const { values } = form
  const inbox = inboxes.find((each) => each.id === values.inboxId)
  const canFetch = inbox?.imap !== null && inbox?.imap !== undefined
  return (
    <FormDialog
      form={form}
      title={t('settings.mailboxImports.addTitle')}
      action={t('settings.mailboxImports.start')}
      onClose={onClose}
      width={560}
    >
      <p className="text-ink-2">{t('settings.mailboxImports.promise')}</p>
      <Field label={t('settings.mailboxImports.inbox')} hint={t('settings.mailboxImports.inboxHint')}>
        {({ id }) => (
          <Select<number>
            id={id}
            value={values.inboxId}
            options={inboxes.map((each) => ({
              value: each.id,
              label: `${each.name} (${each.address})`,
            }))}
            onChange={(inboxId) => {
              form.set('inboxId', inboxId)
              form.set('folder', '')
            }}
          />
        )}
      </Field>
      <Field label={t('settings.mailboxImports.source')}>
        {({ id }) => (
          <Select<ImportValues['source']>
            id={id}
            value={values.source}
            options={[
              { value: 'mbox', label: t('settings.mailboxImports.sourceAs.mbox') },
              ...(canFetch
                ? [{ value: 'imap' as const, label: t('settings.mailboxImports.sourceAs.imap') }]
                : []),
            ]}
            onChange={(source) => form.set('source', source)}
          />
        )}
      </Field>
      {values.source === 'mbox' ? (
        <MboxFile
          value={values.file}
          error={form.error('file')}
          onChange={(file) => form.set('file', file)}
        />
      ) : (
        <Folder
          inboxId={values.inboxId}
          value={values.folder}
          error={form.error('folder')}
          onChange={(folder) => form.set('folder', folder)}
        />
      )}
    </FormDialog>
  )
}

function MboxFile({
  value,
  error,
  onChange,
}: {
  value: File | null
  error: string | null
  onChange: (file: File) => void
}) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <Field
      label={t('settings.mailboxImports.file')}
      hint={t('settings.mailboxImports.fileHint')}
      error={error}
    >
      {(ids) => (
        <div className="flex min-w-0 items-center gap-2.5">
          <input
            ref={input}
            type="file"
            hidden
            onChange={(event) => {
              const file = event.target.files?.[0]
              if (file) onChange(file)
            }}
          />
          <Button {...ids} icon="clip" onClick={() => input.current?.click()}>
            {t('settings.mailboxImports.fileChoose')}
          </Button>
          <span className="min-w-0 truncate text-ink-2">{value?.name}</span>
        </div>
      )}
    </Field>
  )
}

function Folder({
  inboxId,
  value,
  error,
  onChange,
}: {
  inboxId: number
  value: string
  error: string | null
  onChange: (folder: string) => void
}) {
  const { t } = useTranslation()
  const folders = useQuery(foldersQuery(inboxId))
  if (folders.isError)
    return (
      <Callout tone="bad" icon="alert">
        {t('settings.mailboxImports.foldersFailed')}
      </Callout>
    )
  return (
    <Field
      label={t('settings.mailboxImports.folder')}
      hint={t('settings.mailboxImports.folderHint')}
      error={error}
    >
      {({ id }) => (
        <Select<string>
          id={id}
          value={value === '' ? null : value}
          placeholder={folders.isPending ? t('state.loading') : t('settings.mailboxImports.folderChoose')}
          options={(folders.data?.items ?? []).map((each) => ({
            value: each.path,
            label: `${each.path} · ${t('settings.mailboxImports.letters', { count: each.letters })}`,
          }))}
          onChange={onChange}
        />
      )}
    </Field>
  )
}
