import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WholeLetter } from '#contract/playground.ts'
import { RequestFailed } from '../api/failure.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { FileChip } from '../ui/file-chip.tsx'
import { ErrorState, Skeleton } from '../ui/states.tsx'
import { useDates } from '../ui/use-dates.ts'
import { LetterFrame } from '../workspace/feed/letter-frame.tsx'
import { letterQuery } from './queries.ts'
import { QuotedText } from './quoted-text.tsx'

/** One letter of the mailbox: read it, answer it, or look at what really went over the wire. */
export function LetterView({ id, onReply }: { id: number; onReply: (letter: WholeLetter) => void }) {
  const { t } = useTranslation()
  const { data: letter, error, refetch } = useQuery(letterQuery(id))
  const [showsSource, setShowsSource] = useState(false)
  if (error) {
    const failed = error instanceof RequestFailed ? error : null
    return (
      <ErrorState
        title={t('playground.letterErrorTitle')}
        detail={failed ? t(`errors.${failed.failure}`) : undefined}
        onRetry={() => void refetch()}
      />
    )
  }
  if (!letter) {
    return (
      <div aria-busy="true" aria-label={t('state.loading')} className="flex flex-col gap-3 p-6">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-4 w-1/3" />
        <Skeleton className="mt-4 h-32" />
      </div>
    )
  }
  return (
    <article className="flex min-h-0 flex-1 flex-col" aria-label={letter.subject || t('list.noSubject')}>
      <LetterHead letter={letter} />
      <div className="min-h-0 flex-1 overflow-y-auto px-6 py-4 max-md:px-4">
        {showsSource ? (
          <pre
            tabIndex={0}
            className="overflow-x-auto font-mono text-sm whitespace-pre-wrap break-all text-ink-2"
          >
            {letter.source}
          </pre>
        ) : (
          <LetterBody letter={letter} />
        )}
      </div>
      <footer className="flex flex-none items-center gap-1 border-t border-line px-4 py-3 max-md:px-3">
        <Button
          look="primary"
          icon={letter.direction === 'sent' ? 'pencil' : 'back'}
          onClick={() => onReply(letter)}
        >
          {letter.direction === 'sent' ? t('playground.writeMore') : t('playground.reply')}
        </Button>
        <Button
          look="ghost"
          icon="code"
          aria-pressed={showsSource}
          className="!px-2.5"
          onClick={() => setShowsSource(!showsSource)}
        >
          {showsSource ? t('playground.hideSource') : t('playground.showSource')}
        </Button>
      </footer>
    </article>
  )
}

function LetterHead({ letter }: { letter: WholeLetter }) {
  const { t } = useTranslation()
  const dates = useDates()
  const title = useRef<HTMLHeadingElement>(null)
  // The form that was sent or given up took the focus with it.
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus()
  }, [])
  const { from, to } = letter
  return (
    <header className="flex-none border-b border-line px-6 pt-4 pb-3 max-md:px-4">
      <h2
        ref={title}
        tabIndex={-1}
        className="text-xl font-semibold tracking-tight break-words focus-visible:outline-none"
      >
        {letter.subject || t('list.noSubject')}
      </h2>
      <div className="mt-2 flex items-center gap-3">
        <Avatar name={from.name || from.address} size="md" />
        <div className="min-w-0 flex-1">
          <div className="flex gap-2">
            <b className="truncate font-semibold">{from.name || from.address}</b>
            {from.name && <span className="min-w-0 truncate text-sm text-ink-3">{from.address}</span>}
          </div>
          <div className="truncate text-sm text-ink-3">
            {t('playground.toWhom', { who: to.map((each) => each.address).join(', ') })}
          </div>
        </div>
        <time dateTime={letter.at} className="flex-none self-start text-sm text-ink-3">
          {dates.feed(letter.at)}
        </time>
      </div>
    </header>
  )
}

function LetterBody({ letter }: { letter: WholeLetter }) {
  return (
    <>
      {letter.html === null ? (
        <QuotedText text={letter.text} />
      ) : (
        <LetterFrame html={letter.html} files={[]} showsRemoteImages={false} />
      )}
      {letter.files.length > 0 && (
        <div className="mt-4 flex flex-wrap gap-2">
          {letter.files.map(({ name, mime, sizeBytes, url }) => (
            <FileChip key={url} name={name} mime={mime} sizeBytes={sizeBytes} href={url} />
          ))}
        </div>
      )}
    </>
  )
}
