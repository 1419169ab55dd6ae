import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { resendReply } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { Button, Spinner } from '../../ui/button.tsx'
import { textIfAny } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { queryClient } from '../query-client.ts'
import { ArrivalMark } from '../chat/arrival-mark.tsx'
import { useCan } from '../session.ts'
import { useSayFailure } from '../ticket/use-say-failure.ts'
import { CancelledReply } from './cancelled-reply.tsx'
import { detailWords } from './detail-words.ts'
import { type Reply, saidAt } from './feed-items.ts'
import { Files } from './files.tsx'
import { PlainText } from './plain-text.tsx'
import { PostFrame } from './post-frame.tsx'
import { RichText } from './rich-text.tsx'
import { SentMark } from './sent-mark.tsx'
import { WaitingReply } from './waiting-reply.tsx'

/** How far the letter has come; quiet when all is well. */
function DeliveryMark({ post }: { post: Reply }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { state, sentAt, sendAt } = post.delivery
  // One that waits says so in a line of its own.
  if (state === 'queued' && sendAt === null) {
    return (
      <span className="inline-flex items-center gap-1">
        <Spinner size={12} />
        {t('feed.queued')}
      </span>
    )
  }
  if (state === 'sent') {
    return (
      <span
        className="inline-flex items-center gap-1 text-ok"
        title={sentAt ? dates.full(sentAt) : undefined}
      >
        <Icon name="check" size={14} />
        {t('feed.sent')}
      </span>
    )
  }
  return null
}

/** A letter that did not go, or may not have gone: why, and a way to send it again. */
function DeliveryProblem({ post, ticketId }: { post: Reply; ticketId: number }) {
  const { t, i18n } = useTranslation()
  const can = useCan()
  const sayFailure = useSayFailure()
  const again = useMutation({
    mutationFn: () => call(resendReply, { params: { id: post.id } }),
    onError: (error) => sayFailure(error, t('feed.failed')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['feed', ticketId] }),
  })
  const { state, error, detail } = post.delivery
  const isUnconfirmed = state === 'unconfirmed'
  const why = error === null ? '' : (textIfAny(i18n, `delivery.${error}`) ?? error)
  return (
    <div
      role="alert"
      className="mt-2 flex flex-wrap items-start gap-2 rounded-md bg-bad-soft py-1.5 pr-1.5 pl-2.5 text-bad"
    >
      <Icon name="alert" className="mt-1.5" />
      <div className="min-w-0 flex-1 basis-52 py-1">
        {isUnconfirmed ? t('feed.unconfirmed') : why ? t('feed.failedWhy', { why }) : t('feed.failed')}
        {detail && <div className="text-sm break-words text-ink-2">{detailWords(detail, t)}</div>}
      </div>
      {can('ticket.reply') && (
        <Button className="ml-auto" isBusy={again.isPending} onClick={() => again.mutate()}>
          {t('feed.sendAgain')}
        </Button>
      )}
    </div>
  )
}

/** What we answered, and what became of the letter. */
export function ReplyPost({
  post,
  ticketId,
  isContinued,
}: {
  post: Reply
  ticketId: number
  isContinued: boolean
}) {
  const { t } = useTranslation()
  const { state } = post.delivery
  if (state === 'cancelled') return <CancelledReply post={post} ticketId={ticketId} />
  const isTrouble = state === 'failed' || state === 'unconfirmed'
  const to = post.to.map((each) => each.name || each.address).join(', ')
  return (
    <PostFrame
      name={post.agent?.name ?? t('feed.system')}
      at={saidAt(post)}
      cameFrom={post.cameFrom}
      isContinued={isContinued}
      aside={
        <span className="min-w-0 truncate text-sm text-ink-3">
          {post.isAutomatic ? t('feed.automatic') : to && `→ ${to}`}
        </span>
      }
      end={
        <>
          <SentMark post={post} ticketId={ticketId} />
          {post.channel === 'chat' ? (
            <ArrivalMark post={post} ticketId={ticketId} />
          ) : (
            <DeliveryMark post={post} />
          )}
        </>
      }
    >
      {post.cc.length > 0 && (
        <p className="truncate text-sm text-ink-3">
          {t('feed.cc', { list: post.cc.map((each) => each.name || each.address).join(', ') })}
        </p>
      )}
      {post.bcc.length > 0 && (
        <p className="truncate text-sm text-ink-3">
          {t('feed.bcc', { list: post.bcc.map((each) => each.name || each.address).join(', ') })}
        </p>
      )}
      {post.html ? <RichText html={post.html} files={post.files} /> : <PlainText text={post.text} />}
      <Files files={post.files} shownInText={post.html} />
      <WaitingReply post={post} ticketId={ticketId} />
      {isTrouble && <DeliveryProblem post={post} ticketId={ticketId} />}
    </PostFrame>
  )
}
