import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Customer } from '#contract/customers.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Field, Input } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { customersQuery } from '../queries.ts'
import { useDebounced } from '../palette/use-debounced.ts'

export type ChosenCustomer =
  | { readonly kind: 'known'; readonly customer: Customer }
  | { readonly kind: 'new'; readonly name: string; readonly email: string; readonly phone: string }

/** What was typed tells what it is: an address, a phone, or a name. */
export function newCustomer(typed: string): ChosenCustomer {
  const text = typed.trim()
  if (/^\S+@\S+\.\S+$/.test(text)) return { kind: 'new', name: '', email: text, phone: '' }
  if (/^[+\d][\d\s()-]{4,}$/.test(text)) return { kind: 'new', name: '', email: '', phone: text }
  return { kind: 'new', name: text, email: '', phone: '' }
}

function about(customer: Customer): string {
  return [customer.organization?.name, ...customer.addresses.map((each) => each.value)]
    .filter(Boolean)
    .join(' · ')
}

/** Finds the customer by whatever the caller says first, or writes a new one down. */
export function CustomerField({
  value,
  onChange,
  error,
}: {
  value: ChosenCustomer | null
  onChange: (value: ChosenCustomer | null) => void
  error: string | null
}) {
  const { t } = useTranslation()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const asked = useDebounced(typed.trim(), 160)
  const { data } = useQuery({
    ...customersQuery(asked),
    enabled: asked.length > 1,
    placeholderData: (was) => was,
  })

  if (value?.kind === 'known') {
    const { customer } = value
    return (
      <div className="flex items-center gap-2.5 rounded-md border border-line px-2.5 py-2">
        <Avatar name={customer.name || about(customer)} size="lg" />
        <div className="min-w-0 flex-1">
          <div className="truncate font-semibold">{customer.name || about(customer)}</div>
          <div className="truncate text-sm text-ink-3">{about(customer)}</div>
        </div>
        <Button look="ghost" onClick={() => onChange(null)}>
          {t('newTicket.changeCustomer')}
        </Button>
      </div>
    )
  }
  if (value?.kind === 'new') {
    const set = (part: Partial<Extract<ChosenCustomer, { kind: 'new' }>>) => onChange({ ...value, ...part })
    return (
      <fieldset className="rounded-md border border-line p-3">
        <legend className="flex items-center gap-2 px-1 text-ink-2">
          {t('newTicket.newCustomer')}
          <Button look="ghost" className="!h-6" onClick={() => onChange(null)}>
            {t('newTicket.changeCustomer')}
          </Button>
        </legend>
        <div className="grid gap-3 sm:grid-cols-3">
          <Field label={t('newTicket.customerName')}>
            {(ids) => (
              <Input
                {...ids}
                value={value.name}
                maxLength={200}
                // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog begins with the customer
                autoFocus={value.name === ''}
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('newTicket.customerEmail')}>
            {(ids) => (
              <Input
                {...ids}
                type="email"
                value={value.email}
                maxLength={254}
                onChange={(event) => set({ email: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('newTicket.customerPhone')}>
            {(ids) => (
              <Input
                {...ids}
                type="tel"
                value={value.phone}
                maxLength={40}
                onChange={(event) => set({ phone: event.target.value })}
              />
            )}
          </Field>
        </div>
        {error && (
          <p role="alert" className="mt-2 text-sm text-bad">
            {error}
          </p>
        )}
      </fieldset>
    )
  }
  const found = typed.trim().length > 1 ? (data?.items ?? []) : []
  const options: { key: string; take: () => void; customer: Customer | null }[] = [
    ...found.map((customer) => ({
      key: String(customer.id),
      customer,
      take: () => onChange({ kind: 'known', customer }),
    })),
    ...(typed.trim() ? [{ key: 'new', customer: null, take: () => onChange(newCustomer(typed)) }] : []),
  ]
  const at = Math.min(chosen, Math.max(0, options.length - 1))
  return (
    <Field label={t('newTicket.customer')} error={error} className="relative">
      {(ids) => (
        <>
          <Input
            {...ids}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog begins with the customer
            autoFocus
            role="combobox"
            aria-expanded={isOpen && options.length > 0}
            aria-controls={listId}
            aria-activedescendant={isOpen && options[at] ? `${listId}-${options[at].key}` : undefined}
            autoComplete="off"
            value={typed}
            placeholder={t('newTicket.customerHint')}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onChange={(event) => {
              setTyped(event.target.value)
              setChosen(0)
              setOpen(true)
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(1, options.length))
              else if (event.key === 'ArrowUp')
                setChosen((at + options.length - 1) % Math.max(1, options.length))
              else if (event.key === 'Enter') options[at]?.take()
              else return
              event.preventDefault()
            }}
          />
          {isOpen && options.length > 0 && (
            <ul
              id={listId}
              role="listbox"
              aria-label={t('newTicket.customer')}
              className="surface absolute inset-x-0 top-full z-50 mt-1 max-h-72 overflow-y-auto p-1"
            >
              {options.map((option, index) => (
                <li
                  key={option.key}
                  id={`${listId}-${option.key}`}
                  role="option"
                  aria-selected={index === at}
                  onMouseDown={(event) => {
                    event.preventDefault()
                    option.take()
                  }}
                  className={classNames(
                    'flex min-h-9 items-center gap-2.5 rounded-sm px-2 py-1 hover:bg-hover',
                    index === at && 'bg-hover',
                  )}
                >
                  {option.customer ? (
                    <Avatar name={option.customer.name || about(option.customer)} />
                  ) : (
                    <Icon name="plus" className="mx-1 text-ink-3" />
                  )}
                  <span className="min-w-0">
                    <span className="block truncate">
                      {option.customer
                        ? option.customer.name || about(option.customer)
                        : t('newTicket.customerNew', { name: typed.trim() })}
                    </span>
                    {option.customer && (
                      <span className="block truncate text-sm text-ink-3">{about(option.customer)}</span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Field>
  )
}
