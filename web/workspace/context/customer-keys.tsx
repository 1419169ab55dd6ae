import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type CorrespondentKey,
  addCorrespondentKey,
  getReplyProtection,
  listCorrespondentKeys,
  removeCorrespondentKey,
} from '#contract/letter-keys.ts'
import type { Ticket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { shortDate } from '../../ui/dates.ts'
import { Tag } from '../../ui/tag.tsx'
import { queryClient } from '../query-client.ts'
import { useCan } from '../session.ts'
import { useLanguage } from '../settings/frame/use-language.ts'
import { useChange } from '../settings/use-change.ts'
import { NewCustomerKey } from './new-customer-key.tsx'
import { Section } from './section.tsx'

/** How an answer would leave, and the customer's keys; nothing where nobody signs or encrypts. */
export function CustomerKeys({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const can = useCan()
  const [isAdding, setAdding] = useState(false)
  const customerId = ticket.customer.id
  const queryKey = ['letter-keys', customerId]
  const { data: keys } = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(listCorrespondentKeys, { params: { id: customerId } }, { signal }),
  })
  const { data: answer } = useQuery({
    queryKey: [...queryKey, ticket.id],
    queryFn: ({ signal }) => call(getReplyProtection, { params: { id: ticket.id }, query: {} }, { signal }),
  })
  const refresh = () => void queryClient.invalidateQueries({ queryKey })
  const items = keys?.items ?? []
  if (!answer || (items.length === 0 && answer.encrypts === 'never')) return null
  return (
    <Section title={t('protection.keys')}>
      {answer.encrypts !== 'never' && (
        <p
          className={
            answer.isEncrypted
              ? 'mb-2 text-ok'
              : answer.encrypts === 'always'
                ? 'mb-2 text-bad'
                : 'mb-2 text-ink-2'
          }
        >
          {answer.isEncrypted
            ? t('protection.willEncrypt')
            : t(answer.encrypts === 'always' ? 'protection.cannotSend' : 'protection.willNotEncrypt', {
                list: answer.withoutKey.join(', '),
              })}
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {items.map((key) => (
          <KeyLine key={key.id} letterKey={key} onGone={refresh} />
        ))}
      </ul>
      {can('customer.update') && ticket.customer.email && (
        <Button look="ghost" icon="plus" className="mt-1 -ml-1.5" onClick={() => setAdding(true)}>
          {t('protection.addKey')}
        </Button>
      )}
      {isAdding && (
        <NewCustomerKey
          customerId={customerId}
          address={ticket.customer.email ?? ''}
          onClose={() => {
            setAdding(false)
            refresh()
          }}
          send={(body) => call(addCorrespondentKey, { params: { id: customerId }, body })}
        />
      )}
    </Section>
  )
}

function KeyLine({ letterKey, onGone }: { letterKey: CorrespondentKey; onGone: () => void }) {
  const { t } = useTranslation()
  const can = useCan()
  const language = useLanguage()
  const { id, scheme, name, address, trust, expiresAt, revokedAt, revocationNote, fingerprint } = letterKey
  const isExpired = expiresAt !== null && Date.parse(expiresAt) < Date.now()
  const remove = useChange({ send: () => call(removeCorrespondentKey, { params: { id } }), onDone: onGone })
  return (
    <li className="flex min-w-0 items-start gap-1">
      <div className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-1.5">
          <span className="truncate" title={`${address}\n${fingerprint}`}>
            {name || address}
          </span>
          <Tag>{t(`protection.${scheme}`)}</Tag>
        </span>
        <span
          className={
            revokedAt || isExpired || trust === 'conflicting'
              ? 'block text-sm text-bad'
              : 'block text-sm text-ink-3'
          }
        >
          {revokedAt
            ? [t('protection.signature.revoked'), revocationNote].filter(Boolean).join(': ')
            : isExpired
              ? t('protection.expiredOn', { date: shortDate(new Date(expiresAt), new Date(), language) })
              : t(`protection.checked.${trust}`)}
        </span>
      </div>
      {can('customer.update') && (
        <IconButton icon="trash" label={t('protection.removeKey')} onClick={() => remove.mutate(undefined)} />
      )}
    </li>
  )
}
