import { useQueries, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { getCustomer, getOrganization, listCustomers, listOrganizations } from '#contract/customers.ts'
import { call } from '../../../../api/call.ts'
import type { PickerItem } from '../../../../ui/picker.tsx'

export type SearchedKind = 'customer' | 'organization'

/** Customers or organizations as they are looked for, those chosen first; 0 is none of them. */
export function useSearched(of: SearchedKind, values: readonly number[]) {
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
  const items = [...chosen, ...found.filter(({ value }) => !chosen.some((each) => each.value === value))]
  return { items, query, setQuery }
}

type Named = { id: number; name: string; addresses?: readonly { value: string }[] }

function asItem({ id, name, addresses }: Named): PickerItem<number> {
  // The address is a part of the label: that is what the typed words are compared with.
  return { value: id, label: [name, addresses?.[0]?.value].filter(Boolean).join(' · ') || String(id) }
}

async function search(of: SearchedKind, q: string, signal: AbortSignal) {
  const query = { q: q || undefined, limit: 20 }
  const page = await (of === 'customer'
    ? call(listCustomers, { query }, { signal })
    : call(listOrganizations, { query }, { signal }))
  return page.items.map((each: Named) => asItem(each))
}

async function one(of: SearchedKind, id: number, signal: AbortSignal) {
  return asItem(
    of === 'customer'
      ? await call(getCustomer, { params: { id } }, { signal })
      : await call(getOrganization, { params: { id } }, { signal }),
  )
}
