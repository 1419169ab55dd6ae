import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { downloadLetter, type InboundLetter, replayLetter } from '#contract/letters.ts'
import { call, routeUrl } from '../../../api/call.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Tag, type TagTone } from '../../../ui/tag.tsx'
import { Tooltip } from '../../../ui/tooltip.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { useKnownWords } from '../frame/use-known-words.ts'
import type { LetterState } from '../queries.ts'
import { useChange } from '../use-change.ts'
import { useBytes } from '../system/use-bytes.ts'

const tones: Record<LetterState, TagTone> = {
  received: 'accent',
  new_ticket: 'ok',
  threaded: 'ok',
  ignored: 'plain',
  quarantined: 'bad',
}

/** What a letter's header or a mail server said, where it explains the decision. */
function evidence(detail: Record<string, unknown>): string {
  const parts = ['signs', 'remarks', 'error'].flatMap((key) => {
    const value = detail[key]
    return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []
  })
  return parts.join('; ').slice(0, 300)
}

/** One letter of the ledger: who, what, what became of it and why, and what can be done about it. */
export function LetterRow({ letter }: { letter: InboundLetter }) {
  const { t } = useTranslation()
  const dates = useDates()
  const bytes = useBytes()
  const { desk } = useDesk()
  const replay = useChange({
    send: () => call(replayLetter, { params: { id: letter.id } }),
    said: (done) => t('settings.letters.replayed', { state: t(`settings.letters.state.${done.state}`) }),
  })
  const known = useKnownWords()
  const reason = letter.reason && known(`letterReason.${letter.reason}`, letter.reason)
  const said = evidence(letter.detail)
  const number = letter.ticketId && `${desk.ticketPrefix}-${letter.ticketId}`
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0">
      <div className="min-w-0">
        <div className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium">{letter.subject || t('list.noSubject')}</span>
        </div>
        <div className="truncate text-sm text-ink-3">
          {letter.from ?? t('list.noCustomer')} · <span className="numeric">{bytes(letter.sizeBytes)}</span>
        </div>
      </div>
      <div className="flex flex-col items-end gap-1">
        <time
          dateTime={letter.receivedAt}
          title={dates.full(letter.receivedAt)}
          className="numeric text-sm text-ink-3"
        >
          {dates.feed(letter.receivedAt)}
        </time>
      </div>
      <div className="col-span-2 flex flex-wrap items-center gap-x-2 gap-y-1">
        <Tag tone={tones[letter.state]}>{t(`settings.letters.state.${letter.state}`)}</Tag>
        <span className="min-w-0 text-sm text-ink-2">{reason}</span>
        {said && (
          <span className="min-w-0 max-w-full truncate font-mono text-xs text-ink-3" title={said}>
            {said}
          </span>
        )}
        <span className="ml-auto flex items-center gap-1">
          {letter.ticketId && (
            <Link
              to="/tickets/$ticketId"
              params={{ ticketId: letter.ticketId }}
              search={{}}
              className={buttonClass('ghost', '!text-accent numeric')}
            >
              {number}
            </Link>
          )}
          {(letter.state === 'quarantined' || letter.state === 'ignored') && (
            <Button icon="refresh" isBusy={replay.isPending} onClick={() => replay.mutate(undefined)}>
              {t('settings.letters.replay')}
            </Button>
          )}
          <Tooltip label={t('settings.letters.raw')}>
            <a
              href={routeUrl(downloadLetter.path, { params: { id: letter.id } })}
              download={`letter-${letter.id}.eml`}
              aria-label={`${t('settings.letters.raw')}: ${letter.subject || t('list.noSubject')}`}
              className={buttonClass('ghost')}
            >
              <Icon name="download" />
            </a>
          </Tooltip>
        </span>
      </div>
    </div>
  )
}
