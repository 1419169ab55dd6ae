import { type RefObject, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { useDesk } from '../desk.ts'

/** What the editor says while somebody types after an @. */
export interface MentionQuery {
  readonly query: string
  readonly command: (mention: { id: string; label: string }) => void
  readonly clientRect?: (() => DOMRect | null) | null
}

const shownAtMost = 7

/** Colleagues whose name has a word beginning like this. */
export function matchNames<T extends { name: string }>(people: readonly T[], query: string): T[] {
  const wanted = query.toLocaleLowerCase().replaceAll('ё', 'е')
  return people
    .filter((each) => ` ${each.name.toLocaleLowerCase().replaceAll('ё', 'е')}`.includes(` ${wanted}`))
    .slice(0, shownAtMost)
}

/** The list under the @; the cursor stays in the text, and the keys come through `keys`. */
export function MentionMenu({
  query,
  keys,
}: {
  query: MentionQuery
  keys: RefObject<((event: KeyboardEvent) => boolean) | null>
}) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const people = matchNames(
    desk.agents.filter((each) => each.isActive),
    query.query,
  )
  const [chosen, setChosen] = useState(0)
  useEffect(() => setChosen(0), [query.query])
  const pick = (index: number) => {
    const person = people[index]
    if (person) query.command({ id: String(person.id), label: person.name })
  }
  useEffect(() => {
    keys.current = (event) => {
      if (people.length === 0) return false
      if (event.key === 'ArrowDown') setChosen((was) => (was + 1) % people.length)
      else if (event.key === 'ArrowUp') setChosen((was) => (was + people.length - 1) % people.length)
      else if (event.key === 'Enter' || event.key === 'Tab') pick(chosen)
      else return false
      return true
    }
    return () => {
      keys.current = null
    }
  })
  const at = query.clientRect?.()
  if (!at) return null
  return createPortal(
    <ul
      role="listbox"
      aria-label={t('ticket.searchAgents')}
      className="surface fixed z-50 w-56 -translate-y-full p-1"
      style={{ left: Math.min(at.left, window.innerWidth - 240), top: at.top - 4 }}
    >
      {people.length === 0 && <li className="px-2 py-1 text-ink-3">{t('composer.mentionNobody')}</li>}
      {people.map((person, index) => (
        <li
          key={person.id}
          role="option"
          aria-selected={index === chosen}
          className={classNames(
            'flex min-h-7 items-center gap-2 rounded-sm px-2 py-0.5',
            index === chosen && 'bg-hover',
          )}
          onMouseDown={(event) => {
            event.preventDefault()
            pick(index)
          }}
        >
          <Avatar name={person.name} />
          <span className="truncate">{person.name}</span>
        </li>
      ))}
    </ul>,
    document.body,
  )
}
