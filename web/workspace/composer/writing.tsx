import { Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft, Ticket } from '#contract/tickets.ts'
import { isFailure } from '../../api/failure.ts'
import { upload } from '../../api/upload.ts'
import { announce } from '../../ui/announce.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FileChip } from '../../ui/file-chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useDesk } from '../desk.ts'
import { useCan } from '../session.ts'
import { useFailureText, useSayFailure } from '../ticket/use-say-failure.ts'
import { readAddresses } from './addresses.ts'
import { fromWire, toWire } from './composed-html.ts'
import { DraftLine } from './draft-line.tsx'
import type { EditorHandle } from './editor.tsx'
import { type Recipients, RecipientsFields, RecipientsLine, recipientsProblem } from './recipients-line.tsx'
import { type After, SendButton } from './send-button.tsx'
import { useAttachments } from './use-attachments.ts'
import { useDraft } from './use-draft.ts'
import { useFileDrop } from './use-file-drop.ts'
import { useSend } from './use-send.ts'

const Editor = lazyPart(() => import('./editor.tsx').then((module) => module.Editor))

type Kind = 'reply' | 'note'

/** One answer in the making: a reply or a note, never a mixture. Each has its own page, and only one of them is sent. */
export function Writing({
  ticket,
  draft,
  asked,
  onWriting,
}: {
  ticket: Ticket
  draft: Draft | null
  /** What the agent wanted to write while the draft was on its way. */
  asked: 'reply' | 'note' | null
  onWriting: (isWriting: boolean) => void
}) {
  const { t } = useTranslation()
  const can = useCan()
  const { defaultStatus } = useDesk()
  const sayFailure = useSayFailure()
  const failureText = useFailureText()
  const [kind, setKind] = useState<Kind>(asked ?? draft?.kind ?? (can('ticket.reply') ? 'reply' : 'note'))
  const [pages, setPages] = useState<Record<Kind, string>>(() => {
    const html = draft ? fromWire(draft.html) : ''
    return { reply: draft?.kind === 'reply' ? html : '', note: draft?.kind === 'note' ? html : '' }
  })
  // The editor is fetched when somebody is about to write, not with the first page.
  const [isEditing, setEditing] = useState(draft !== null || asked !== null)
  // Counts the wishes to write: one may come before the editor does.
  const [focusWishes, setFocusWishes] = useState(asked === null ? 0 : 1)
  const editor = useRef<EditorHandle>(null)
  const picker = useRef<HTMLInputElement>(null)
  // Files stay with their page: what was put into a note must not travel with a reply.
  const draftFiles = draft?.files.filter((file) => !file.isInline) ?? []
  const attachments = {
    reply: useAttachments(draft?.kind === 'reply' ? draftFiles : []),
    note: useAttachments(draft?.kind === 'note' ? draftFiles : []),
  }
  const files = attachments[kind]
  const saved = useDraft(ticket.id, draft?.version ?? 0)
  const send = useSend(ticket.id)
  // How the answer was to be sent when somebody else turned out to have written first.
  const [recipients, setRecipients] = useState<Recipients | null>(null)
  const [overtaken, setOvertaken] = useState<After | null>(null)
  const isDropping = useFileDrop((dropped) => {
    setEditing(true)
    files.add(dropped)
  })

  const html = pages[kind]
  const isEmpty = html === ''
  const fileIds = files.fileIds
  const kept = useRef(JSON.stringify({ kind, html, fileIds }))
  useEffect(() => {
    const now = JSON.stringify({ kind, html, fileIds })
    if (now === kept.current) return
    // Only turning to the other page is nothing to write down.
    const other = kind === 'reply' ? 'note' : 'reply'
    const isTurn = html === '' && fileIds.length === 0 && pages[other] !== ''
    kept.current = now
    if (!isTurn) saved.keep({ kind, html: toWire(html), fileIds: [...fileIds] })
  }, [kind, html, fileIds, pages, saved])
  useEffect(() => onWriting(!isEmpty && kind === 'reply'), [isEmpty, kind, onWriting])
  useEffect(() => {
    // Fetched in a quiet moment, so that the first R finds it ready.
    const timer = setTimeout(Editor.preload, 1500)
    return () => clearTimeout(timer)
  }, [])

  const write = (next: Kind) => {
    setKind(next)
    setEditing(true)
    setFocusWishes((was) => was + 1)
  }
  useShortcut('reply', () => write('reply'), { isOn: can('ticket.reply') })
  useShortcut('note', () => write('note'), { isOn: can('note.write') })

  const isMisaddressed = kind === 'reply' && recipients !== null && recipientsProblem(recipients) !== null
  const canSend = !isEmpty && !files.isUploading && !isMisaddressed
  const usual: After = defaultStatus('paused') ? 'wait' : 'nothing'
  const sendAs = async (after: After, isAnyway = false) => {
    if (!canSend || send.isPending) return
    setOvertaken(null)
    await saved.settle()
    const target = after === 'wait' ? 'paused' : after === 'solve' ? 'solved' : null
    const statusId = target && kind === 'reply' ? defaultStatus(target)?.id : undefined
    const chosen =
      recipients && kind === 'reply'
        ? { to: readAddresses(recipients.to).addresses, cc: readAddresses(recipients.cc).addresses }
        : {}
    send.mutate(
      { kind, html: toWire(html), fileIds, statusId, isAnyway, ...chosen },
      {
        onSuccess: () => {
          announce(t(kind === 'note' ? 'composer.noteSaved' : 'composer.sent'))
          kept.current = JSON.stringify({ kind, html: '', fileIds: [] })
          setPages((was) => ({ ...was, [kind]: '' }))
          editor.current?.set('')
          files.replace([])
          setRecipients(null)
          // The other page, if anything stands on it, has lost its place on the server to this one.
          const other = kind === 'reply' ? 'note' : 'reply'
          const left = {
            kind: other,
            html: toWire(pages[other]),
            fileIds: attachments[other].fileIds,
          } as const
          void saved.restart().then(() => left.html !== '' && saved.keep(left))
        },
        onError: (error) => {
          if (isFailure(error, 'newer_activity')) setOvertaken(after)
          else sayFailure(error, t(kind === 'note' ? 'composer.noteFailed' : 'composer.sendFailed'))
          saved.keep({ kind, html: toWire(html), fileIds: [...fileIds] })
        },
      },
    )
  }
  useShortcut('send', () => void sendAs(kind === 'note' ? 'nothing' : usual), { isInFields: true })

  const takeOther = async () => {
    const other = await saved.resolve('other')
    const next = other ? fromWire(other.html) : ''
    const nextKind = other?.kind ?? kind
    const nextFiles = other?.files.filter((file) => !file.isInline) ?? []
    kept.current = JSON.stringify({ kind: nextKind, html: next, fileIds: nextFiles.map((file) => file.id) })
    setKind(nextKind)
    setPages((was) => ({ ...was, [nextKind]: next }))
    attachments[nextKind].replace(nextFiles)
    editor.current?.set(next)
  }

  const isNote = kind === 'note'
  const tabs = [
    ...(can('ticket.reply') ? [{ value: 'reply' as const, label: t('composer.reply') }] : []),
    ...(can('note.write') ? [{ value: 'note' as const, label: t('composer.note') }] : []),
  ]
  const placeholder = t(isNote ? 'composer.notePlaceholder' : 'composer.replyPlaceholder')
  return (
    <section
      aria-label={t('composer.label')}
      className={classNames(
        'relative mx-6 mb-4 flex max-h-[55%] flex-none flex-col overflow-hidden rounded-lg border max-md:mx-2 max-md:mb-2',
        isNote ? 'border-note-line bg-note' : 'border-line-strong bg-raised',
        isDropping && 'outline-2 -outline-offset-2 outline-accent',
      )}
    >
      <div className="flex flex-none items-center gap-2 px-3 pt-2">
        <Tabs
          value={kind}
          items={tabs}
          label={t('composer.label')}
          panelId="composer-page"
          onChange={(next) => write(next)}
        />
        <span className="ml-auto flex min-w-0 items-center gap-1.5 text-sm text-ink-3">
          {isNote ? (
            <>
              <Icon name="lock" size={14} />
              <span className="truncate text-note-ink">{t('composer.noteNobodySees')}</span>
            </>
          ) : (
            <RecipientsLine
              ticketId={ticket.id}
              onEdit={(usual) => setRecipients(recipients ? null : usual)}
            />
          )}
        </span>
      </div>
      {recipients && !isNote && <RecipientsFields value={recipients} onChange={setRecipients} />}
      <div
        id="composer-page"
        role="tabpanel"
        aria-label={isNote ? t('composer.note') : t('composer.reply')}
        className="flex min-h-0 flex-1 flex-col"
      >
        {isEditing ? (
          <Suspense
            fallback={
              <div aria-busy="true" className="min-h-[76px] px-4 pt-2 pb-3 text-lg text-ink-3">
                {placeholder}
              </div>
            }
          >
            <Editor
              key={kind}
              ref={editor}
              kind={kind}
              initialHtml={html}
              placeholder={placeholder}
              isLocked={send.isPending}
              focusWishes={focusWishes}
              onChange={(next) => setPages((was) => ({ ...was, [kind]: next }))}
              onFiles={files.add}
              onSubmit={() => void sendAs(kind === 'note' ? 'nothing' : usual)}
              onPicture={async (file) => {
                try {
                  return `${(await upload(file, { isInline: true })).url}?inline=true`
                } catch (error) {
                  sayFailure(error, t('composer.uploadFailed', { name: file.name }))
                  return null
                }
              }}
            />
          </Suspense>
        ) : (
          <button
            type="button"
            className="min-h-[76px] flex-1 cursor-text px-4 pt-2 pb-3 text-left align-top text-lg text-ink-3 max-md:min-h-11"
            onClick={() => write(kind)}
          >
            <span className="block h-full">{placeholder}</span>
          </button>
        )}
        {files.list.length > 0 && (
          <ul className="flex flex-none flex-wrap gap-2 px-4 pb-2">
            {files.list.map((each) => (
              <li
                key={each.key}
                className="max-w-full"
                title={each.error ? failureText(each.error) : undefined}
              >
                <FileChip
                  name={each.name}
                  mime={each.mime}
                  sizeBytes={each.sizeBytes}
                  isFailed={Boolean(each.error)}
                  progress={each.progress}
                >
                  {Boolean(each.error) && (
                    <span className="truncate text-sm text-bad">{failureText(each.error)}</span>
                  )}
                  <IconButton
                    icon="close"
                    size={12}
                    className="!h-6 !min-w-6"
                    label={t('composer.removeFile', { name: each.name })}
                    onClick={() => files.remove(each.key)}
                  />
                </FileChip>
              </li>
            ))}
          </ul>
        )}
      </div>
      {overtaken && (
        <div
          role="alert"
          className="flex flex-none flex-wrap items-center gap-2 border-t border-line bg-warn-soft px-3 py-1.5 text-warn"
        >
          <Icon name="alert" />
          <span className="min-w-0 flex-1">{t('composer.overtaken')}</span>
          <Button onClick={() => void sendAs(overtaken, true)}>{t('composer.sendAnyway')}</Button>
        </div>
      )}
      {saved.state === 'elsewhere' && (
        <div
          role="alert"
          className="flex flex-none flex-wrap items-center gap-2 border-t border-line bg-warn-soft px-3 py-1.5 text-warn"
        >
          <Icon name="alert" />
          <span className="min-w-0 flex-1">{t('composer.draftElsewhere')}</span>
          <Button onClick={() => void takeOther()}>{t('composer.draftTakeOther')}</Button>
          <Button onClick={() => void saved.resolve('mine')}>{t('composer.draftKeepMine')}</Button>
        </div>
      )}
      <div
        className={classNames(
          'flex flex-none items-center gap-1 border-t py-2 pr-2 pl-3',
          isNote ? 'border-note-line' : 'border-line',
          !isEditing && 'max-md:hidden',
        )}
      >
        <IconButton icon="clip" label={t('composer.attach')} onClick={() => picker.current?.click()} />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            files.add([...(event.target.files ?? [])])
            event.target.value = ''
            setEditing(true)
          }}
        />
        <DraftLine state={saved.state} isUploading={files.isUploading} />
        <span className="ml-auto" />
        <SendButton
          kind={kind}
          usual={usual}
          isBusy={send.isPending}
          isDisabled={!canSend}
          onSend={(after) => void sendAs(after)}
        />
      </div>
      {isDropping && (
        <div className="pointer-events-none absolute inset-0 grid place-items-center bg-accent-soft text-lg font-medium text-accent">
          {t('composer.dropHere')}
        </div>
      )}
    </section>
  )
}
