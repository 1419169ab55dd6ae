import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import type { Reply } from './feed-items.ts'
import { sentProtectionQuery } from './protection-queries.ts'

/** Whether a reply left encrypted or signed: the sign that letters of customers carry; nothing on ordinary ones. */
export function SentMark({ post, ticketId }: { post: Reply; ticketId: number }) {
  const { t } = useTranslation()
  const { state } = post.delivery
  const hasLeft =
    post.channel === 'email' && (state === 'sent' || state === 'failed' || state === 'unconfirmed')
  const { data } = useQuery({ ...sentProtectionQuery(ticketId), enabled: hasLeft })
  const sent = data?.items.find((each) => each.replyId === post.id)
  if (!sent || !hasLeft) return null
  const { isEncrypted, isSigned, scheme } = sent
  const said = t(
    isEncrypted ? (isSigned ? 'protection.leftBoth' : 'protection.leftEncrypted') : 'protection.leftSigned',
    { scheme: t(`protection.${scheme}`) },
  )
  return (
    <Tooltip label={said} side="top">
      <span
        role="img"
        aria-label={said}
        // A word that is shown on hover is shown on focus, too.
        tabIndex={0}
        className="flex-none rounded-xs"
      >
        <Tag tone="ok" className="!px-1">
          <Icon name={isEncrypted ? 'lock' : 'shield'} size={12} />
        </Tag>
      </span>
    </Tooltip>
  )
}
