import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PersonAddress } from '#contract/common.ts'
import { recipientsQuery } from '../queries.ts'

function addresses(list: readonly PersonAddress[]): string {
  return list.map((each) => each.address).join(', ')
}

/** Whom this reply will reach, before it is written. */
export function RecipientsLine({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation()
  const { data } = useQuery(recipientsQuery(ticketId))
  if (!data) return null
  if (data.to.length === 0) return <span className="truncate text-warn">{t('composer.noAddress')}</span>
  const to = t('composer.to', { address: addresses(data.to) })
  const cc = data.cc.length > 0 ? ` · ${t('feed.cc', { list: addresses(data.cc) })}` : ''
  return (
    <span className="min-w-0 truncate" title={`${to}${cc}`}>
      {to}
      {cc}
    </span>
  )
}
