import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { IconButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { showToast } from '../../ui/toast.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { useMoment } from '../composer/use-moment.ts'
import { useDesk } from '../desk.ts'
import { useCan } from '../session.ts'
import { DueButton } from '../sla/due-button.tsx'
import { ChecklistMark } from './checklist-mark.tsx'
import { sourceIcon } from './source.ts'
import { useUpdateTicket } from './use-update-ticket.ts'

/** The problem in one line, and where it came from. */
export function TicketHeading({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { desk } = useDesk()
  const can = useCan()
  const moment = useMoment()
  const update = useUpdateTicket(ticket.id)
  const [subject, setSubject] = useState<string | null>(null)
  useEffect(() => setSubject(null), [ticket.subject])
  const inbox = desk.inboxes.find((each) => each.id === ticket.inboxId)
  const save = () => {
    const next = subject?.trim()
    setSubject(null)
    if (next && next !== ticket.subject) update.mutate({ subject: next })
  }
  return (
    <header className="group flex-none border-b border-line px-6 pt-4 pb-3 max-md:px-4 max-md:pt-3">
      {subject === null ? (
        <div className="flex items-start gap-1">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">
            {ticket.subject || t('list.noSubject')}
          </h1>
          {can('ticket.update') && (
            <IconButton
              icon="pencil"
              label={t('ticket.editSubject')}
              className="!h-7 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 max-md:hidden"
              onClick={() => setSubject(ticket.subject)}
            />
          )}
        </div>
      ) : (
        <Input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the agent has just asked to edit it
          autoFocus
          value={subject}
          maxLength={500}
          aria-label={t('ticket.editSubject')}
          title={t('ticket.subjectHelp')}
          className="!h-8 !text-lg font-semibold"
          onChange={(event) => setSubject(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === 'Enter') save()
            if (event.key === 'Escape') {
              event.stopPropagation()
              setSubject(null)
            }
          }}
        />
      )}
      <div className="mt-0.5 flex flex-wrap items-center gap-x-2 text-ink-3">
        <button
          type="button"
          title={t('ticket.copyNumber')}
          className="numeric rounded-xs hover:text-ink"
          onClick={() => {
            void navigator.clipboard
              ?.writeText(ticket.number)
              .then(() => showToast({ text: `${t('action.copied')}: ${ticket.number}` }))
          }}
        >
          {ticket.number}
        </button>
        <span aria-hidden="true">·</span>
        <span className="inline-flex min-w-0 items-center gap-1.5 max-sm:hidden">
          <Icon name={sourceIcon(ticket.source)} size={14} />
          <span className="truncate">{inbox?.address ?? t(`source.${ticket.source}`)}</span>
        </span>
        <span aria-hidden="true" className="max-sm:hidden">
          ·
        </span>
        <time dateTime={ticket.createdAt} title={dates.full(ticket.createdAt)}>
          {t('ticket.createdAt', { when: dates.sentence(ticket.createdAt) })}
        </time>
        {ticket.frozenUntil && (
          <Tag tone="accent">
            <Icon name="snow" size={12} />
            <span className="max-sm:sr-only">
              {t('freeze.frozenUntil', { when: moment(ticket.frozenUntil) })}
            </span>
            <span aria-hidden="true" className="sm:hidden">
              {t('freeze.until', { when: moment(ticket.frozenUntil) })}
            </span>
          </Tag>
        )}
        <ChecklistMark ticketId={ticket.id} />
        <DueButton ticket={ticket} />
      </div>
    </header>
  )
}
