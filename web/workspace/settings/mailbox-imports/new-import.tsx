import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MailboxImport, createMailboxImport } from '#contract/mailbox-imports.ts'
import { call } from '../../../api/call.ts'
import { Field, inputClass } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Callout } from '../../forms/callout.tsx'
import { useForm } from '../../forms/use-form.ts'
import { queryClient } from '../../query-client.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { inboxesQuery } from '../queries.ts'
import { foldersQuery, importsQuery } from './queries.ts'
import { startUpload } from './uploads.ts'

interface ImportValues {
  inboxId: number
  source: MailboxImport['source']
  folder: string
}

/** From where, and into which inbox. */
export function NewImport({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { data: inboxes } = useQuery(inboxesQuery)
  const [file, setFile] = useState<File | null>(null)
  const [isFileMissing, setFileMissing] = useState(false)
  const form = useForm<ImportValues, MailboxImport>({
    initial: { inboxId: inboxes?.items[0]?.id ?? 0, source: 'mbox', folder: '' },
    check: ({ source, folder }) => {
      setFileMissing(source === 'mbox' && !file)
      if (source === 'mbox' && !file) return { source: t('settings.mailboxImports.fileMissing') }
      return source === 'imap' && !folder ? { folder: t('settings.mailboxImports.folderMissing') } : {}
    },
    send: ({ inboxId, source, folder }) =>
      call(createMailboxImport, {
        body:
          source === 'mbox'
            ? { source, inboxId, name: file?.name || 'mbox', sizeBytes: file?.size ?? 0 }
            : { source, inboxId, name: folder },
      }),
    onDone: (made) => {
      if (file && made.source === 'mbox') startUpload(made.id, file, 0)
      void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey })
      onClose()
    },
  })
  const { values } = form
  const inbox = inboxes?.items.find((each) => each.id === values.inboxId)
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
            options={(inboxes?.items ?? []).map((each) => ({
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
        <Field
          label={t('settings.mailboxImports.file')}
          hint={t('settings.mailboxImports.fileHint')}
          error={isFileMissing ? t('settings.mailboxImports.fileMissing') : null}
        >
          {(ids) => (
            <input
              {...ids}
              type="file"
              name="file"
              className={`${inputClass} !h-auto py-1.5`}
              onChange={(event) => {
                setFile(event.target.files?.[0] ?? null)
                setFileMissing(false)
              }}
            />
          )}
        </Field>
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
