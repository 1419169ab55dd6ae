import { useQueries, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SlaCondition } from '#contract/sla.ts'
import type { Source } from '#contract/tickets.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { MultiPicker, type PickerItem } from '../../../ui/picker.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'
import { priorities } from '../../ticket/priority.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { fieldsQuery, organizationQuery, organizationsQuery } from './queries.ts'

const sources = [
  'email',
  'chat',
  'webform',
  'portal',
  'phone',
  'visit',
  'api',
] as const satisfies readonly Source[]

interface Props<C extends SlaCondition> {
  at: number
  condition: C
  isBad: boolean
  onChange: (condition: SlaCondition) => void
}

/** What a condition compares with. */
export function ConditionValues({ condition, ...rest }: Props<SlaCondition>) {
  const { t } = useTranslation()
  switch (condition.field) {
    case 'priority':
      return (
        <Values
          {...rest}
          values={condition.values}
          items={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
          onChange={(values) => rest.onChange({ ...condition, values })}
        />
      )
    case 'source':
      return (
        <Values
          {...rest}
          values={condition.values}
          items={sources.map((value) => ({ value, label: t(`source.${value}`) }))}
          onChange={(values) => rest.onChange({ ...condition, values })}
        />
      )
    case 'tag':
      return <Words condition={condition} {...rest} />
    case 'ticket_field':
    case 'customer_field':
    case 'organization_field':
      return <OwnField condition={condition} {...rest} />
    case 'organization':
      return <Organizations condition={condition} {...rest} />
    default:
      return <DeskValues condition={condition} {...rest} />
  }
}

type OfIds = Extract<SlaCondition, { ids: number[] }>
type OfKey = Extract<SlaCondition, { key: string }>

function DeskValues({ condition, ...rest }: Props<OfIds>) {
  const { desk, categoryItems, statuses, statusName } = useDesk()
  const named = (items: readonly { id: number; name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, label: name }))
  const items: Record<string, readonly PickerItem<number>[]> = {
    team: named(desk.teams),
    inbox: named(desk.inboxes),
    category: categoryItems,
    status: statuses.map(({ id }) => ({ value: id, label: statusName(id) })),
  }
  return (
    <Values
      {...rest}
      values={condition.ids}
      items={items[condition.field] ?? []}
      onChange={(ids) => rest.onChange({ ...condition, ids })}
    />
  )
}

/** Too many for a list: they are looked for while one types. */
function Organizations({ condition, ...rest }: Props<OfIds>) {
  const [query, setQuery] = useState('')
  const { data } = useQuery(organizationsQuery(useDeferredValue(query.trim())))
  const chosen = useQueries({ queries: condition.ids.map(organizationQuery) }).flatMap(
    (one) => one.data ?? [],
  )
  const found = (data?.items ?? []).filter(({ id }) => !chosen.some((each) => each.id === id))
  return (
    <Values
      {...rest}
      values={condition.ids}
      items={[...chosen, ...found].map(({ id, name }) => ({ value: id, label: name }))}
      query={query}
      onQueryChange={setQuery}
      onChange={(ids) => rest.onChange({ ...condition, ids })}
    />
  )
}

function Values<T extends string | number>({
  at,
  values,
  items,
  isBad,
  query,
  onQueryChange,
  onChange,
}: {
  at: number
  values: readonly T[]
  items: readonly PickerItem<T>[]
  isBad: boolean
  query?: string
  onQueryChange?: (query: string) => void
  onChange: (values: T[]) => void
}) {
  const { t } = useTranslation()
  const chosen = values.map((value) => items.find((item) => item.value === value)?.label ?? `#${value}`)
  const text = chosen.join(', ') || t('settings.sla.choose')
  return (
    <MultiPicker
      values={values}
      items={items}
      placeholder={t('settings.sla.choose')}
      query={query}
      onQueryChange={onQueryChange}
      onChange={onChange}
      trigger={
        <button
          type="button"
          aria-label={t('settings.sla.conditionValues', { at: at + 1, values: text })}
          className={buttonClass(
            'plain',
            `col-span-full w-full !justify-start ${isBad && values.length === 0 ? '!border-bad' : ''}`,
          )}
        >
          <span className={`min-w-0 flex-1 truncate text-left ${values.length === 0 ? 'text-ink-3' : ''}`}>
            {text}
          </span>
          <Icon name="down" size={12} className="text-ink-3" />
        </button>
      }
    />
  )
}

/** Words divided by commas. */
function Words<C extends Extract<SlaCondition, { field: 'tag' }> | OfKey>({
  at,
  condition,
  isBad,
  onChange,
}: Props<C>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(condition.values.join(', '))
  return (
    <Input
      aria-label={t('settings.sla.conditionWordsOf', { at: at + 1 })}
      aria-invalid={(isBad && condition.values.length === 0) || undefined}
      className="col-span-full"
      placeholder={t('settings.sla.wordsExample')}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value)
        const values = event.target.value.split(',').flatMap((word) => word.trim() || [])
        onChange({ ...condition, values: [...new Set(values)].slice(0, 100) })
      }}
    />
  )
}

function OwnField({ condition, ...rest }: Props<OfKey>) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { data } = useQuery(fieldsQuery)
  const owner = condition.field.replace('_field', '')
  const fields = (data?.items ?? []).filter((each) => each.owner === owner)
  const field = fields.find((each) => each.key === condition.key)
  return (
    <>
      <Select
        label={t('settings.sla.conditionKey', { at: rest.at + 1 })}
        className="col-span-full"
        placeholder={t('settings.sla.chooseField')}
        value={condition.key || null}
        options={fields.map(({ key, names }) => ({ value: key, label: names[language] }))}
        onChange={(key) => rest.onChange({ ...condition, key, values: [] })}
      />
      {field?.kind === 'checkbox' ? (
        <Values
          {...rest}
          values={condition.values}
          // One that nobody ever ticked has no value: "not ticked" is none of this.
          items={[{ value: 'true', label: t('settings.sla.ticked') }]}
          onChange={(values) => rest.onChange({ ...condition, values })}
        />
      ) : field?.choices.length ? (
        <Values
          {...rest}
          values={condition.values}
          items={field.choices.map(({ value, names }) => ({ value, label: names[language] }))}
          onChange={(values) => rest.onChange({ ...condition, values })}
        />
      ) : (
        <Words key={condition.key} condition={condition} {...rest} />
      )}
    </>
  )
}
