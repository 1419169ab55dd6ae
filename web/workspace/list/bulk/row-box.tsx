import { useTranslation } from 'react-i18next'
import type { TicketListItem } from '#contract/tickets.ts'
import { classNames } from '../../../ui/class-names.ts'

/** The box that chooses a ticket: seen under the pointer, and on every row once one is chosen. */
export function RowBox({
  ticket,
  isChosen,
  isOpen,
  isChoosing,
  onToggle,
}: {
  ticket: TicketListItem
  isChosen: boolean
  isOpen: boolean
  isChoosing: boolean
  onToggle: (isRange: boolean) => void
}) {
  const { t } = useTranslation()
  return (
    <label
      className={classNames(
        'absolute inset-y-0 left-0 w-10 justify-center pt-3 pr-0',
        isChoosing ? 'flex' : 'hidden pointer-fine:group-hover/row:flex',
      )}
    >
      <span
        className={classNames(
          'grid size-6 place-items-center rounded-sm',
          isChosen || isOpen ? 'bg-selected' : 'bg-panel pointer-fine:group-hover/row:bg-hover',
        )}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t('bulk.choose', { number: ticket.number })}
          checked={isChosen}
          className="size-4 accent-(--accent)"
          onClick={(event) => onToggle(event.shiftKey)}
          // The click has said it, with the key that was held.
          onChange={() => undefined}
        />
      </span>
    </label>
  )
}
