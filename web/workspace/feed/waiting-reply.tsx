import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cancelReply, scheduleReply, sendReplyNow } from '#contract/sending.ts'
import { call } from '../../api/call.ts'
import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { textIfAny } from '../../ui/i18n.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { keyLabel } from '../../ui/keyboard.ts'
import { type Plan, SendLater } from '../composer/send-later.tsx'
import { takeBack } from '../composer/taken-back.ts'
import { endOfWindow, offerUndo, useSecondsUntil, withdrawUndo } from '../composer/undo-send.tsx'
import { useMoment } from '../composer/use-moment.ts'
import { refreshTicket } from '../ticket/refresh-ticket.ts'
import { useCan, useSession } from '../session.ts'
import { useSayFailure } from '../ticket/use-say-failure.ts'
import type { Reply } from './feed-items.ts'

/** A reply that has not left yet: until when it waits, and what can still be done about it. */
export function WaitingReply({ post, ticketId }: { post: Reply; ticketId: number }) {
  const { state, sendAt } = post.delivery
  if (sendAt === null) return null
  if (state === 'queued') return <Countdown post={post} ticketId={ticketId} sendAt={sendAt} />
  if (state === 'scheduled') return <Scheduled post={post} ticketId={ticketId} sendAt={sendAt} />
  return state === 'held' ? <Held post={post} ticketId={ticketId} /> : null
}

function Bar({
  icon,
  tone,
  text,
  children,
}: {
  icon: IconName
  tone?: 'warn'
  text: ReactNode
  children: ReactNode
}) {
  return (
    <div
      role={tone === 'warn' ? 'alert' : undefined}
      className={classNames(
        'mt-2 flex flex-wrap items-center gap-2 rounded-md py-1.5 pr-1.5 pl-2.5',
        tone === 'warn' ? 'bg-warn-soft text-warn' : 'bg-accent-soft text-accent',
      )}
    >
      <Icon name={icon} />
      <div className="min-w-0 flex-1 basis-40 py-1">{text}</div>
      <span className="ml-auto flex flex-wrap gap-1.5 text-ink">{children}</span>
    </div>
  )
}

function Countdown({ post, ticketId, sendAt }: { post: Reply; ticketId: number; sendAt: string }) {
  const { t } = useTranslation()
  const can = useCan()
  const { agent } = useSession()
  const sayFailure = useSayFailure()
  const [until] = useState(() => endOfWindow(sendAt))
  const seconds = useSecondsUntil(until)
  const isMine = post.agent?.id === agent.id
  useEffect(() => {
    // After a reload, too, the key undoes what this line shows.
    if (isMine && until > Date.now()) offerUndo({ replyId: post.id, ticketId, until })
  }, [isMine, post.id, ticketId, until])
  const undo = useMutation({
    mutationFn: async () => {
      withdrawUndo(post.id)
      await takeBack(ticketId, post.id)
    },
    onSuccess: () => announce(t('undo.done')),
    onError: (error) => sayFailure(error, t('undo.failed')),
  })
  return (
    <Bar
      icon="clock"
      text={
        <span className="numeric" aria-hidden="true">
          {seconds > 0 ? t('undo.leavesIn', { seconds }) : t('undo.leaves')}
        </span>
      }
    >
      {can('ticket.reply') && (
        <Button isBusy={undo.isPending} onClick={() => undo.mutate()}>
          {t('undo.undo')}
          {isMine && <Kbd>{keyLabel('z')}</Kbd>}
        </Button>
      )}
    </Bar>
  )
}

/** What an agent can do with a reply that waits for longer than seconds. */
function useChoices(post: Reply, ticketId: number) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const onError = (error: unknown) => sayFailure(error, t('waiting.failed'))
  const options = { onError, onSettled: () => refreshTicket(ticketId) }
  const params = { id: post.id }
  return {
    now: useMutation({ mutationFn: () => call(sendReplyNow, { params }), ...options }),
    stop: useMutation({
      mutationFn: () => call(cancelReply, { params, body: { isReturned: false } }),
      ...options,
    }),
    // It asks anew by itself.
    edit: useMutation({ mutationFn: () => takeBack(ticketId, post.id), onError }),
    plan: useMutation({
      mutationFn: (plan: Plan) => call(scheduleReply, { params, body: plan }),
      ...options,
    }),
  }
}

function Scheduled({ post, ticketId, sendAt }: { post: Reply; ticketId: number; sendAt: string }) {
  const { t } = useTranslation()
  const can = useCan()
  const moment = useMoment()
  const choices = useChoices(post, ticketId)
  const [isPlanning, setPlanning] = useState(false)
  const ifCustomerWrites = post.delivery.ifCustomerWrites ?? 'ask'
  return (
    <Bar
      icon="clock"
      text={
        <>
          <span className="numeric font-medium">{t('waiting.scheduled', { when: moment(sendAt) })}</span>
          <span className="block text-sm text-ink-2">{t(`waiting.if_${ifCustomerWrites}`)}</span>
        </>
      }
    >
      {can('ticket.reply') && (
        <>
          <Button isBusy={choices.plan.isPending} onClick={() => setPlanning(true)}>
            {t('waiting.time')}
          </Button>
          <Button isBusy={choices.edit.isPending} onClick={() => choices.edit.mutate()}>
            {t('waiting.edit')}
          </Button>
          <Button isBusy={choices.stop.isPending} onClick={() => choices.stop.mutate()}>
            {t('waiting.cancel')}
          </Button>
          <Button isBusy={choices.now.isPending} onClick={() => choices.now.mutate()}>
            {t('waiting.now')}
          </Button>
        </>
      )}
      {isPlanning && (
        <SendLater
          start={{ sendAt, ifCustomerWrites }}
          onClose={() => setPlanning(false)}
          onPlan={(plan) => {
            setPlanning(false)
            choices.plan.mutate(plan)
          }}
        />
      )}
    </Bar>
  )
}

/** The conversation has moved on before the reply went: nothing is sent until a person has said what is right now. */
function Held({ post, ticketId }: { post: Reply; ticketId: number }) {
  const { t, i18n } = useTranslation()
  const can = useCan()
  const choices = useChoices(post, ticketId)
  const { error } = post.delivery
  const why = error === null ? '' : (textIfAny(i18n, `delivery.${error}`) ?? error)
  return (
    <Bar
      icon="alert"
      tone="warn"
      text={
        <>
          <span className="font-medium">{t('waiting.held', { why })}</span>
          <span className="block text-sm text-ink-2">{t('waiting.heldAsk')}</span>
        </>
      }
    >
      {can('ticket.reply') && (
        <>
          <Button look="primary" isBusy={choices.edit.isPending} onClick={() => choices.edit.mutate()}>
            {t('waiting.edit')}
          </Button>
          <Button isBusy={choices.stop.isPending} onClick={() => choices.stop.mutate()}>
            {t('waiting.dontSend')}
          </Button>
          <Button isBusy={choices.now.isPending} onClick={() => choices.now.mutate()}>
            {t('waiting.sendAsIs')}
          </Button>
        </>
      )}
    </Bar>
  )
}
