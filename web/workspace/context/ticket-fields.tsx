import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Menu, MenuChoices } from '../../ui/menu.tsx'
import { Picker } from '../../ui/picker.tsx'
import { RoutingWhy } from '../attendance/routing-why.tsx'
import { useDesk } from '../desk.ts'
import { fieldsQuery } from '../fields/queries.ts'
import { useCan } from '../session.ts'
import { PriorityDot, priorities } from '../ticket/priority.tsx'
import { useUpdateTicket } from '../ticket/use-update-ticket.ts'
import { AgentPicker } from './agent-picker.tsx'
import { Fact, NotLoaded, Section } from './section.tsx'
import { OwnFields } from './own-fields.tsx'
import { TagField } from './tag-field.tsx'
import { ValueButton } from './value-button.tsx'

const none = 0

/** The fields of the ticket, each changed where it stands. */
export function TicketFields({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const desk = useDesk()
  const can = useCan()
  const update = useUpdateTicket(ticket.id)
  const isLocked = !can('ticket.update')
  const fields = useQuery(fieldsQuery)
  const assignee = desk.agentName(ticket.assigneeId)
  const team = desk.teamName(ticket.teamId)
  const category = desk.categoryPath(ticket.categoryId)
  const status = desk.statusName(ticket.statusId)
  return (
    <Section title={t('ticket.section')}>
      <dl className="flex flex-col gap-1.5">
        <Fact label={t('ticket.assignee')}>
          <AgentPicker
            value={ticket.assigneeId}
            teamId={ticket.teamId}
            onPick={(assigneeId) => update.mutate({ assigneeId })}
            trigger={
              <ValueButton
                label={`${t('ticket.assignee')}: ${assignee ?? t('ticket.nobody')}`}
                isEmpty={!assignee}
                isDisabled={isLocked}
              >
                {assignee && <Avatar name={assignee} />}
                <span className="truncate">{assignee ?? t('ticket.nobody')}</span>
              </ValueButton>
            }
          />
          <RoutingWhy ticket={ticket} />
        </Fact>
        <Fact label={t('ticket.team')}>
          <Picker
            items={[
              ...desk.desk.teams.map((each) => ({ value: each.id, label: each.name })),
              { value: none, label: t('ticket.noTeam') },
            ]}
            value={ticket.teamId ?? none}
            placeholder={t('ticket.searchTeams')}
            onPick={(id) => update.mutate({ teamId: id === none ? null : id })}
            trigger={
              <ValueButton
                label={`${t('ticket.team')}: ${team ?? t('ticket.noTeam')}`}
                isEmpty={!team}
                isDisabled={isLocked}
              >
                <span className="truncate">{team ?? t('ticket.noTeam')}</span>
              </ValueButton>
            }
          />
        </Fact>
        <Fact label={t('ticket.status')}>
          <Menu
            trigger={
              <ValueButton label={t('ticket.statusMenu', { status })} isDisabled={isLocked}>
                <span className="truncate">{status}</span>
              </ValueButton>
            }
          >
            <MenuChoices<number>
              value={ticket.statusId}
              label={t('ticket.status')}
              choices={desk.statuses.map((each) => ({ value: each.id, label: desk.statusName(each.id) }))}
              onChoose={(statusId) => statusId !== ticket.statusId && update.mutate({ statusId })}
            />
          </Menu>
        </Fact>
        <Fact label={t('ticket.priority')}>
          <Menu
            trigger={
              <ValueButton
                label={t('ticket.priorityMenu', { priority: t(`priority.${ticket.priority}`) })}
                isDisabled={isLocked}
              >
                <span aria-hidden="true">
                  <PriorityDot priority={ticket.priority} />
                </span>
                {t(`priority.${ticket.priority}`)}
              </ValueButton>
            }
          >
            <MenuChoices
              value={ticket.priority}
              label={t('ticket.priority')}
              choices={priorities.map((each) => ({
                value: each,
                label: t(`priority.${each}`),
                mark: (
                  <span aria-hidden="true">
                    <PriorityDot priority={each} />
                  </span>
                ),
              }))}
              onChoose={(priority) => priority !== ticket.priority && update.mutate({ priority })}
            />
          </Menu>
        </Fact>
        <Fact label={t('ticket.category')}>
          <Picker
            items={[...desk.categoryItems, { value: none, label: t('ticket.noCategory') }]}
            value={ticket.categoryId ?? none}
            placeholder={t('ticket.searchCategories')}
            onPick={(id) => update.mutate({ categoryId: id === none ? null : id })}
            trigger={
              <ValueButton
                label={`${t('ticket.category')}: ${category ?? t('ticket.noCategory')}`}
                isEmpty={!category}
                isDisabled={isLocked}
              >
                <span>{category ?? t('ticket.noCategory')}</span>
              </ValueButton>
            }
          />
        </Fact>
        <Fact label={t('ticket.tags')}>
          <TagField tags={ticket.tags} isDisabled={isLocked} onChange={(tags) => update.mutate({ tags })} />
        </Fact>
        <OwnFields
          key={ticket.id}
          owner="ticket"
          values={ticket.fields}
          isLocked={isLocked}
          onChange={(key, value) => update.mutate({ fields: { [key]: value } })}
        />
      </dl>
      {fields.isError && !fields.data && (
        <div className="mt-1.5">
          <NotLoaded text={t('field.failed')} onRetry={() => void fields.refetch()} />
        </div>
      )}
    </Section>
  )
}
