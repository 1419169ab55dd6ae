import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inputClass } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDebounced } from '../../palette/use-debounced.ts'
import { inboxesQuery } from '../queries.ts'

/** No inbox's id: they begin at one. */
const allInboxes = 0
/** The index looks for three letters at least; fewer would be found everywhere. */
const fewestLetters = 3

interface Filter {
  inbox?: number
  q?: string
  from?: string
  to?: string
}

/** What both lists of letters are narrowed by. `children` are the list's own filters. */
export function MailFilters({
  filter,
  onChange,
  placeholder,
  children,
}: {
  filter: Filter
  onChange: (changes: Filter) => void
  placeholder: string
  children: ReactNode
}) {
  const { t } = useTranslation()
  const { data: inboxes } = useQuery(inboxesQuery)
  return (
    <div role="search" className="mb-4 flex flex-col gap-3">
      <div className="grid gap-2 md:grid-cols-[minmax(0,1fr)_auto_auto_auto]">
        <SearchBox value={filter.q ?? ''} placeholder={placeholder} onChange={(q) => onChange({ q })} />
        <Select
          label={t('settings.letters.inbox')}
          value={filter.inbox ?? allInboxes}
          options={[
            { value: allInboxes, label: t('settings.letters.allInboxes') },
            ...(inboxes?.items ?? []).map((inbox) => ({ value: inbox.id, label: inbox.address })),
          ]}
          onChange={(inbox) => onChange({ inbox: inbox === allInboxes ? undefined : inbox })}
          className="!w-52 max-md:!w-full"
        />
        <div className="contents max-md:grid max-md:grid-cols-2 max-md:gap-2">
          <Day
            label={t('settings.letters.from')}
            value={filter.from}
            most={filter.to}
            onChange={(from) => onChange({ from })}
          />
          <Day
            label={t('settings.letters.to')}
            value={filter.to}
            least={filter.from}
            onChange={(to) => onChange({ to })}
          />
        </div>
      </div>
      {children}
    </div>
  )
}

function SearchBox({
  value,
  placeholder,
  onChange,
}: {
  value: string
  placeholder: string
  onChange: (q: string | undefined) => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(value)
  // What the address was last asked to say: it changes a moment later, and is not to be asked again meanwhile.
  const told = useRef(value)
  useEffect(() => {
    if (told.current === value) return
    // The address changed by itself, by Back or by "show all".
    told.current = value
    setTyped(value)
  }, [value])
  const settled = useDebounced(typed.trim(), 250)
  useEffect(() => {
    const wanted = settled.length >= fewestLetters ? settled : ''
    if (wanted === told.current) return
    told.current = wanted
    onChange(wanted === '' ? undefined : wanted)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- said once for what was typed, whoever listens
  }, [settled])
  const isShort = typed.trim() !== '' && typed.trim().length < fewestLetters
  return (
    <div className="relative">
      <Icon name="search" className="pointer-events-none absolute top-[7px] left-2.5 text-ink-3" />
      <input
        type="search"
        aria-label={placeholder}
        placeholder={placeholder}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.target.value)}
        className={`${inputClass} !pl-8`}
      />
      {isShort && (
        <p role="status" className="absolute top-full left-0 pt-0.5 text-xs text-ink-3">
          {t('settings.letters.typeMore')}
        </p>
      )}
    </div>
  )
}

function Day({
  label,
  value,
  least,
  most,
  onChange,
}: {
  label: string
  value: string | undefined
  least?: string
  most?: string
  onChange: (day: string | undefined) => void
}) {
  return (
    <label className="flex min-w-0 items-center gap-1.5 text-sm text-ink-3">
      {label}
      <input
        type="date"
        value={value ?? ''}
        min={least}
        max={most}
        onChange={(event) => onChange(event.target.value || undefined)}
        className={`${inputClass} numeric !w-[132px] !px-2 max-md:!w-full ${value ? '' : '!text-ink-3'}`}
      />
    </label>
  )
}

/** One of a few, as chips. */
export function Chips<T extends string>({
  label,
  value,
  items,
  onChange,
}: {
  label: string
  value: T | undefined
  items: readonly { value: T | undefined; label: string }[]
  onChange: (value: T | undefined) => void
}) {
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-1.5">
      {items.map((item) => (
        <button
          key={item.value ?? 'all'}
          type="button"
          aria-pressed={value === item.value}
          onClick={() => onChange(item.value)}
          className={`inline-flex h-6 flex-none items-center rounded-full border px-2 text-sm ${
            value === item.value
              ? 'border-transparent bg-accent-soft text-accent'
              : 'border-line text-ink-2 hover:bg-hover'
          }`}
        >
          <span className="inline-block first-letter:uppercase">{item.label}</span>
        </button>
      ))}
    </div>
  )
}
