import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reference, RuleImport } from '#contract/rule-files.ts'
import { PickOne } from '../../sentence/pick-one.tsx'
import { type SearchedKind, useSearched } from '../editor/use-searched.ts'
import type { useReplacements } from './use-replacements.ts'

/** What the rules of a file name and this desk lacks, each once, and what is chosen in its place. */
export function MissingList({
  items,
  chosen,
}: {
  items: RuleImport['items']
  chosen: ReturnType<typeof useReplacements>
}) {
  const { t } = useTranslation()
  const missing = distinct(
    items.flatMap((item) => item.missing),
    ({ kind, id }) => `${kind} ${id}`,
  )
  const fields = distinct(
    items.flatMap((item) => item.missingFields),
    ({ of, key }) => `${of} ${key}`,
  )
  return (
    <ul className="flex flex-col gap-2">
      {missing.map((each) => {
        const place = {
          value: chosen.chosenFor(each),
          onPick: (by: number) => chosen.choose(each, by),
          label: t('rules.insteadOf', { name: each.name }),
        }
        return (
          <Line key={`${each.kind} ${each.id}`} what={t(`rules.referenceKind.${each.kind}`)} name={each.name}>
            {isSearched(each.kind) ? (
              <SearchedOne of={each.kind} {...place} />
            ) : (
              <PickOne items={chosen.itemsOf(each.kind)} {...place} />
            )}
          </Line>
        )
      })}
      {fields.map((each) => {
        const suited = chosen.fieldsFor(each)
        return (
          <Line key={`${each.of} ${each.key}`} what={t(`rules.customOf.${each.of}`)} name={each.name}>
            {suited.length > 0 ? (
              <PickOne
                label={t('rules.insteadOf', { name: each.name })}
                value={chosen.chosenField(each)}
                items={suited}
                onPick={(by) => chosen.chooseField(each, by)}
              />
            ) : (
              <span className="text-sm text-warn">{t('rules.noSuchField')}</span>
            )}
          </Line>
        )
      })}
    </ul>
  )
}

function Line({ what, name, children }: { what: string; name: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <li className="flex flex-wrap items-center gap-1.5">
      <span className="text-ink-3">{what}</span>
      <span className="min-w-0 break-words">{t('event.quoted', { text: name })}</span>
      <span className="flex min-w-0 items-center gap-1.5">
        <span className="text-ink-3" aria-hidden="true">
          →
        </span>
        {children}
      </span>
    </li>
  )
}

function SearchedOne({
  of,
  label,
  value,
  onPick,
}: {
  of: SearchedKind
  label: string
  value: number | null
  onPick: (value: number) => void
}) {
  const { items, query, setQuery } = useSearched(of, value === null ? [] : [value])
  return (
    <PickOne
      label={label}
      value={value}
      items={items}
      onPick={onPick}
      query={query}
      onQueryChange={setQuery}
    />
  )
}

function isSearched(kind: Reference['kind']): kind is SearchedKind {
  return kind === 'customer' || kind === 'organization'
}

function distinct<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  return [...new Map(all.map((each) => [keyOf(each), each])).values()]
}
