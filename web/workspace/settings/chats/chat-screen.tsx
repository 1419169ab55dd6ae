import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ListedChat, updateChat } from '#contract/chat-settings.ts'
import { call } from '../../../api/call.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { queryClient } from '../../query-client.ts'
import { ArchiveSection } from '../frame/archive-section.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { HealthDot } from '../inboxes/inboxes-screen.tsx'
import { ChatForm } from './chat-form.tsx'
import { useStanding } from './chats-screen.tsx'
import { InstallPart } from './install/install-part.tsx'
import { chatsQuery } from './queries.ts'

/** One chat: how it looks and behaves, beside it as its visitors see it; how it comes onto a site. */
export function ChatScreen() {
  const { t } = useTranslation()
  const standing = useStanding()
  const { chatId } = useParams({ from: '/desk/settings/chats/$chatId' })
  const chats = useQuery(chatsQuery)
  const chat = chats.data?.items.find((each) => each.id === Number(chatId))
  return (
    <SettingsPage
      section="chats"
      back="/settings/chats"
      isWide
      title={chat?.name ?? t('settings.section.chats')}
      mark={chat && <HealthDot state={chat.isActive && chat.isOnline ? 'ok' : 'quiet'} />}
      sub={chat && standing(chat)}
    >
      <Loaded query={chats}>
        {() =>
          chat ? (
            <SavedChat key={chat.id} chat={chat} />
          ) : (
            <EmptyState icon="chat" title={t('settings.chats.goneTitle')}>
              {t('settings.chats.goneText')}
            </EmptyState>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}

const parts = ['look', 'install'] as const

function SavedChat({ chat }: { chat: ListedChat }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const panelId = useId()
  const { part = 'look' } = useSearch({ from: '/desk/settings/chats/$chatId' })
  // The list is read again while one types: the form stays with the version it began with until it is saved.
  const [from, setFrom] = useState<ListedChat>(chat)
  // What the fields began with: another start is another form.
  const [start, setStart] = useState<ListedChat>(chat)
  const takeNewer = async () => {
    const { items } = await queryClient.fetchQuery({ ...chatsQuery, staleTime: 0 })
    const newer = items.find((each) => each.id === chat.id)
    if (!newer) return
    setFrom(newer)
    setStart(newer)
  }
  return (
    <>
      <Tabs
        label={t('settings.chats.parts')}
        value={part}
        items={parts.map((name) => ({ value: name, label: t(`settings.chats.part.${name}`) }))}
        panelId={panelId}
        onChange={(name) =>
          void navigate({
            to: '/settings/chats/$chatId',
            params: { chatId: String(chat.id) },
            search: { part: name === 'look' ? undefined : name },
            replace: true,
          })
        }
        className="mb-4"
      />
      <div id={panelId} role="tabpanel" aria-label={t(`settings.chats.part.${part}`)}>
        {/* Hidden, not gone: a look aside loses no typed word. */}
        <div hidden={part !== 'look'}>
          <ChatForm
            key={start.version}
            saved={from}
            start={start}
            onSaved={(saved) => setFrom({ ...from, ...saved })}
            onTakeNewer={() => void takeNewer()}
          />
          <ArchiveSection
            title={t('settings.chats.archiveTitle')}
            text={t('settings.chats.archiveText')}
            action={t('settings.chats.archive')}
            question={t('settings.chats.archiveConfirm', { name: from.name })}
            said={t('settings.chats.archived', { name: from.name })}
            send={() =>
              call(updateChat, { params: { id: from.id }, body: { version: from.version, isArchived: true } })
            }
            onDone={() => void navigate({ to: '/settings/chats' })}
          />
        </div>
        {part === 'install' && <InstallPart chat={chat} />}
      </div>
    </>
  )
}
