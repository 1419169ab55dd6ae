import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PersonAddress } from '#contract/common.ts'
import { Field, Input } from '../../ui/field.tsx'
import { recipientsQuery } from '../queries.ts'
import { readAddresses } from './addresses.ts'

/** Recipients as they are typed; null while the usual ones are meant. */
export interface Recipients {
  readonly to: string
  readonly cc: string
}

function joined(list: readonly PersonAddress[]): string {
  return list.map((each) => each.address).join(', ')
}

/** Whom this reply will reach, before it is written; a press opens the addresses to change. */
export function RecipientsLine({
  ticketId,
  onEdit,
}: {
  ticketId: number
  onEdit: (usual: Recipients) => void
}) {
  const { t } = useTranslation()
  const { data } = useQuery(recipientsQuery(ticketId))
  if (!data) return null
  const to = data.to.length > 0 ? t('composer.to', { address: joined(data.to) }) : t('composer.noAddress')
  const cc = data.cc.length > 0 ? ` · ${t('feed.cc', { list: joined(data.cc) })}` : ''
  return (
    <button
      type="button"
      title={`${to}${cc}`}
      onClick={() => onEdit({ to: joined(data.to), cc: joined(data.cc) })}
      className={`min-w-0 truncate rounded-xs text-left hover:text-ink ${data.to.length > 0 ? '' : 'text-warn'}`}
    >
      {to}
      {cc}
    </button>
  )
}

/** What is wrong with the addresses as typed; null when a letter could go. */
export function recipientsProblem({ to, cc }: Recipients): { field: 'to' | 'cc'; wrong: string } | null {
  const [inTo, inCc] = [readAddresses(to), readAddresses(cc)]
  if (inTo.wrong.length > 0 || inTo.addresses.length === 0)
    return { field: 'to', wrong: inTo.wrong.join(', ') }
  return inCc.wrong.length > 0 ? { field: 'cc', wrong: inCc.wrong.join(', ') } : null
}

/** The addresses, open to change for this one reply. */
export function RecipientsFields({
  value,
  onChange,
}: {
  value: Recipients
  onChange: (value: Recipients) => void
}) {
  const { t } = useTranslation()
  const problem = recipientsProblem(value)
  const said = (field: 'to' | 'cc') =>
    problem?.field !== field
      ? null
      : problem.wrong
        ? t('composer.wrongAddress', { address: problem.wrong })
        : t('composer.noRecipient')
  return (
    <div className="grid flex-none gap-2 px-3 pt-2 sm:grid-cols-2">
      {(['to', 'cc'] as const).map((field) => (
        <Field
          key={field}
          label={t(field === 'to' ? 'composer.toLabel' : 'composer.ccLabel')}
          error={said(field)}
        >
          {(ids) => (
            <Input
              {...ids}
              value={value[field]}
              spellCheck={false}
              onChange={(event) => onChange({ ...value, [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  )
}
