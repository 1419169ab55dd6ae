import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, type SubmitEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type PlaygroundCustomer, type PlaygroundState, sendMailboxLetter } from '#contract/playground.ts'
import { call } from '../api/call.ts'
import { RequestFailed } from '../api/failure.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Field, Input, inputClass } from '../ui/field.tsx'
import { FileChip, useFileSize } from '../ui/file-chip.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { keyLabel } from '../ui/keyboard.ts'
import { Select } from '../ui/select.tsx'
import { type AttachedFile, readFiles } from './read-files.ts'
import type { LetterDraft } from './reply-draft.ts'

/** A new letter, or an answer, in the customer's name. */
export function ComposeLetter({
  customer,
  playground,
  draft,
  onChange,
  onSent,
  onCancel,
}: {
  customer: PlaygroundCustomer
  playground: PlaygroundState
  draft: LetterDraft
  onChange: (draft: LetterDraft) => void
  onSent: (letterId: number) => void
  onCancel: (() => void) | null
}) {
  const { t } = useTranslation()
  const size = useFileSize()
  const [files, setFiles] = useState<readonly AttachedFile[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const text = useRef<HTMLTextAreaElement>(null)
  const isReply = draft.inReplyTo !== null

  useEffect(() => {
    if (!isReply) return
    text.current?.focus()
    text.current?.setSelectionRange(0, 0)
  }, [isReply])

  const send = useMutation({
    mutationFn: () =>
      call(sendMailboxLetter, {
        body: {
          from: customer.address,
          ...draft,
          files: files.map(({ name, mime, content }) => ({ name, mime, content })),
        },
      }),
    onSuccess: ({ id }) => onSent(id),
    onError: (error) =>
      setProblem(error instanceof RequestFailed ? t(`errors.${error.failure}`) : t('state.errorText')),
  })
  const submit = () => {
    if (send.isPending) return
    if (draft.text.trim() === '' && files.length === 0) {
      setProblem(t('playground.textMissing'))
      text.current?.focus()
      return
    }
    setProblem(null)
    send.mutate()
  }
  const attach = async (chosen: FileList | null) => {
    const all = [...files, ...(await readFiles(chosen ?? []))]
    const total = all.reduce((sum, file) => sum + file.sizeBytes, 0)
    if (total > playground.maxFilesBytes)
      setProblem(t('playground.filesTooLarge', { size: size(playground.maxFilesBytes) }))
    else {
      setProblem(null)
      setFiles(all)
    }
  }
  return (
    <form
      aria-label={isReply ? t('playground.replyTitle') : t('playground.newTitle')}
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-6 py-4 max-md:px-4">
        <h2 className="text-xl font-semibold tracking-tight">
          {isReply ? t('playground.replyTitle') : t('playground.newTitle')}
        </h2>
        {!isReply && <Samples customer={customer} playground={playground} onChoose={onChange} />}
        <Field label={t('playground.to')}>
          {(ids) =>
            isReply ? (
              <Input {...ids} readOnly value={draft.to} className="!bg-hover !text-ink-2" />
            ) : (
              <Select
                id={ids.id}
                value={draft.to}
                options={playground.inboxes.map(({ address }) => ({ value: address, label: address }))}
                onChange={(to) => onChange({ ...draft, to })}
              />
            )
          }
        </Field>
        <Field label={t('playground.subject')}>
          {(ids) => (
            <Input
              {...ids}
              value={draft.subject}
              maxLength={500}
              onChange={(event) => onChange({ ...draft, subject: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('playground.text')} error={problem} className="min-h-44 flex-1">
          {(ids) => (
            <textarea
              {...ids}
              ref={text}
              value={draft.text}
              onChange={(event) => onChange({ ...draft, text: event.target.value })}
              className={`${inputClass} !h-auto min-h-32 flex-1 resize-none py-2 text-lg [font-variant-ligatures:none]`}
            />
          )}
        </Field>
        {files.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {files.map((file, index) => (
              <FileChip key={index} name={file.name} mime={file.mime} sizeBytes={file.sizeBytes}>
                <IconButton
                  icon="close"
                  size={12}
                  label={t('composer.removeFile', { name: file.name })}
                  className="-mr-1.5 !h-6 !min-w-6"
                  onClick={() => setFiles(files.filter((_, at) => at !== index))}
                />
              </FileChip>
            ))}
          </div>
        )}
      </div>
      <footer className="flex flex-none items-center gap-1 border-t border-line px-4 py-3 max-md:px-3">
        <Button type="submit" look="primary" icon="plane" isBusy={send.isPending}>
          {t('playground.send')}
          <Kbd className="!border-transparent !bg-transparent !text-accent-ink">{keyLabel('Ctrl+Enter')}</Kbd>
        </Button>
        <AttachButton onAttach={(chosen) => void attach(chosen)} />
        {onCancel && (
          <Button look="ghost" className="ml-auto !px-2.5" onClick={onCancel}>
            {t('action.cancel')}
          </Button>
        )}
      </footer>
    </form>
  )
}

function AttachButton({ onAttach }: { onAttach: (files: FileList | null) => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={(event) => {
          onAttach(event.target.files)
          event.target.value = ''
        }}
      />
      <Button look="ghost" icon="clip" className="!px-2.5" onClick={() => input.current?.click()}>
        {t('playground.attach')}
      </Button>
    </>
  )
}

/** For who does not want to invent a letter. */
function Samples({
  customer,
  playground,
  onChoose,
}: {
  customer: PlaygroundCustomer
  playground: PlaygroundState
  onChoose: (draft: LetterDraft) => void
}) {
  const { t } = useTranslation()
  const samples = playground.samples.filter((sample) => sample.language === customer.language)
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="mr-0.5 text-ink-3">{t('playground.samples')}</span>
      {samples.map(({ to, subject, text }) => (
        <button
          key={subject}
          type="button"
          onClick={() => onChoose({ to, subject, text, inReplyTo: null })}
          className="h-6 max-w-full truncate rounded-full border border-line px-2.5 text-sm text-ink-2 hover:bg-hover hover:text-ink"
        >
          {subject}
        </button>
      ))}
    </div>
  )
}
