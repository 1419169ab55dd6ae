import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useDesk } from '../desk.ts'
import { useFields } from '../fields/use-fields.ts'
import { changedFields, type Conflict, openConflict, type WatchedField } from './conflict.ts'
import { useUpdateTicket } from './use-update-ticket.ts'

const labels = {
  subject: 'newTicket.subject',
  statusId: 'ticket.status',
  priority: 'ticket.priority',
  categoryId: 'ticket.category',
  teamId: 'ticket.team',
  assigneeId: 'ticket.assignee',
  tags: 'ticket.tags',
  fields: 'field.section',
} as const satisfies Record<WatchedField, string>

/** Somebody was first: shows what they changed, and lets the agent repeat the change on top of it or leave it. */
export function ConflictDialog({ conflict }: { conflict: Conflict }) {
  const { t } = useTranslation()
  const desk = useDesk()
  const own = useFields()
  const update = useUpdateTicket(conflict.now.id)
  const close = () => openConflict(null)

  const ownFields = (ticket: Ticket) =>
    own.fields
      .filter((each) => each.owner === 'ticket' && ticket.fields[each.key] !== undefined)
      .map((each) => `${own.nameOf(each)}: ${own.valueText(each, ticket.fields[each.key])}`)
      .join(', ') || t('field.none')
  const shown = (ticket: Ticket, field: WatchedField): string => {
    if (field === 'statusId') return desk.statusName(ticket.statusId)
    if (field === 'priority') return t(`priority.${ticket.priority}`)
    if (field === 'categoryId') return desk.categoryPath(ticket.categoryId) ?? t('ticket.noCategory')
    if (field === 'teamId') return desk.teamName(ticket.teamId) ?? t('ticket.noTeam')
    if (field === 'assigneeId') return desk.agentName(ticket.assigneeId) ?? t('ticket.nobody')
    if (field === 'tags') return ticket.tags.join(', ') || t('ticket.noTags')
    if (field === 'fields') return ownFields(ticket)
    return ticket.subject
  }
  const fields = changedFields(conflict.before, conflict.now)
  return (
    <Dialog
      isOpen
      onClose={close}
      title={t('ticket.conflictTitle')}
      description={t('ticket.conflictText')}
      footer={
        <>
          <Button
            onClick={() => {
              close()
              update.mutate(conflict.change)
            }}
          >
            {t('ticket.conflictRepeat')}
          </Button>
          <Button look="primary" onClick={close}>
            {t('ticket.conflictLeave')}
          </Button>
        </>
      }
    >
      <dl className="flex flex-col gap-2 p-4">
        {fields.map((field) => (
          <div key={field} className="grid grid-cols-[104px_minmax(0,1fr)] gap-2">
            <dt className="text-ink-3">{t(labels[field])}</dt>
            <dd className="break-words">
              <del className="text-ink-3">{shown(conflict.before, field)}</del> →{' '}
              <ins className="font-medium text-ok no-underline">{shown(conflict.now, field)}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
