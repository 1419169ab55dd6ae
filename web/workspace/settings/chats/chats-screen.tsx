import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createChat, type ListedChat, updateChat } from '#contract/chat-settings.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { Card, Row } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { NameDialog } from '../frame/name-dialog.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { HealthDot } from '../inboxes/inboxes-screen.tsx'
import { OnOff } from '../rules/on-off.tsx'
import { useChange } from '../use-change.ts'
import { chatsQuery } from './queries.ts'

/** The chats of the desk, each with what its visitors are told now. */
export function ChatsScreen() {
  const { t } = useTranslation()
  const chats = useQuery(chatsQuery)
  const navigate = useNavigate()
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
      {t('settings.chats.add')}
    </Button>
  )
  const isEmpty = chats.data?.items.length === 0
  return (
    <SettingsPage section="chats" isNarrow sub={t('settings.chats.sub')} actions={!isEmpty && add}>
      <Loaded query={chats} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="chat" title={t('settings.chats.emptyTitle')} action={add}>
              {t('settings.chats.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              {items.map((chat) => (
                <ChatRow key={chat.id} chat={chat} />
              ))}
            </Card>
          )
        }
      </Loaded>
      {isAdding && (
        <NameDialog
          title={t('settings.chats.addTitle')}
          example={t('settings.chats.nameExample')}
          create={(name) => call(createChat, { body: { name } })}
          onCreated={(id) =>
            navigate({ to: '/settings/chats/$chatId', params: { chatId: String(id) }, search: {} })
          }
          onClose={() => setAdding(false)}
        />
      )}
    </SettingsPage>
  )
}

/** What the visitors of a chat are told of who is there. */
export function useStanding(): (chat: ListedChat) => string {
  const { t } = useTranslation()
  const dates = useDates()
  return ({ isActive, isOnline, nextOnlineAt }) => {
    if (!isActive) return t('settings.chats.standing.off')
    if (isOnline) return t('settings.chats.standing.online')
    return nextOnlineAt === null
      ? t('settings.chats.standing.away')
      : t('settings.chats.standing.awayUntil', { when: dates.sentence(nextOnlineAt) })
  }
}

function ChatRow({ chat }: { chat: ListedChat }) {
  const { t } = useTranslation()
  const { teamName } = useDesk()
  const standing = useStanding()
  const turn = useChange({
    send: (isActive: boolean) =>
      call(updateChat, { params: { id: chat.id }, body: { version: chat.version, isActive } }),
    heard: (isActive) => t(isActive ? 'settings.chats.turnedOn' : 'settings.chats.turnedOff'),
  })
  const sites = chat.sites.map((site) => site.replace(/^https?:\/\//, ''))
  return (
    <Row className="min-h-[64px]">
      <HealthDot state={chat.isActive && chat.isOnline ? 'ok' : 'quiet'} />
      <span className="min-w-0 flex-1">
        <Link
          to="/settings/chats/$chatId"
          params={{ chatId: String(chat.id) }}
          search={{}}
          className="block min-w-0 font-medium break-words hover:underline"
        >
          {chat.name}
        </Link>
        <span className="block text-sm break-words text-ink-3">
          {[
            standing(chat),
            chat.teamId === null ? t('settings.chats.anyTeam') : teamName(chat.teamId),
            sites.length === 0
              ? t('settings.chats.anySite')
              : sites.length > 2
                ? t('settings.chats.siteCount', { count: sites.length })
                : sites.join(', '),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <OnOff
        name={chat.name}
        label={t('settings.chats.switch', { name: chat.name })}
        isOn={chat.isActive}
        isBusy={turn.isPending}
        onChange={(isActive) => turn.mutate(isActive)}
      />
    </Row>
  )
}
