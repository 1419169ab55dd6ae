import { type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailboxLetter } from '#contract/playground.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icon.tsx'
import { EmptyState, Skeleton } from '../ui/states.tsx'
import { useDates } from '../ui/use-dates.ts'

/** The letters of one mailbox, newest first; the arrows walk through them. */
export function MailboxList({
  letters,
  selectedId,
  unreadIds,
  onOpen,
}: {
  letters: readonly MailboxLetter[] | undefined
  selectedId: number | null
  unreadIds: ReadonlySet<number>
  onOpen: (id: number) => void
}) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || !list.current) return
    const buttons = [...list.current.querySelectorAll('button')]
    const at = buttons.findIndex((button) => button === document.activeElement)
    buttons[Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus()
    event.preventDefault()
  }
  if (!letters) return <ListSkeleton />
  if (letters.length === 0) {
    return (
      <EmptyState icon="inbox" title={t('playground.emptyTitle')} className="!py-10">
        {t('playground.emptyText')}
      </EmptyState>
    )
  }
  return (
    <ul ref={list} onKeyDown={onKeyDown} className="min-h-0 flex-1 overflow-y-auto">
      {letters.map((letter) => (
        <Row
          key={letter.id}
          letter={letter}
          isSelected={letter.id === selectedId}
          isUnread={unreadIds.has(letter.id)}
          onOpen={onOpen}
        />
      ))}
    </ul>
  )
}

function Row({
  letter,
  isSelected,
  isUnread,
  onOpen,
}: {
  letter: MailboxLetter
  isSelected: boolean
  isUnread: boolean
  onOpen: (id: number) => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const { direction, correspondent, subject, snippet, hasFiles, at, id } = letter
  // The key in a reply address is for machines.
  const who = correspondent.name || correspondent.address.replace(/\+[^@]*@/, '@')
  return (
    <li className="border-b border-line">
      <button
        type="button"
        aria-current={isSelected || undefined}
        onClick={() => onOpen(id)}
        className={classNames(
          'grid w-full grid-cols-[8px_minmax(0,1fr)_auto] gap-x-2.5 px-4 py-2.5 text-left -outline-offset-2',
          isSelected ? 'bg-selected' : 'hover:bg-hover',
        )}
      >
        <span className={classNames('mt-1.5 size-2 rounded-full', isUnread && 'bg-accent')} />
        <span className={classNames('truncate', isUnread && 'font-semibold')}>
          {direction === 'sent' ? t('playground.toWhom', { who }) : who}
          {isUnread && <span className="sr-only">{` · ${t('list.unread')}`}</span>}
        </span>
        <span className="numeric flex items-center gap-1 text-sm text-ink-3">
          {hasFiles && <Icon name="clip" size={12} />}
          {dates.list(at)}
        </span>
        <span className={classNames('col-start-2 col-end-4 truncate', isUnread ? 'text-ink' : 'text-ink-2')}>
          {subject || t('list.noSubject')}
        </span>
        <span className="col-start-2 col-end-4 truncate text-sm text-ink-3">{snippet}</span>
      </button>
    </li>
  )
}

function ListSkeleton() {
  const { t } = useTranslation()
  return (
    <div aria-busy="true" aria-label={t('state.loading')} className="flex flex-col gap-5 px-4 py-4">
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex flex-col gap-2">
          <Skeleton className="h-3 w-1/2" />
          <Skeleton className="h-3 w-5/6" />
        </div>
      ))}
    </div>
  )
}
