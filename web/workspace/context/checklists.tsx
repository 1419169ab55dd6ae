import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { TicketChecklist } from '#contract/checklists.ts'
import type { Ticket } from '#contract/tickets.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { checklistsQuery, ticketChecklistsQuery } from '../checklists/queries.ts'
import { progressOf, useChecklists } from '../checklists/use-checklists.ts'
import { useDesk } from '../desk.ts'
import { useCan } from '../session.ts'
import { NotLoaded, Section } from './section.tsx'

/** What has to be done on the ticket, ticked where it stands; nothing where the desk has no checklists. */
export function Checklists({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const can = useCan()
  const templates = useQuery(checklistsQuery).data?.items.filter((each) => !each.isArchived) ?? []
  const own = useQuery(ticketChecklistsQuery(ticket.id))
  const started = own.data?.items ?? []
  const { start } = useChecklists(ticket.id)
  const mayChange = can('ticket.update') && ticket.mergedIntoId === null
  // Without them a ticket may refuse to be solved: that they are not here must not look like there are none.
  if (own.isError && !own.data) {
    return (
      <Section title={t('checklist.section')}>
        <NotLoaded text={t('checklist.loadFailed')} onRetry={() => void own.refetch()} />
      </Section>
    )
  }
  if (started.length === 0 && (templates.length === 0 || !mayChange)) return null
  return (
    <Section title={t('checklist.section')}>
      <div className="flex flex-col gap-4">
        {started.map((checklist) => (
          <OneChecklist key={checklist.id} ticket={ticket} checklist={checklist} mayChange={mayChange} />
        ))}
      </div>
      {mayChange && templates.length > 0 && (
        <Menu
          trigger={
            <Button look="ghost" icon="plus" className={classNames('-ml-1.5', started.length > 0 && 'mt-2')}>
              {t('checklist.start')}
            </Button>
          }
        >
          {templates.map((each) => (
            <MenuItem key={each.id} onSelect={() => start.mutate(each.id)}>
              {each.name}
            </MenuItem>
          ))}
        </Menu>
      )}
    </Section>
  )
}

function OneChecklist({
  ticket,
  checklist,
  mayChange,
}: {
  ticket: Ticket
  checklist: TicketChecklist
  mayChange: boolean
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const { desk } = useDesk()
  const { tick, remove } = useChecklists(ticket.id)
  const { done, of } = progressOf([checklist])
  const hints = [
    checklist.isRequired && done < of && t('checklist.required'),
    checklist.ticketId !== ticket.id &&
      t('checklist.from', { number: `${desk.ticketPrefix}-${checklist.ticketId}` }),
  ].filter(Boolean)
  return (
    <section aria-label={checklist.name}>
      <div className="flex min-h-6 items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-medium" title={checklist.name}>
          {checklist.name}
        </h3>
        <span className={classNames('numeric flex-none text-sm', done === of ? 'text-ok' : 'text-ink-3')}>
          {t('checklist.progress', { done, of })}
        </span>
        {mayChange && (
          <Menu
            align="end"
            trigger={
              <IconButton
                icon="more"
                size={14}
                className="!h-6 !w-6"
                label={t('checklist.more', { name: checklist.name })}
              />
            }
          >
            <MenuItem icon="trash" tone="bad" onSelect={() => remove.mutate(checklist)}>
              {t('checklist.remove', { name: checklist.name })}
            </MenuItem>
          </Menu>
        )}
      </div>
      <div aria-hidden="true" className="my-1 h-1 overflow-hidden rounded-full bg-hover">
        <div
          className={classNames('h-full rounded-full', done === of ? 'bg-ok' : 'bg-accent')}
          style={{ width: `${of === 0 ? 0 : (done / of) * 100}%` }}
        />
      </div>
      {hints.length > 0 && <p className="text-sm text-ink-3">{hints.join(' · ')}</p>}
      <ul>
        {checklist.items.map((item) => (
          <li key={item.id}>
            <label className="flex items-start gap-2 py-1 max-md:py-2">
              <input
                type="checkbox"
                checked={item.doneAt !== null}
                disabled={!mayChange}
                onChange={(event) => tick.mutate({ itemId: item.id, isDone: event.target.checked })}
                className="mt-0.5 size-4 flex-none accent-(--accent)"
              />
              <span className="min-w-0">
                <span className={classNames('break-words', item.doneAt && 'text-ink-3 line-through')}>
                  {item.text}
                </span>
                {item.doneAt && item.doneBy && (
                  <span className="block text-sm text-ink-3" title={dates.full(item.doneAt)}>
                    {t('checklist.doneBy', { name: item.doneBy.name, when: dates.list(item.doneAt) })}
                  </span>
                )}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </section>
  )
}
