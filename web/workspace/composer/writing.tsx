import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft } from '#contract/drafts.ts'
import type { Ticket } from '#contract/tickets.ts'
import { upload } from '../../api/upload.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { ChatBar } from '../chat/chat-bar.tsx'
import { useDesk } from '../desk.ts'
import { useCan } from '../session.ts'
import { useSayFailure } from '../ticket/use-say-failure.ts'
import { AlertBar } from './alert-bar.tsx'
import { AskBar } from './ask-bar.tsx'
import { AttachButton } from './attach-button.tsx'
import { AttachedFiles } from './attached-files.tsx'
import { useArticles } from './articles/use-articles.tsx'
import { fromWire, toWire } from './composed-html.ts'
import { DraftLine } from './draft-line.tsx'
import type { EditorCommands } from './editor.tsx'
import { useStatusByMacros } from './macros/status-by-macros.ts'
import { useMacros } from './macros/use-macros.tsx'
import { PickButtons } from './pick-buttons.tsx'
import { ProtectionLine } from './protection-line.tsx'
import { RecipientsCard } from './recipients-card.tsx'
import { type After, SendButton, usualAfter } from './send-button.tsx'
import { SendLater } from './send-later.tsx'
import { useTakenBack } from './taken-back.ts'
import { undoSend } from './undo-send.tsx'
import { SignatureLine } from './signature-line.tsx'
import { useAttachments } from './use-attachments.ts'
import { useChatWriting } from './use-chat-writing.ts'
import type { Asked } from './use-asked.ts'
import { type DraftContent, isBlank, keyOf, useDraft } from './use-draft.ts'
import { useFileDrop } from './use-file-drop.ts'
import { usePages } from './use-pages.ts'
import { placingOn } from './placing.ts'
import { useRecipients } from './use-recipients.ts'
import { useSending } from './use-sending.ts'
import { preloadEditor, WritingPage } from './writing-page.tsx'

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
  asked: Asked | null
  onWriting: (isWriting: boolean) => void
}) {
  const { t } = useTranslation()
  const can = useCan()
  const { defaultStatus } = useDesk()
  const sayFailure = useSayFailure()
  const askedKind = asked === 'reply' || asked === 'note' ? asked : null
  const [kind, setKind] = useState<Kind>(askedKind ?? draft?.kind ?? (can('ticket.reply') ? 'reply' : 'note'))
  const { pages, written, write: writePage } = usePages(draft)
  // The editor is fetched when somebody is about to write, not with the first page.
  const [isEditing, setEditing] = useState(draft !== null || askedKind !== null)
  // Counts the wishes to write: one may come before the editor does.
  const [focusWishes, setFocusWishes] = useState(askedKind === null ? 0 : 1)
  // Files stay with their page: what was put into a note must not travel with a reply.
  const draftFiles = draft?.files.filter((file) => !file.isInline) ?? []
  const attachments = {
    reply: useAttachments(draft?.kind === 'reply' ? draftFiles : []),
    note: useAttachments(draft?.kind === 'note' ? draftFiles : []),
  }
  const files = attachments[kind]
  const saved = useDraft(ticket.id, draft?.version ?? 0)
  const isLetter = ticket.replyChannel === 'email'
  const recipients = useRecipients(ticket.id, draft?.recipients ?? null, { isLetter })
  const [isPlanning, setPlanning] = useState(false)
  // A new page for the editor, without a memory: its own undo must not bring back what was sent.
  const [page, setPage] = useState(0)
  const isDropping = useFileDrop((dropped) => {
    setEditing(true)
    files.add(dropped)
  })

  const html = pages[kind]
  const setHtml = (next: string) => writePage(kind, next)
  const isEmpty = html === ''
  const other: Kind = kind === 'reply' ? 'note' : 'reply'
  const contentOf = (of: Kind): DraftContent => ({
    kind: of,
    html: toWire(pages[of]),
    files: attachments[of].files,
    recipients: of === 'reply' ? recipients.chosen : null,
  })
  const content = contentOf(kind)
  const kept = useRef(keyOf(content))
  const isChat = !isLetter && kind === 'reply'
  const chat = useChatWriting({
    ticket,
    answer: () => ({ html: written('reply'), files: attachments.reply.files }),
    isUploading: attachments.reply.isUploading,
    empty: () => {
      kept.current = keyOf({ kind, html: '', files: [], recipients: null })
      writePage('reply', '')
      setPage((was) => was + 1)
      attachments.reply.replace([])
      setFocusWishes((was) => was + 1)
    },
    settle: saved.settle,
    goOn: async () => {
      await saved.restart()
      if (written(kind) === '' && !isBlank(contentOf(other))) await saved.save(contentOf(other))
    },
    take: (line) => {
      setKind('reply')
      writePage('reply', fromWire(line.html) + written('reply'))
      attachments.reply.append([...line.files])
      setPage((was) => was + 1)
      setEditing(true)
      setFocusWishes((was) => was + 1)
    },
  })
  useEffect(() => {
    if (keyOf(content) === kept.current || chat.isUnderWay) return
    kept.current = keyOf(content)
    // Only turning to the other page is nothing to write down.
    if (!isBlank(content) || isBlank(contentOf(other))) saved.keep(content)
  })
  useEffect(() => onWriting(!isEmpty && kind === 'reply'), [isEmpty, kind, onWriting])
  useEffect(() => {
    // Fetched in a quiet moment, so that the first R finds it ready.
    const timer = setTimeout(preloadEditor, 1500)
    return () => clearTimeout(timer)
  }, [])

  const write = (next: Kind) => {
    setKind(next)
    setEditing(true)
    setFocusWishes((was) => was + 1)
  }
  useShortcut('reply', () => write('reply'), { isOn: can('ticket.reply') })
  useShortcut('note', () => write('note'), { isOn: can('note.write') })

  const canSend = !files.isUploading && (kind === 'note' || recipients.isReady)
  const macroStatus = useStatusByMacros(ticket.id, kind === 'reply' && !isEmpty)
  const usual = usualAfter(macroStatus, defaultStatus)
  const clear = async () => {
    kept.current = keyOf({ kind, html: '', files: [], recipients: null })
    writePage(kind, '')
    setPage((was) => was + 1)
    files.replace([])
    if (kind === 'reply') recipients.choose(null)
    // The other page, if anything stands on it, has lost its place on the server to this one.
    const left = contentOf(other)
    await saved.restart()
    if (!isBlank(left)) await saved.save(left)
  }
  const sending = useSending({
    ticket,
    kind,
    answer: () => ({ html: written(kind), files: files.files }),
    recipients,
    canSend,
    settle: saved.settle,
    keep: saved.save,
    clear,
  })
  const { asking, overtaken, sendAs } = sending
  // In a chat one goes on talking: nothing is said of the ticket with every line.
  const usualIn = isChat && macroStatus === undefined ? 'nothing' : usual
  const sendWith = (after: After) => (isChat ? chat.say(after) : void sendAs({ after }))
  const usualSend = () => sendWith(kind === 'note' ? 'nothing' : usualIn)
  useShortcut('send', usualSend, { isInFields: true })

  const commands = useRef<EditorCommands | null>(null)
  const placing = placingOn({
    commands,
    written: () => written(kind),
    put: (next) => {
      setHtml(next)
      setPage((was) => was + 1)
    },
    begin: () => setEditing(true),
    isBegun: isEditing,
    wishFocus: () => setFocusWishes((was) => was + 1),
  })
  const macros = useMacros({
    ticket,
    kind,
    isEmpty,
    isAsked: asked === 'macro',
    ...placing,
    attach: files.append,
    send: usualSend,
  })
  useShortcut('macro', macros.open, { isOn: can('ticket.reply') })
  const articles = useArticles({ ticket, kind, isChat, isAsked: asked === 'article', ...placing })
  useShortcut('article', articles.open, { isInFields: true })

  const show = (next: Draft) => {
    const nextHtml = fromWire(next.html)
    const nextFiles = next.files.filter((file) => !file.isInline)
    kept.current = keyOf({ ...next, html: toWire(nextHtml), files: nextFiles })
    setKind(next.kind)
    writePage(next.kind, nextHtml)
    attachments[next.kind].replace(nextFiles)
    if (next.kind === 'reply') recipients.choose(next.recipients)
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
  const placeholder = t(
    isNote ? 'composer.notePlaceholder' : isChat ? 'chat.placeholder' : 'composer.replyPlaceholder',
  )
  return (
    <section
      aria-label={t('composer.label')}
      className={classNames(
        'relative mx-6 mb-4 flex max-h-[55%] flex-none flex-col max-md:max-h-[70%] overflow-hidden rounded-lg border max-md:mx-2 max-md:mb-2',
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
      {!isNote && ticket.source === 'chat' && <ChatBar ticket={ticket} />}
      {!isNote && !isChat && (
        <RecipientsCard
          people={recipients.shown}
          chosen={recipients.chosen}
          isFailed={recipients.isFailed}
          onRetry={recipients.retry}
          onChoose={(next) => {
            recipients.choose(next)
            sending.stopAsking()
          }}
          onTyping={recipients.setTyping}
        />
      )}
      {!isNote && !isChat && isEditing && recipients.shown && (
        <ProtectionLine ticket={ticket} people={recipients.shown} />
      )}
      <div
        id="composer-page"
        role="tabpanel"
        aria-label={isNote ? t('composer.note') : t('composer.reply')}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto"
      >
        <WritingPage
          pageKey={`${kind} ${page}`}
          isEditing={isEditing}
          onWrite={() => write(kind)}
          kind={kind}
          isChat={isChat}
          initialHtml={html}
          placeholder={placeholder}
          isLocked={sending.isPending}
          focusWishes={focusWishes}
          onChange={setHtml}
          onFiles={files.add}
          onSubmit={usualSend}
          onUndo={undoSend}
          onSlash={can('ticket.reply') ? macros.open : undefined}
          commands={commands}
          onPicture={async (file) => {
            if (isChat) {
              // In a chat a picture is a line of its own, not part of a letter.
              files.add([file])
              return null
            }
            try {
              return `${(await upload(file, { isInline: true })).url}?inline=true`
            } catch (error) {
              sayFailure(error, t('composer.uploadFailed', { name: file.name }))
              return null
            }
          }}
        />
        {isEditing && !isNote && !isChat && <SignatureLine ticketId={ticket.id} />}
        <AttachedFiles list={files.list} onRemove={files.remove} />
        {macros.line}
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
      {asking && !isNote && !isChat && recipients.people && (
        <AskBar
          people={recipients.people}
          isSurprise={asking.isSurprise}
          onSend={() => void sendAs({ ...asking, isAsked: true })}
          onBack={() => {
            sending.stopAsking()
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
        <PickButtons onMacro={macros.open} onArticle={articles.open} />
        {isNote && <DraftLine state={saved.state} isUploading={files.isUploading} />}
        <span className="ml-auto" />
        <SendButton
          kind={kind}
          isChat={isChat}
          usual={usualIn}
          statusId={macroStatus}
          isBusy={sending.isBusy}
          // One question at a time: the one above is to be answered first.
          isDisabled={
            isChat
              ? (isEmpty && files.files.length === 0) || files.isUploading
              : isEmpty || !canSend || (asking !== null && !isNote)
          }
          onSend={sendWith}
          onLater={() => setPlanning(true)}
        />
      </div>
      {macros.picker}
      {articles.picker}
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
