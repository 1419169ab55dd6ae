import { useQueries, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { getCustomer, getOrganization, listCustomers, listOrganizations } from '#contract/customers.ts'
import { call } from '../../../../api/call.ts'
import type { PickerItem } from '../../../../ui/picker.tsx'
import { ChoiceValues } from '../../sentence/choice-values.tsx'

/** Customers or organizations: too many for a list, so they are looked for while one types. */
export function SearchedValues({
  of,
  label,
  none,
  values,
  onChange,
  isBad,
}: {
  of: 'customer' | 'organization'
  label: string
  /** What stands for "nobody"; its value is 0. */
  none: PickerItem<number>
  values: readonly number[]
  onChange: (values: number[]) => void
  isBad?: boolean
}) {
  const [query, setQuery] = useState('')
  const q = useDeferredValue(query.trim())
  const { data: found = [] } = useQuery({
    queryKey: ['settings', 'rule-search', of, q],
    queryFn: ({ signal }) => search(of, q, signal),
    placeholderData: (before) => before,
  })
  const chosen = useQueries({
    queries: values
      .filter((id) => id !== 0)
      .map((id) => ({
        queryKey: ['settings', 'rule-search', of, 'one', id],
        queryFn: ({ signal }: { signal: AbortSignal }) => one(of, id, signal),
        staleTime: 60_000,
        retry: false,
      })),
  }).flatMap(({ data }) => data ?? [])
  const items = [
    none,
    ...chosen,
    ...found.filter(({ value }) => !chosen.some((each) => each.value === value)),
  ]
  return (
    <ChoiceValues
      label={label}
      values={values}
      items={items}
      onChange={onChange}
      isBad={isBad}
      query={query}
      onQueryChange={setQuery}
    />
  )
}

type Named = { id: number; name: string; addresses?: readonly { value: string }[] }

function asItem({ id, name, addresses }: Named): PickerItem<number> {
  // The address is a part of the label: that is what the typed words are compared with.
  return { value: id, label: [name, addresses?.[0]?.value].filter(Boolean).join(' · ') || String(id) }
}

async function search(of: 'customer' | 'organization', q: string, signal: AbortSignal) {
  const query = { q: q || undefined, limit: 20 }
  const page = await (of === 'customer'
    ? call(listCustomers, { query }, { signal })
    : call(listOrganizations, { query }, { signal }))
  return page.items.map((each: Named) => asItem(each))
}

async function one(of: 'customer' | 'organization', id: number, signal: AbortSignal) {
  return asItem(
    of === 'customer'
      ? await call(getCustomer, { params: { id } }, { signal })
      : await call(getOrganization, { params: { id } }, { signal }),
  )
}
