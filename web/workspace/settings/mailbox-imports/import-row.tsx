import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type MailboxImport,
  cancelMailboxImport,
  removeMailboxImport,
  resumeMailboxImport,
  undoMailboxImport,
} from '#contract/mailbox-imports.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { shortDuration } from '../../../ui/dates.ts'
import { Tag, type TagTone } from '../../../ui/tag.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { queryClient } from '../../query-client.ts'
import { Confirm } from '../frame/confirm.tsx'
import { useKnownWords } from '../frame/use-known-words.ts'
import { useLanguage } from '../frame/use-language.ts'
import { useChange } from '../use-change.ts'
import { ImportProblems } from './import-problems.tsx'
import { importsQuery } from './queries.ts'
import { startUpload, useUpload } from './uploads.ts'

const tones: Record<MailboxImport['state'], TagTone> = {
  uploading: 'accent',
  running: 'accent',
  done: 'ok',
  failed: 'bad',
  cancelled: 'note',
  undoing: 'accent',
  undone: 'plain',
}

const refresh = () => void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey })

/** One import: how far it is, what it made, and what can be done with it. */
export function ImportRow({ mailboxImport }: { mailboxImport: MailboxImport }) {
  const { t } = useTranslation()
  const dates = useDates()
  const known = useKnownWords()
  const { desk } = useDesk()
  const inbox = desk.inboxes.find((each) => each.id === mailboxImport.inboxId)
  const { state, error } = mailboxImport
  const isMoving = state === 'running' || state === 'uploading' || state === 'undoing'
  return (
    <section className="border-t border-line px-4 py-3 first:border-t-0" aria-label={mailboxImport.name}>
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="min-w-0 truncate font-medium">{mailboxImport.name}</span>
        <Tag tone={tones[state]}>{t(`settings.mailboxImports.state.${state}`)}</Tag>
        <span className="text-sm text-ink-3">
          {inbox?.name} · {dates.sentence(mailboxImport.createdAt)}
        </span>
        <span className="ml-auto flex flex-wrap gap-2">
          <Actions mailboxImport={mailboxImport} />
        </span>
      </div>
      {isMoving && state !== 'undoing' && <Progress mailboxImport={mailboxImport} />}
      {error && <p className="mt-1 text-bad">{known(`settings.mailboxImports.problem.${error}`, error)}</p>}
      {state !== 'uploading' && <Figures mailboxImport={mailboxImport} />}
    </section>
  )
}

function Progress({ mailboxImport }: { mailboxImport: MailboxImport }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { id, state, share, sizeBytes, lettersPerSecond, secondsLeft } = mailboxImport
  const upload = useUpload(id)
  const isUploading = state === 'uploading'
  const done = isUploading && upload && sizeBytes ? upload.bytes / sizeBytes : share
  const percent = Math.floor(done * 100)
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  return (
    <div className="mt-2">
      <div
        role="progressbar"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-label={mailboxImport.name}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          className="h-full bg-accent transition-[width] duration-500"
          style={{ width: `${done * 100}%` }}
        />
      </div>
      <p className="numeric mt-1 text-sm text-ink-2">
        {[
          `${percent} %`,
          lettersPerSecond === null
            ? null
            : t('settings.mailboxImports.speed', { speed: number.format(lettersPerSecond) }),
          secondsLeft === null
            ? null
            : secondsLeft < 60
              ? t('settings.mailboxImports.leftLittle')
              : t('settings.mailboxImports.left', { time: shortDuration(secondsLeft * 1000, language) }),
          isUploading ? t(`settings.mailboxImports.${upload ? 'keepOpen' : 'brokeOff'}`) : null,
        ]
          .filter((each) => each !== null)
          .join(' · ')}
      </p>
    </div>
  )
}

