import { useTranslation } from 'react-i18next'
import { Picker, type PickerItem } from '../../../ui/picker.tsx'
import { Token } from './token.tsx'

/** One of a list, as a token. */
export function PickOne<T extends string | number>({
  label,
  value,
  items,
  onPick,
  isBad,
  query,
  onQueryChange,
  look = 'value',
}: {
  label: string
  value: T | null
  items: readonly PickerItem<T>[]
  onPick: (value: T) => void
  isBad?: boolean
  query?: string
  onQueryChange?: (query: string) => void
  look?: 'name' | 'value'
}) {
  const { t } = useTranslation()
  const chosen = items.find((item) => item.value === value)
  // An id that is nobody's: what it meant has been taken away since.
  const isGone = !chosen && value !== null && value !== 0 && value !== ''
  const shown = chosen?.label ?? t(isGone ? 'rules.gone' : 'rules.choose')
  return (
    <Picker
      value={value}
      items={items}
      placeholder={label}
      onPick={onPick}
      query={query}
      onQueryChange={onQueryChange}
      trigger={
        <Token
          look={look}
          isEmpty={!chosen}
          isBad={isBad === true || isGone}
          aria-label={`${label}: ${shown}`}
        >
          {chosen?.mark}
          <span className="min-w-0 break-words">{shown}</span>
        </Token>
      }
    />
  )
}
