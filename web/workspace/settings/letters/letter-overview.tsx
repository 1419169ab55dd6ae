import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { downloadFile } from '#contract/files.ts'
import type { LetterInFull } from '#contract/letters.ts'
import { routeUrl } from '../../../api/call.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { Callout } from '../../forms/callout.tsx'
import { useKnownWords } from '../frame/use-known-words.ts'
import { useBytes } from '../system/use-bytes.ts'
import { AuthenticationFacts } from './authentication-facts.tsx'
import { Facts, Part, people } from './facts.tsx'
import { letterTones } from './letter-row.tsx'
import { UndoMove } from './undo-move.tsx'
import { useEvidence } from './use-evidence.ts'

/** What an administrator asks first: where did it go, and why there. */
export function LetterOverview({ full }: { full: LetterInFull }) {
  const { t } = useTranslation()
  const dates = useDates()
  const bytes = useBytes()
  const { desk } = useDesk()
  const { letter, envelope } = full
  const inbox = desk.inboxes.find((each) => each.id === letter.inboxId)
  return (
    <div className="flex flex-col gap-4">
      <Decision full={full} />
      <Part title={t('settings.letters.part.letter')}>
        <Facts
          items={[
            { name: t('settings.letters.fact.from'), value: full.from && people([full.from]) },
            { name: t('settings.letters.fact.to'), value: people(full.to) },
            { name: t('settings.letters.fact.cc'), value: people(full.cc) },
            { name: t('settings.letters.fact.received'), value: dates.full(letter.receivedAt) },
            {
              name: t('settings.letters.fact.inbox'),
              value: inbox && `${inbox.name} · ${inbox.address}`,
            },
            {
              name: t('settings.letters.fact.envelope'),
              value:
                envelope.via === 'smtp' &&
                `${envelope.from || '<>'} → ${letter.to.join(', ')}${envelope.remoteAddress ? ` · ${envelope.remoteAddress}` : ''}`,
            },
            {
              name: 'Message-ID',
              value: letter.messageId && (
                <span className="font-mono text-xs break-all">{`<${letter.messageId}>`}</span>
              ),
            },
            { name: t('settings.letters.fact.size'), value: bytes(letter.sizeBytes) },
            {
              name: t('settings.outbox.fact.attempts'),
              value: letter.attempts > 1 && String(letter.attempts),
            },
          ]}
        />
      </Part>
      <AuthenticationFacts verdict={full.authentication} />
      {full.attachments.length > 0 && (
        <Part title={t('settings.letters.part.files', { count: full.attachments.length })}>
          <ul className="flex flex-col gap-1">
            {full.attachments.map((file, at) => (
              <li key={`${file.name} ${at}`} className="flex min-w-0 items-center gap-2">
                <Icon name="clip" className="text-ink-3" />
                {file.id === null ? (
                  <span className="min-w-0 truncate">{file.name}</span>
                ) : (
                  <a
                    href={routeUrl(downloadFile.path, { params: { id: file.id } })}
                    className="min-w-0 truncate text-accent hover:underline"
                  >
                    {file.name}
                  </a>
                )}
                <span className="numeric flex-none text-sm text-ink-3">{bytes(file.sizeBytes)}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {full.text.trim() !== '' && (
        <Part title={t('settings.letters.part.text')}>
          <p className="line-clamp-[12] break-words whitespace-pre-wrap text-ink-2">{full.text.trim()}</p>
        </Part>
      )}
    </div>
  )
}

function Decision({ full }: { full: LetterInFull }) {
  const { t } = useTranslation()
  const dates = useDates()
  const known = useKnownWords()
  const evidence = useEvidence()
  const { desk } = useDesk()
  const { letter, ticket, moves } = full
  const said = evidence(letter.detail)
  const number = (id: number) => `${desk.ticketPrefix}-${id}`
  return (
    <section className="rounded-lg border border-line bg-app px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <Tag tone={letterTones[letter.state]}>{t(`settings.letters.state.${letter.state}`)}</Tag>
        <span className="font-medium">
          {letter.reason
            ? known(`letterReason.${letter.reason}`, letter.reason, letter.detail)
            : t('settings.letters.waiting')}
        </span>
      </div>
      {said.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 text-ink-2">
          {said.map((sentence) => (
            <li key={sentence} className="break-words">
              {sentence}
            </li>
          ))}
        </ul>
      )}
      {ticket && (
        <p className="mt-2">
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: ticket.id }}
            search={{}}
            className="text-accent hover:underline"
          >
            <span className="numeric">{number(ticket.id)}</span> {ticket.subject || t('list.noSubject')}
          </Link>
        </p>
      )}
      {moves.map((move, at) => (
        <p key={move.at} className="mt-1 text-sm text-ink-3">
          {t('settings.letters.moved', {
            name: move.byName || t('feed.someone'),
            from: number(move.fromTicketId),
            to: number(move.toTicketId),
            when: dates.sentence(move.at),
          })}{' '}
          {at === moves.length - 1 && ticket?.id === move.toTicketId && (
            <UndoMove letterId={letter.id} move={move} />
          )}
        </p>
      ))}
      {full.unreadable && (
        <Callout tone="warn" icon="alert" className="mt-2">
          {t('settings.letters.unreadable')}
        </Callout>
      )}
    </section>
  )
}
