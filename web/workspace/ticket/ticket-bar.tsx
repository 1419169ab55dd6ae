import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { announce } from '../../ui/announce.tsx'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { Menu, MenuChoices } from '../../ui/menu.tsx'
import { showToast } from '../../ui/toast.tsx'
import { AgentPicker } from '../context/agent-picker.tsx'
import { useDesk } from '../desk.ts'
import { useCan } from '../session.ts'
import { openOverlay } from '../shell/overlays.ts'
import { MoreMenu } from './more-menu.tsx'
import { PresenceLine } from './presence-line.tsx'
import { PriorityMenu } from './priority-menu.tsx'
import { useUpdateTicket } from './use-update-ticket.ts'

/** What one does with a ticket: how urgent, in which state, whose, done. */
export function TicketBar({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const can = useCan()
  const { statuses, statusName, defaultStatus, agentName } = useDesk()
  const update = useUpdateTicket(ticket.id)
  const [isAssigning, setAssigning] = useState(false)
  const mayChange = can('ticket.update')
  const isOver = ticket.statusCategory === 'solved' || ticket.statusCategory === 'closed'

  const setStatus = (statusId: number) => statusId !== ticket.statusId && update.mutate({ statusId })
  const finish = () => {
    const target = defaultStatus(isOver ? 'open' : 'solved')
    if (!target) return
    const before = ticket.statusId
    update.mutate(
      { statusId: target.id },
      {
        onSuccess: () => {
          if (isOver) return
          showToast({
            tone: 'ok',
            text: t('ticket.solved', { number: ticket.number }),
            action: { label: t('action.undo'), run: () => update.mutate({ statusId: before }) },
          })
        },
      },
    )
  }
  useShortcut('solve', finish, { isOn: mayChange && !isOver })
  useShortcut('assign', () => setAssigning(true), { isOn: mayChange })

  return (
    <div className="flex h-12 flex-none items-center gap-2 border-b border-line px-4 max-md:gap-1 max-md:px-2">
      <IconButton
        icon="back"
        label={t('action.back')}
        className="md:hidden"
        onClick={() => void navigate({ to: '/tickets', search: (was) => was })}
      />
      <PriorityMenu
        priority={ticket.priority}
        isDisabled={!mayChange}
        onChoose={(priority) => update.mutate({ priority })}
      />
      <Menu
        trigger={
          <button
            type="button"
            disabled={!mayChange}
            aria-label={t('ticket.statusMenu', { status: statusName(ticket.statusId) })}
            className={buttonClass('ghost', 'min-w-0 !shrink')}
          >
            <span className="truncate">{statusName(ticket.statusId)}</span>
            <Icon name="down" size={12} />
          </button>
        }
      >
        <MenuChoices<number>
          value={ticket.statusId}
          label={t('ticket.status')}
          choices={statuses.map((each) => ({ value: each.id, label: statusName(each.id) }))}
          onChoose={setStatus}
        />
      </Menu>
      <span className="ml-auto" />
      <PresenceLine ticketId={ticket.id} />
      {mayChange && (
        <>
          <AgentPicker
            value={ticket.assigneeId}
            teamId={ticket.teamId}
            isOpen={isAssigning}
            onOpenChange={setAssigning}
            align="end"
            onPick={(assigneeId) =>
              update.mutate(
                { assigneeId },
                {
                  onSuccess: () =>
                    announce(
                      t('ticket.assignedTo', {
                        number: ticket.number,
                        name: agentName(assigneeId) ?? t('ticket.nobody'),
                      }),
                    ),
                },
              )
            }
            trigger={
              <button type="button" aria-label={t('ticket.handOver')} className={buttonClass('plain')}>
                <Icon name="user" className="sm:hidden" />
                <span className="max-sm:sr-only">{t('ticket.handOver')}</span>
              </button>
            }
          />
          <Button onClick={finish}>
            <Icon name={isOver ? 'refresh' : 'check'} className="sm:hidden" />
            <span className="max-sm:sr-only">{t(isOver ? 'ticket.reopen' : 'ticket.solve')}</span>
            {!isOver && <Kbd>E</Kbd>}
          </Button>
          <MoreMenu ticket={ticket} />
        </>
      )}
      <IconButton
        icon="panel"
        label={t('ticket.showContext')}
        className={classNames('xl:hidden')}
        onClick={() => openOverlay('context')}
      />
    </div>
  )
}