/** What it made so far; the letters it could not take open on a click. */
function Figures({ mailboxImport }: { mailboxImport: MailboxImport }) {
  const { t } = useTranslation()
  const [showsProblems, setShowsProblems] = useState(false)
  const { lettersRead, ticketsMade, messagesMade, repliesMade, skipped, failed, ticketsKept } = mailboxImport
  // What was undone is there no more.
  const made =
    mailboxImport.state === 'undone'
      ? []
      : [
          t('settings.mailboxImports.tickets', { count: ticketsMade }),
          t('settings.mailboxImports.messages', { count: messagesMade }),
          ...(repliesMade > 0 ? [t('settings.mailboxImports.replies', { count: repliesMade })] : []),
        ]
  const figures = [
    t('settings.mailboxImports.read', { count: lettersRead }),
    ...made,
    ...(skipped > 0 ? [t('settings.mailboxImports.skipped', { count: skipped })] : []),
    ...(ticketsKept > 0 ? [t('settings.mailboxImports.kept', { count: ticketsKept })] : []),
  ]
  return (
    <>
      <p className="numeric mt-1 text-sm text-ink-3">{figures.join(' · ')}</p>
      {failed > 0 && (
        <Button
          look="ghost"
          className="-ml-1.5 !text-bad"
          aria-expanded={showsProblems}
          onClick={() => setShowsProblems(!showsProblems)}
        >
          {t('settings.mailboxImports.failed', { count: failed })}
        </Button>
      )}
      {showsProblems && <ImportProblems mailboxImport={mailboxImport} />}
    </>
  )
}

function Actions({ mailboxImport }: { mailboxImport: MailboxImport }) {
  const { t } = useTranslation()
  const { id, state, uploadedBytes, sizeBytes } = mailboxImport
  const upload = useUpload(id)
  const input = useRef<HTMLInputElement>(null)
  const [isUndoing, setUndoing] = useState(false)
  const params = { params: { id } }
  const cancel = useChange({ send: () => call(cancelMailboxImport, params), onDone: refresh })
  const resume = useChange({ send: () => call(resumeMailboxImport, params), onDone: refresh })
  const undo = useChange({
    send: () => call(undoMailboxImport, params),
    onDone: () => {
      setUndoing(false)
      refresh()
    },
  })
  const remove = useChange({ send: () => call(removeMailboxImport, params), onDone: refresh })
  const isHalf = state === 'uploading' && !upload
  // The UIDs it went by mean other letters now.
  const mayGoOn = mailboxImport.error !== 'folder_changed'
  return (
    <>
      {isHalf && (
        <>
          <input
            ref={input}
            type="file"
            hidden
            onChange={(event) => {
              const file = event.target.files?.[0]
              if (file && file.size === sizeBytes) startUpload(id, file, uploadedBytes ?? 0)
              else if (file) showToast({ tone: 'bad', text: t('settings.mailboxImports.otherFile') })
              event.target.value = ''
            }}
          />
          <Button icon="clip" onClick={() => input.current?.click()}>
            {t('settings.mailboxImports.sameFile')}
          </Button>
        </>
      )}
      {(state === 'running' || state === 'uploading') && (
        <Button
          isBusy={cancel.isPending}
          onClick={() => {
            upload?.stop()
            cancel.mutate(undefined)
          }}
        >
          {t('settings.mailboxImports.cancel')}
        </Button>
      )}
      {(state === 'cancelled' || state === 'failed') && mayGoOn && (
        <Button icon="refresh" isBusy={resume.isPending} onClick={() => resume.mutate(undefined)}>
          {t('settings.mailboxImports.resume')}
        </Button>
      )}
      {(state === 'done' || state === 'cancelled' || state === 'failed') && (
        <Button look="ghost" className="!text-bad" onClick={() => setUndoing(true)}>
          {t('settings.mailboxImports.undo')}
        </Button>
      )}
      {state === 'undone' && (
        <Button look="ghost" isBusy={remove.isPending} onClick={() => remove.mutate(undefined)}>
          {t('settings.mailboxImports.remove')}
        </Button>
      )}
      {isUndoing && (
        <Confirm
          isOpen
          onClose={() => setUndoing(false)}
          onConfirm={() => undo.mutate(undefined)}
          isBusy={undo.isPending}
          title={t('settings.mailboxImports.undoTitle', { name: mailboxImport.name })}
          action={t('settings.mailboxImports.undo')}
        >
          {t('settings.mailboxImports.undoText')}
        </Confirm>
      )}
    </>
  )
}
