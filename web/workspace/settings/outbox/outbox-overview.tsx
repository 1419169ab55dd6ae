import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { OutboxLetterInFull } from '#contract/outbox.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { detailWords } from '../../feed/detail-words.ts'
import { useKnownWords } from '../frame/use-known-words.ts'
import { Facts, Part, people } from '../letters/facts.tsx'
import { useBytes } from '../system/use-bytes.ts'
import { outboxTones, useOutboxWords } from './use-outbox-words.ts'

/** What one asks first: did it go, and if not, why and what now. */
export function OutboxOverview({
  full,
  onOpen,
}: {
  full: OutboxLetterInFull
  onOpen: (name: string) => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const bytes = useBytes()
  const { desk } = useDesk()
  const { letter } = full
  const inbox = desk.inboxes.find((each) => each.id === letter.inboxId)
  // A server had taken the letter that came back, too: that is no word on who has it.
  const isPartly = letter.state === 'failed' && letter.error !== 'bounced'
  const left = isPartly ? full.accepted.join(', ') : null
  return (
    <div className="flex flex-col gap-4">
      <Standing full={full} />
      <Part title={t('settings.outbox.part.letter')}>
        <Facts
          items={[
            { name: t('settings.letters.fact.from'), value: full.from ?? inbox?.address },
            { name: t('settings.letters.fact.to'), value: people(letter.to) },
            { name: t('settings.letters.fact.cc'), value: people(full.cc) },
            { name: t('settings.outbox.fact.bcc'), value: people(full.bcc) },
            {
              name: t('settings.outbox.fact.by'),
              value: letter.isAutomatic ? t('settings.outbox.automatic') : letter.agentName,
            },
            { name: t('settings.outbox.fact.written'), value: dates.full(letter.createdAt) },
            { name: t('settings.outbox.fact.sent'), value: letter.sentAt && dates.full(letter.sentAt) },
            {
              name: t('settings.outbox.fact.attempts'),
              value: letter.kind !== 'reply' && letter.attempts > 0 ? String(letter.attempts) : null,
            },
            {
              name: t('settings.outbox.fact.nextTry'),
              // Of one that is to leave later its standing says when.
              value:
                letter.state === 'scheduled' || !letter.nextTryAt ? null : dates.sentence(letter.nextTryAt),
            },
            { name: t('settings.outbox.fact.accepted'), value: left },
            {
              name: 'Message-ID',
              value: letter.messageId && (
                <span className="font-mono text-xs break-all">{`<${letter.messageId}>`}</span>
              ),
            },
          ]}
        />
      </Part>
      {full.files.length > 0 && (
        <Part title={t('settings.letters.part.files', { count: full.files.length })}>
          <ul className="flex flex-col gap-1">
            {full.files.map((file, at) => (
              <li key={`${file.name} ${at}`} className="flex min-w-0 items-center gap-2">
                <Icon name="clip" className="text-ink-3" />
                <span className="min-w-0 truncate">{file.name}</span>
                <span className="numeric flex-none text-sm text-ink-3">{bytes(file.sizeBytes)}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {full.text !== null && full.text.trim() !== '' && (
        <Part title={t('settings.letters.part.text')}>
          <p className="line-clamp-[12] break-words whitespace-pre-wrap text-ink-2">{full.text.trim()}</p>
        </Part>
      )}
      {full.others.length > 0 && (
        <Part title={t('settings.outbox.part.others')}>
          <ul className="flex flex-col gap-1">
            {full.others.map((other) => (
              <li key={other.id} className="flex items-center gap-2">
                <Tag tone={outboxTones[other.state]}>{t(`settings.outbox.state.${other.state}`)}</Tag>
                <button
                  type="button"
                  onClick={() => onOpen(`letter-${other.id}`)}
                  className="text-accent hover:underline"
                >
                  {dates.full(other.createdAt)}
                </button>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </div>
  )
}

function Standing({ full: { letter } }: { full: OutboxLetterInFull }) {
  const { t } = useTranslation()
  const known = useKnownWords()
  const words = useOutboxWords()
  const { desk } = useDesk()
  const explained = known(`settings.outbox.explained.${letter.state}`, '')
  return (
    <section className="rounded-lg border border-line bg-app px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <Tag tone={outboxTones[letter.state]}>{t(`settings.outbox.state.${letter.state}`)}</Tag>
        <span className="font-medium first-letter:uppercase">{words.why(letter)}</span>
      </div>
      {explained && <p className="mt-2 text-ink-2">{explained}</p>}
      {letter.kind === 'system' && <p className="mt-2 text-ink-2">{t('settings.outbox.systemHint')}</p>}
      {letter.detail && letter.kind !== 'system' && (
        <p className="mt-2 font-mono text-xs leading-(--leading-md) break-words whitespace-pre-wrap text-ink-2">
          {detailWords(letter.detail, t)}
        </p>
      )}
      {letter.ticketId !== null && (
        <p className="mt-2">
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: letter.ticketId }}
            search={{}}
            className="text-accent hover:underline"
          >
            <span className="numeric">{`${desk.ticketPrefix}-${letter.ticketId}`}</span>{' '}
            {letter.subject || t('list.noSubject')}
          </Link>
        </p>
      )}
    </section>
  )
}
