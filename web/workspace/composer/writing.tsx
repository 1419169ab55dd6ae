import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft } from '#contract/drafts.ts'
import type { ChosenRecipients, Ticket } from '#contract/tickets.ts'
import { isFailure } from '../../api/failure.ts'
import { upload } from '../../api/upload.ts'
import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useDesk } from '../desk.ts'
import { recipientsQuery } from '../queries.ts'
import { useCan, useSession } from '../session.ts'
import { useSayFailure } from '../ticket/use-say-failure.ts'
import { AlertBar } from './alert-bar.tsx'
import { AskBar } from './ask-bar.tsx'
import { AttachButton } from './attach-button.tsx'
import { AttachedFiles } from './attached-files.tsx'
import { fromWire, toWire } from './composed-html.ts'
import { DraftLine } from './draft-line.tsx'
import { RecipientsCard } from './recipients-card.tsx'
import { addressesOf, concernOf, obstacleOf, setKey } from './recipients.ts'
import { type After, SendButton } from './send-button.tsx'
import { type Plan, SendLater } from './send-later.tsx'
import { useTakenBack } from './taken-back.ts'
import { endOfWindow, offerUndo, undoSend } from './undo-send.tsx'
import { SignatureLine } from './signature-line.tsx'
import { useAttachments } from './use-attachments.ts'
import { useDraft } from './use-draft.ts'
import { useFileDrop } from './use-file-drop.ts'
import { useSend } from './use-send.ts'

const Editor = lazyPart(() => import('./editor.tsx').then((module) => module.Editor))

type Kind = 'reply' | 'note'

