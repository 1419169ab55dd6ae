import { type RefObject, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../ui/class-names.ts'
import type { VariableWord } from '../../composer/macros/use-variable-words.ts'

/** What stands behind the opening braces so far, and where on the screen. */
export interface VariableQuery {
  readonly text: string
  readonly left: number
  readonly bottom: number
}

const shownAtMost = 8

/** Variables whose name or words begin so; all of them for nothing. */
export function matchVariables(variables: readonly VariableWord[], text: string): VariableWord[] {
  const wanted = text.toLocaleLowerCase()
  const begins = (where: string) =>
    ` ${where.toLocaleLowerCase().replaceAll(/[._]/g, ' ')}`.includes(` ${wanted}`)
  return variables
    .filter(({ name, label }) => name.startsWith(wanted) || begins(name) || begins(label))
    .slice(0, shownAtMost)
}

/** The list under the braces; the cursor stays in the text, and the keys come through `keys`. */
export function VariableMenu({
  query,
  variables,
  keys,
  onPick,
  onClose,
}: {
  query: VariableQuery
  variables: readonly VariableWord[]
  keys: RefObject<((event: KeyboardEvent) => boolean) | null>
  onPick: (name: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const found = matchVariables(variables, query.text)
  const [chosen, setChosen] = useState(0)
  useEffect(() => setChosen(0), [query.text])
  useEffect(() => {
    keys.current = (event) => {
      const word = found[chosen]
      if (event.key === 'Escape') onClose()
      else if (found.length === 0) return false
      else if (event.key === 'ArrowDown') setChosen((was) => (was + 1) % found.length)
      else if (event.key === 'ArrowUp') setChosen((was) => (was + found.length - 1) % found.length)
      else if ((event.key === 'Enter' || event.key === 'Tab') && word) onPick(word.name)
      else return false
      return true
    }
    return () => {
      keys.current = null
    }
  })
  if (found.length === 0) return null
  return createPortal(
    <ul
      role="listbox"
      aria-label={t('macro.variables')}
      className="surface fixed z-50 w-80 p-1"
      style={{ left: Math.max(8, Math.min(query.left, window.innerWidth - 328)), top: query.bottom + 4 }}
    >
      {found.map((word, index) => (
        <li
          key={word.name}
          role="option"
          aria-selected={index === chosen}
          className={classNames(
            'flex min-h-7 items-center gap-2 rounded-sm px-2 py-0.5',
            index === chosen && 'bg-hover',
          )}
          onMouseDown={(event) => {
            event.preventDefault()
            onPick(word.name)
          }}
        >
          <span className="min-w-0 flex-1 truncate">{word.label}</span>
          <span className="max-w-36 flex-none truncate font-mono text-xs text-ink-3">{word.name}</span>
        </li>
      ))}
    </ul>,
    document.body,
  )
}
