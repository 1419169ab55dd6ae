import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { textIfAny } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { takeBack } from '../composer/taken-back.ts'
import { useCan, useSession } from '../session.ts'
import { useSayFailure } from '../ticket/use-say-failure.ts'
import type { Reply } from './feed-items.ts'
import { PlainText } from './plain-text.tsx'

/** A reply that never went: one thin line, and its words for whoever wants them. The customer has seen nothing of it. */
export function CancelledReply({ post, ticketId }: { post: Reply; ticketId: number }) {
  const { t, i18n } = useTranslation()
  const dates = useDates()
  const can = useCan()
  const { agent } = useSession()
  const sayFailure = useSayFailure()
  const [isOpen, setOpen] = useState(false)
  const again = useMutation({
    mutationFn: () => takeBack(ticketId, post.id),
    onError: (error) => sayFailure(error, t('waiting.failed')),
  })
  const { error } = post.delivery
  const why = error === null ? null : (textIfAny(i18n, `delivery.${error}`) ?? error)
  const name = post.agent?.id === agent.id ? t('event.you') : (post.agent?.name ?? t('feed.system'))
  return (
    <div className="flex max-w-[760px] gap-2 pl-10 text-sm text-ink-3 max-md:pl-9">
      <Icon name="minus" size={14} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="break-words">
          {why ? t('waiting.cancelledWhy', { name, why }) : t('waiting.cancelled', { name })}
          {' · '}
          <time dateTime={post.at} title={dates.full(post.at)} className="numeric">
            {dates.feed(post.at)}
          </time>{' '}
          <button
            type="button"
            aria-expanded={isOpen}
            className="rounded-xs text-accent hover:underline"
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? 'waiting.hideText' : 'waiting.showText')}
          </button>
        </p>
        {isOpen && (
          <div className="mt-1 border-l-2 border-line pl-3 text-ink-2">
            <PlainText text={post.text} />
            {can('ticket.reply') && (
              <Button className="mt-1" isBusy={again.isPending} onClick={() => again.mutate()}>
                {t('waiting.toComposer')}
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  )
}
