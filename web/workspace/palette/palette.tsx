import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Spinner } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useDesk } from '../desk.ts'
import { searchQuery } from '../queries.ts'
import { Highlight } from '../search/highlight.tsx'
import { ticketNumber } from './ticket-number.ts'
import { useCommands } from './use-commands.ts'
import { useDebounced } from './use-debounced.ts'

interface Entry {
  readonly id: string
  readonly group: string
  readonly icon: IconName
  readonly body: ReactNode
  readonly keys?: string
  readonly run: () => void
}

/** Jump anywhere: a ticket by its number or its words, a view, a command. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { desk } = useDesk()
  const commands = useCommands()
  const listId = useId()
  const list = useRef<HTMLUListElement>(null)
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const words = query.trim()
  const asked = useDebounced(words, 160)
  const found = useInfiniteQuery({
    ...searchQuery(asked, 8),
    enabled: asked.length > 1,
    placeholderData: (was) => was,
  })
  const open = (ticketId: number) =>
    void navigate({ to: '/tickets/$ticketId', params: { ticketId }, search: (was) => was })

  const entries: Entry[] = []
  const number = ticketNumber(words, desk.ticketPrefix)
  if (number !== null) {
    const name = t('palette.openTicket', { number: `${desk.ticketPrefix}-${number}` })
    entries.push({
      id: 'number',
      group: t('palette.tickets'),
      icon: 'right',
      body: name,
      run: () => open(number),
    })
  }
  if (words.length > 1) {
    for (const hit of found.data?.pages[0]?.items ?? []) {
      if (hit.ticket.id === number) continue
      entries.push({
        id: `ticket-${hit.ticket.id}`,
        group: t('palette.tickets'),
        icon: 'mail',
        run: () => open(hit.ticket.id),
        body: (
          <span className="flex min-w-0 flex-col">
            <span className="flex min-w-0 gap-2">
              <span className="numeric flex-none text-ink-3">{hit.ticket.number}</span>
              <span className="truncate">
                <Highlight text={hit.ticket.subject || t('list.noSubject')} ranges={hit.subjectRanges} />
              </span>
            </span>
            <span className="truncate text-sm text-ink-3">
              {hit.ticket.customer.name || hit.ticket.customer.email}
              {hit.excerpt && ' · '}
              <Highlight text={hit.excerpt} ranges={hit.excerptRanges} />
            </span>
          </span>
        ),
      })
    }
    entries.push({
      id: 'all',
      group: t('palette.tickets'),
      icon: 'search',
      body: t('search.showAll', { query: words }),
      run: () => void navigate({ to: '/tickets', search: { q: words } }),
    })
  }
  const wanted = words.toLocaleLowerCase()
  for (const command of commands) {
    if (wanted && !command.label.toLocaleLowerCase().includes(wanted)) continue
    entries.push({
      id: command.id,
      group: t('palette.commands'),
      icon: command.icon,
      body: command.label,
      keys: command.keys,
      run: command.run,
    })
  }
  const at = Math.min(chosen, Math.max(0, entries.length - 1))
  useEffect(() => setChosen(0), [words])
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const run = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    entry.run()
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('palette.title')} isTitleHidden place="top" width={600}>
      <div className="flex h-12 flex-none items-center gap-2.5 border-b border-line px-4 text-ink-3">
        {found.isFetching ? <Spinner size={16} /> : <Icon name="search" />}
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={entries[at] ? `${listId}-${entries[at].id}` : undefined}
          aria-label={t('palette.placeholder')}
          placeholder={t('palette.placeholder')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(1, entries.length))
            else if (event.key === 'ArrowUp')
              setChosen((at + entries.length - 1) % Math.max(1, entries.length))
            else if (event.key === 'Enter') run(entries[at])
            else return
            event.preventDefault()
          }}
          className="h-full min-w-0 flex-1 bg-transparent text-lg text-ink outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <ul
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t('palette.title')}
        className="min-h-0 overflow-y-auto p-1.5"
      >
        {entries.length === 0 && (
          <li role="presentation" className="px-3 py-6 text-center text-ink-3">
            {found.isFetching ? t('palette.searching') : t('palette.empty')}
          </li>
        )}
        {entries.map((entry, index) => (
          <li key={entry.id} role="presentation">
            {entry.group !== entries[index - 1]?.group && (
              <div role="presentation" className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-3">
                {entry.group}
              </div>
            )}
            <div
              id={`${listId}-${entry.id}`}
              role="option"
              aria-selected={index === at}
              onClick={() => run(entry)}
              onPointerMove={() => setChosen(index)}
              className={classNames(
                'flex min-h-9 items-center gap-2.5 rounded-sm px-2.5 py-1',
                index === at && 'bg-hover',
              )}
            >
              <Icon name={entry.icon} className="text-ink-3" />
              <span className="min-w-0 flex-1 truncate">{entry.body}</span>
              {entry.keys && <Kbd>{entry.keys}</Kbd>}
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
