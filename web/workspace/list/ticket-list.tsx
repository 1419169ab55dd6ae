import { useNavigate, useParams } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TicketListItem } from '#contract/tickets.ts'
import { useShortcut } from '../../ui/keyboard.ts'
import { BulkBar } from './bulk/bulk-bar.tsx'
import { RowBox } from './bulk/row-box.tsx'
import { useSelection } from './bulk/use-selection.ts'
import { TicketRow } from './ticket-row.tsx'

/** The same as --row in tokens.css; a virtual list must know it in numbers. */
const rowHeight = 68
/** Ask for the next page this many rows before the end is seen. */
const rowsAhead = 15

/** As many tickets as there are, of which only those on the screen exist in the page. */
export function TicketList({
  tickets,
  hasMore,
  isLoadingMore,
  onNeedMore,
}: {
  tickets: readonly TicketListItem[]
  hasMore: boolean
  isLoadingMore: boolean
  onNeedMore: () => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { ticketId } = useParams({ strict: false })
  const scroller = useRef<HTMLDivElement>(null)
  const [cursorId, setCursorId] = useState<number | null>(ticketId ?? null)
  const wantsFocus = useRef(false)
  const selection = useSelection(useMemo(() => tickets.map((each) => each.id), [tickets]))
  const rows = useVirtualizer({
    count: tickets.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const visible = rows.getVirtualItems()
  const lastVisible = visible.at(-1)?.index ?? 0

  useEffect(() => {
    if (hasMore && !isLoadingMore && lastVisible >= tickets.length - rowsAhead) onNeedMore()
  }, [hasMore, isLoadingMore, lastVisible, tickets.length, onNeedMore])
  useEffect(() => {
    if (ticketId) setCursorId(ticketId)
  }, [ticketId])
  useEffect(() => {
    if (!wantsFocus.current || cursorId === null) return
    const row = scroller.current?.querySelector<HTMLElement>(`[data-ticket="${cursorId}"]`)
    if (!row) return
    wantsFocus.current = false
    row.focus({ preventScroll: true })
  })

  const move = (by: number) => {
    const at = tickets.findIndex((each) => each.id === cursorId)
    const next = at === -1 ? 0 : Math.min(tickets.length - 1, Math.max(0, at + by))
    const ticket = tickets[next]
    if (!ticket) return
    wantsFocus.current = true
    setCursorId(ticket.id)
    rows.scrollToIndex(next)
  }
  useShortcut('next', () => move(1))
  useShortcut('previous', () => move(-1))
  useShortcut('select', () => cursorId !== null && selection.toggle(cursorId), { isOn: tickets.length > 0 })
  useShortcut(
    'open',
    () =>
      cursorId !== null &&
      void navigate({ to: '/tickets/$ticketId', params: { ticketId: cursorId }, search: (was) => was }),
  )

  return (
    <>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <ul className="relative" style={{ height: rows.getTotalSize() }}>
          {visible.map((row) => {
            const ticket = tickets[row.index]
            return (
              <li
                key={ticket?.id ?? 'more'}
                className="group/row absolute inset-x-0 top-0"
                // A finger has no hover: it chooses by staying on the row.
                onContextMenu={(event) => {
                  if (!ticket || !matchMedia('(pointer: coarse)').matches) return
                  event.preventDefault()
                  selection.toggle(ticket.id)
                }}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                {ticket ? (
                  <>
                    <TicketRow
                      ticket={ticket}
                      isOpen={ticket.id === ticketId}
                      isChosen={selection.ids.has(ticket.id)}
                      isTabStop={
                        cursorId === null || !tickets.some((each) => each.id === cursorId)
                          ? row.index === 0
                          : ticket.id === cursorId
                      }
                      onFocus={() => setCursorId(ticket.id)}
                    />
                    <RowBox
                      ticket={ticket}
                      isChosen={selection.ids.has(ticket.id)}
                      isOpen={ticket.id === ticketId}
                      isChoosing={selection.ids.size > 0}
                      onToggle={(isRange) => selection.toggle(ticket.id, isRange)}
                    />
                  </>
                ) : (
                  <div role="status" className="grid h-(--row) place-items-center text-ink-3">
                    {t('state.loading')}
                  </div>
                )}
              </li>
            )
          })}
        </ul>
      </div>
      <BulkBar selection={selection} count={tickets.length} />
    </>
  )
}
