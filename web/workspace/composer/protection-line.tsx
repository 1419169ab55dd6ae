import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Recipients } from '#contract/sending.ts'
import type { Ticket } from '#contract/tickets.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { replyProtectionQuery } from '../feed/protection-queries.ts'
import { fields } from './recipients.ts'

/** Whether the reply will be encrypted, and if not, whose key is missing; nothing where an inbox does neither. */
export function ProtectionLine({ ticket, people }: { ticket: Ticket; people: Recipients }) {
  const { t } = useTranslation()
  const addresses = fields.flatMap((field) => people[field].map((each) => each.address))
  const { data } = useQuery({ ...replyProtectionQuery(ticket, addresses), enabled: addresses.length > 0 })
  if (!data || !data.scheme || addresses.length === 0) return null
  const { isEncrypted, isSigned, encrypts } = data
  const scheme = t(`protection.${data.scheme}`)
  const list = data.withoutKey.join(', ')
  const isBarred = !isEncrypted && encrypts === 'always'
  const isOpen = !isEncrypted && encrypts === 'possible'
  const said = isEncrypted
    ? t(isSigned ? 'protection.leavesBoth' : 'protection.leavesEncrypted', { scheme })
    : isBarred
      ? t('protection.cannotSend', { list })
      : isOpen
        ? t(isSigned ? 'protection.leavesOpenSigned' : 'protection.leavesOpen', { list })
        : t('protection.leavesSigned', { scheme })
  return (
    <p
      role="status"
      className={classNames(
        'flex flex-none items-start gap-1.5 px-3 pt-1 text-sm',
        isEncrypted ? 'text-ok' : isBarred ? 'text-bad' : isOpen ? 'text-warn' : 'text-ink-3',
      )}
    >
      <Icon
        name={isEncrypted ? 'lock' : isBarred || isOpen ? 'alert' : 'check'}
        size={14}
        className="mt-0.5"
      />
      <span className="min-w-0 break-words">{said}</span>
    </p>
  )
}
