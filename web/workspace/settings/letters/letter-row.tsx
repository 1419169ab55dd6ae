import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { InboundLetter } from '#contract/letters.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Tag, type TagTone } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { useKnownWords } from '../frame/use-known-words.ts'
import type { LetterState, LettersSearch } from './mail-search.ts'

export const letterTones: Record<LetterState, TagTone> = {
  received: 'accent',
  new_ticket: 'ok',
  threaded: 'ok',
  ignored: 'plain',
  quarantined: 'bad',
}

/** What a letter is called; one that waits has not been read yet. */
export function letterTitle({ subject, state }: InboundLetter, t: TFunction): string {
  return subject || t(state === 'received' ? 'settings.letters.unread' : 'list.noSubject')
}

/** One letter of the ledger: who, what, what became of it and why. The whole row opens it. */
export function LetterRow({ letter, search }: { letter: InboundLetter; search: LettersSearch }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { desk } = useDesk()
  const known = useKnownWords()
  const reason = letter.reason && known(`letterReason.${letter.reason}`, letter.reason, letter.detail)
  const inbox = desk.inboxes.find((each) => each.id === letter.inboxId)
  return (
    <li className="relative flex gap-3 border-t border-line px-4 py-2.5 first:border-t-0 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-baseline gap-3">
          <Link
            to="/settings/letters"
            search={{ ...search, letter: letter.id }}
            className="min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {letterTitle(letter, t)}
          </Link>
          <time
            dateTime={letter.receivedAt}
            title={dates.full(letter.receivedAt)}
            className="numeric ml-auto flex-none text-sm text-ink-3"
          >
            {dates.feed(letter.receivedAt)}
          </time>
        </div>
        <div className="truncate text-sm text-ink-3">
          {letter.from ?? (letter.state === 'received' ? '' : t('list.noCustomer'))}
          {inbox && desk.inboxes.length > 1 && ` → ${inbox.address}`}
        </div>
        <div className="mt-1 flex min-w-0 items-center gap-2">
          <Tag tone={letterTones[letter.state]}>{t(`settings.letters.state.${letter.state}`)}</Tag>
          <span className="line-clamp-2 min-w-0 text-sm text-ink-2 max-md:line-clamp-3">{reason}</span>
          {letter.ticketId && (
            <Link
              to="/tickets/$ticketId"
              params={{ ticketId: letter.ticketId }}
              search={{}}
              className="numeric relative ml-auto flex-none text-sm text-accent hover:underline"
            >
              {`${desk.ticketPrefix}-${letter.ticketId}`}
            </Link>
          )}
        </div>
      </div>
      <Icon name="right" className="self-center text-ink-3" />
    </li>
  )
}