/** How the answer was about to be sent when a question came up. */
interface Intent {
  readonly after: After
  readonly later?: Plan
  /** Although somebody has written since. */
  readonly isAnyway?: boolean
  /** Although the set of people has changed. */
  readonly isAsked?: boolean
}

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
  const { agent } = useSession()
  const [kind, setKind] = useState<Kind>(asked ?? draft?.kind ?? (can('ticket.reply') ? 'reply' : 'note'))
  const [pages, setPages] = useState<Record<Kind, string>>(() => {
    const html = draft ? fromWire(draft.html) : ''
    return { reply: draft?.kind === 'reply' ? html : '', note: draft?.kind === 'note' ? html : '' }
  })
  // The editor is fetched when somebody is about to write, not with the first page.
  const [isEditing, setEditing] = useState(draft !== null || asked !== null)
  // Counts the wishes to write: one may come before the editor does.
  const [focusWishes, setFocusWishes] = useState(asked === null ? 0 : 1)
  // Files stay with their page: what was put into a note must not travel with a reply.
  const draftFiles = draft?.files.filter((file) => !file.isInline) ?? []
  const attachments = {
    reply: useAttachments(draft?.kind === 'reply' ? draftFiles : []),
    note: useAttachments(draft?.kind === 'note' ? draftFiles : []),
  }
  const files = attachments[kind]
  const saved = useDraft(ticket.id, draft?.version ?? 0)
  const send = useSend(ticket.id)
  const [chosen, setChosen] = useState<ChosenRecipients | null>(draft?.recipients ?? null)
  const [isTypingAddress, setTypingAddress] = useState(false)
  const who = useQuery({ ...recipientsQuery(ticket.id, chosen), enabled: can('ticket.reply') })
  const people = who.isPlaceholderData ? undefined : who.data
  // The set of people somebody has said yes to: it is asked about once.
  const [approvedKey, setApprovedKey] = useState('')
  const [asking, setAsking] = useState<(Intent & { isSurprise: boolean }) | null>(null)
  const [overtaken, setOvertaken] = useState<Intent | null>(null)
  const [isPlanning, setPlanning] = useState(false)
  // A new page for the editor, without a memory: its own undo must not bring back what was sent.
  const [page, setPage] = useState(0)
  const isDropping = useFileDrop((dropped) => {
    setEditing(true)
    files.add(dropped)
  })

  const html = pages[kind]
  const isEmpty = html === ''
  const fileIds = files.fileIds
  const recipients = kind === 'reply' ? chosen : null
  const kept = useRef(JSON.stringify({ kind, html, fileIds, recipients }))
  useEffect(() => {
    const now = JSON.stringify({ kind, html, fileIds, recipients })
    if (now === kept.current) return
    // Only turning to the other page is nothing to write down.
    const other = kind === 'reply' ? 'note' : 'reply'
    const isTurn = html === '' && fileIds.length === 0 && pages[other] !== ''
    kept.current = now
    if (!isTurn) saved.keep({ kind, html: toWire(html), fileIds: [...fileIds], recipients })
  }, [kind, html, fileIds, recipients, pages, saved])
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

  const isAddressed = !who.isError && !isTypingAddress && (!people || obstacleOf(people) === null)
  const canSend = !isEmpty && !files.isUploading && (kind === 'note' || isAddressed)
  const usual: After = defaultStatus('paused') ? 'wait' : 'nothing'
  const clear = () => {
    kept.current = JSON.stringify({ kind, html: '', fileIds: [], recipients: null })
    setPages((was) => ({ ...was, [kind]: '' }))
    setPage((was) => was + 1)
    files.replace([])
    if (kind === 'reply') setChosen(null)
    // The other page, if anything stands on it, has lost its place on the server to this one.
    const other = kind === 'reply' ? 'note' : 'reply'
    const left = {
      kind: other,
      html: toWire(pages[other]),
      fileIds: attachments[other].fileIds,
      recipients: other === 'reply' ? chosen : null,
    } as const
    void saved.restart().then(() => left.html !== '' && saved.keep(left))
  }
  const sendAs = async (intent: Intent) => {
    if (!canSend || send.isPending) return
    const { after, later, isAnyway } = intent
    // Whoever is quicker than the check of the recipients waits for it; nothing goes unchecked.
    const checked = kind === 'note' ? null : (people ?? (await who.refetch()).data)
    if (checked === undefined || (checked && obstacleOf(checked))) return
    const expected = checked ? addressesOf(checked) : undefined
    const key = expected ? setKey(expected) : ''
    if (checked && !intent.isAsked && key !== approvedKey && concernOf(checked)) {
      setAsking({ ...intent, isSurprise: false })
      return
    }
    setAsking(null)
    setOvertaken(null)
    setApprovedKey(key)
    await saved.settle()
    const target = after === 'wait' ? 'paused' : after === 'solve' ? 'solved' : null
    const statusId = target && kind === 'reply' ? defaultStatus(target)?.id : undefined
    const { undoSeconds } = agent
    // Shown before, and asked about: whoever sends now insists, which lifts the block.
    const sendsToBlocked = checked ? (concernOf(checked)?.blocked.length ?? 0) > 0 : false
    const whom = { expected, isChosen: chosen !== null, sendsToBlocked }
    send.mutate(
      { kind, html: toWire(html), fileIds, statusId, isAnyway, ...whom, undoSeconds, later },
      {
        onSuccess: (post) => {
          const sendAt = post.kind === 'reply' && post.delivery.state === 'queued' && post.delivery.sendAt
          if (sendAt) offerUndo({ replyId: post.id, ticketId: ticket.id, until: endOfWindow(sendAt) })
          announce(
            kind === 'note'
              ? t('composer.noteSaved')
              : later
                ? t('later.planned')
                : sendAt
                  ? t('undo.announce', { count: undoSeconds })
                  : t('composer.sent'),
          )
          clear()
        },
        onError: (error) => {
          if (isFailure(error, 'newer_activity')) setOvertaken(intent)
          else if (isFailure(error, 'recipients_changed')) setAsking({ ...intent, isSurprise: true })
          else if (isFailure(error, 'recipient_blocked')) {
            setApprovedKey('')
            sayFailure(error, t('composer.sendFailed'))
          } else sayFailure(error, t(kind === 'note' ? 'composer.noteFailed' : 'composer.sendFailed'))
          saved.keep({ kind, html: toWire(html), fileIds: [...fileIds], recipients })
        },
      },
    )
  }
  const usualSend = () => void sendAs({ after: kind === 'note' ? 'nothing' : usual })
  useShortcut('send', usualSend, { isInFields: true })

  const show = (next: Draft) => {
    const nextHtml = fromWire(next.html)
    const nextFiles = next.files.filter((file) => !file.isInline)
    kept.current = JSON.stringify({
      kind: next.kind,
      html: nextHtml,
      fileIds: nextFiles.map((file) => file.id),
      recipients: next.recipients,
    })
    setKind(next.kind)
    setPages((was) => ({ ...was, [next.kind]: nextHtml }))
    attachments[next.kind].replace(nextFiles)
    if (next.kind === 'reply') setChosen(next.recipients)
    setPage((was) => was + 1)
  }
  useTakenBack(ticket.id, {
    flush: saved.flush,
    show: (returned) => {
      saved.adopt(returned)
      show(returned)
      setEditing(true)
      setFocusWishes((was) => was + 1)
    },
  })
  const takeOther = async () => {
    const other = await saved.resolve('other')
    const nothing = { kind, html: '', fileIds: [], files: [], recipients: null, version: 0, updatedAt: '' }
    show(other ?? nothing)
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
            <DraftLine state={saved.state} isUploading={files.isUploading} />
          )}
        </span>
      </div>
      {!isNote && (
        <RecipientsCard
          people={who.data}
          chosen={chosen}
          isFailed={who.isError}
          onRetry={() => void who.refetch()}
          onChoose={(next) => {
            setChosen(next)
            setAsking(null)
          }}
          onTyping={setTypingAddress}
        />
      )}
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
              key={`${kind} ${page}`}
              kind={kind}
              initialHtml={html}
              placeholder={placeholder}
              isLocked={send.isPending}
              focusWishes={focusWishes}
              onChange={(next) => setPages((was) => ({ ...was, [kind]: next }))}
              onFiles={files.add}
              onSubmit={usualSend}
              onUndo={undoSend}
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
        {isEditing && !isNote && <SignatureLine ticketId={ticket.id} />}
        <AttachedFiles list={files.list} onRemove={files.remove} />
      </div>
      {overtaken && (
        <AlertBar text={t('composer.overtaken')}>
          <Button onClick={() => void sendAs({ ...overtaken, isAnyway: true })}>
            {t('composer.sendAnyway')}
          </Button>
        </AlertBar>
      )}
      {saved.state === 'elsewhere' && (
        <AlertBar text={t('composer.draftElsewhere')}>
          <Button onClick={() => void takeOther()}>{t('composer.draftTakeOther')}</Button>
          <Button onClick={() => void saved.resolve('mine')}>{t('composer.draftKeepMine')}</Button>
        </AlertBar>
      )}
      {asking && !isNote && people && (
        <AskBar
          people={people}
          isSurprise={asking.isSurprise}
          onSend={() => void sendAs({ ...asking, isAsked: true })}
          onBack={() => {
            setAsking(null)
            setFocusWishes((was) => was + 1)
          }}
        />
      )}
      <div
        className={classNames(
          'flex flex-none items-center gap-1 border-t py-2 pr-2 pl-3',
          isNote ? 'border-note-line' : 'border-line',
          !isEditing && 'max-md:hidden',
        )}
      >
        <AttachButton
          onFiles={(chosenFiles) => {
            files.add(chosenFiles)
            setEditing(true)
          }}
        />
        {isNote && <DraftLine state={saved.state} isUploading={files.isUploading} />}
        <span className="ml-auto" />
        <SendButton
          kind={kind}
          usual={usual}
          isBusy={send.isPending}
          isDisabled={!canSend}
          onSend={(after) => void sendAs({ after })}
          onLater={() => setPlanning(true)}
        />
      </div>
      {isPlanning && (
        <SendLater
          onClose={() => setPlanning(false)}
          onPlan={(later) => {
            setPlanning(false)
            void sendAs({ after: usual, later })
          }}
        />
      )}
      {isDropping && (
        <div className="pointer-events-none absolute inset-0 grid place-items-center bg-accent-soft text-lg font-medium text-accent">
          {t('composer.dropHere')}
        </div>
      )}
    </section>
  )
}
