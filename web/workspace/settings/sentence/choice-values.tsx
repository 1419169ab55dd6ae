import { useTranslation } from 'react-i18next'
import { MultiPicker, type PickerItem } from '../../../ui/picker.tsx'
import { Token } from './token.tsx'

/** Several of a list, said in one token: «Новый, В работе». */
export function ChoiceValues<T extends string | number>({
  label,
  values,
  items,
  onChange,
  emptyLabel,
  mostNamed = 4,
  isBad,
  query,
  onQueryChange,
}: {
  label: string
  values: readonly T[]
  items: readonly PickerItem<T>[]
  onChange: (values: T[]) => void
  /** What an empty choice means, where it means something. */
  emptyLabel?: string
  /** More are counted. */
  mostNamed?: number
  isBad?: boolean
  query?: string
  onQueryChange?: (query: string) => void
}) {
  const { t } = useTranslation()
  const names = values.map((value) => items.find((item) => item.value === value)?.label ?? t('rules.gone'))
  const said =
    names.length > mostNamed
      ? t('rules.andMore', { names: names.slice(0, mostNamed).join(', '), count: names.length - mostNamed })
      : names.join(', ')
  const shown = said || (emptyLabel ?? t('rules.choose'))
  return (
    <MultiPicker
      values={values}
      items={items}
      placeholder={label}
      onChange={onChange}
      query={query}
      onQueryChange={onQueryChange}
      trigger={
        <Token look="value" isEmpty={values.length === 0} isBad={isBad} aria-label={`${label}: ${shown}`}>
          <span className="min-w-0 break-words">{shown}</span>
        </Token>
      }
    />
  )
}
