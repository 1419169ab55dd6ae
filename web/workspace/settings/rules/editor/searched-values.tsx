import type { PickerItem } from '../../../../ui/picker.tsx'
import { ChoiceValues } from '../../sentence/choice-values.tsx'
import { type SearchedKind, useSearched } from './use-searched.ts'

/** Customers or organizations: too many for a list, so they are looked for while one types. */
export function SearchedValues({
  of,
  label,
  none,
  values,
  onChange,
  isBad,
}: {
  of: SearchedKind
  label: string
  /** What stands for "nobody"; its value is 0. */
  none: PickerItem<number>
  values: readonly number[]
  onChange: (values: number[]) => void
  isBad?: boolean
}) {
  const { items, query, setQuery } = useSearched(of, values)
  return (
    <ChoiceValues
      label={label}
      values={values}
      items={[none, ...items]}
      onChange={onChange}
      isBad={isBad}
      query={query}
      onQueryChange={setQuery}
    />
  )
}
