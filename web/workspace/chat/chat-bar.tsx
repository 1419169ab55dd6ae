import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { endTicketChat, resumeTicketChat, type TicketChat } from '#contract/chat-desk.ts'
import type { Ticket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { announce } from '../../ui/announce.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { queryClient } from '../query-client.ts'
import { refreshTicket } from '../ticket/refresh-ticket.ts'
import { useSayFailure } from '../ticket/use-say-failure.ts'
import { ticketChatQuery } from './queries.ts'

/** `https://shop.example/delivery` as somebody reads it. */
function readable(url: string): string {
  return url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '')
}

/** Where recipients stand for a letter: who is in the chat, on which page, and how one ends it. */
export function ChatBar({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const { data } = useQuery(ticketChatQuery(ticket.id))
  const settle = () => {
    refreshTicket(ticket.id)
    return queryClient.invalidateQueries({ queryKey: ['chat', ticket.id] })
  }
  const params = { id: ticket.id }
  const end = useMutation({
    mutationFn: (wantsTranscript: boolean) => call(endTicketChat, { params, body: { wantsTranscript } }),
    onSuccess: () => announce(t('chat.endedNow')),
    onError: (error) => sayFailure(error, t('chat.notEnded')),
    onSettled: settle,
  })
  const resume = useMutation({
    mutationFn: () => call(resumeTicketChat, { params }),
    onSuccess: () => announce(t('chat.resumedNow')),
    onError: (error) => sayFailure(error, t('chat.notResumed')),
    onSettled: settle,
  })
  const chat = data?.chat
  if (!chat) return <div aria-busy="true" className="min-h-8" />
  if (ticket.replyChannel === 'email') {
    return (
      <div className="flex min-h-8 flex-none flex-wrap items-center gap-x-2 px-3 pt-1 text-sm text-ink-3">
        <Icon name="chat" size={14} />
        <span className="min-w-0 flex-1">{t('chat.byLetterNow')}</span>
        <Button look="ghost" isBusy={resume.isPending} onClick={() => resume.mutate()}>
          {t('chat.resume')}
        </Button>
      </div>
    )
  }
  return (
    <div className="flex min-h-8 flex-none items-center gap-2 px-3 pt-1 text-sm">
      <Presence chat={chat} name={ticket.customer.name} />
      <span className="ml-auto" />
      <Menu
        align="end"
        side="top"
        trigger={
          <button type="button" disabled={end.isPending} className={buttonClass('ghost', 'flex-none')}>
            {t('chat.end')}
            <Icon name="down" size={12} />
          </button>
        }
      >
        <MenuItem icon="check" onSelect={() => end.mutate(false)}>
          {t('chat.endOnly')}
        </MenuItem>
        <MenuItem icon="mail" isDisabled={chat.visitor.email === null} onSelect={() => end.mutate(true)}>
          {chat.visitor.email === null
            ? t('chat.endNoAddress')
            : t('chat.endWithTranscript', { address: chat.visitor.email })}
        </MenuItem>
      </Menu>
    </div>
  )
}

function Presence({ chat, name }: { chat: TicketChat; name: string }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { visitor } = chat
  const who = name || visitor.name || t('chat.visitor')
  const page = visitor.page
  return (
    <div className="flex min-w-0 items-center gap-x-2 gap-y-0.5 max-sm:flex-wrap">
      <span
        aria-hidden="true"
        className={classNames('size-2 flex-none rounded-full', visitor.isHere ? 'bg-ok' : 'bg-line-strong')}
      />
      <span
        title={visitor.isHere ? undefined : t('chat.seen', { when: dates.sentence(visitor.seenAt) })}
        className={classNames('flex-none', visitor.isHere ? 'text-ink-2' : 'text-ink-3')}
      >
        {visitor.isHere ? t('chat.here', { name: who }) : t('chat.gone')}
      </span>
      {visitor.isIdentified && (
        <span title={t('chat.identifiedLong')} className="inline-flex flex-none text-ok">
          <Icon name="shield" size={14} />
          <span className="sr-only">{t('chat.identified')}</span>
        </span>
      )}
      {visitor.isHere
        ? page && (
            <a
              href={page.url}
              target="_blank"
              rel="noreferrer noopener"
              title={page.url}
              className="flex min-w-0 items-center gap-1 text-ink-3 hover:text-accent"
            >
              <Icon name="globe" size={14} />
              <span className="sr-only">{t('chat.onPage')} </span>
              <span className="truncate">{page.title || readable(page.url)}</span>
            </a>
          )
        : !chat.isEnded && (
            <span className="truncate text-ink-3">
              <span className="max-sm:hidden">· </span>
              {visitor.email === null ? t('chat.willSee') : t('chat.willMail', { address: visitor.email })}
            </span>
          )}
    </div>
  )
}
