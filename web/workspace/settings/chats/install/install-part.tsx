import { useTranslation } from 'react-i18next'
import type { ListedChat } from '#contract/chat-settings.ts'
import { Callout } from '../../../forms/callout.tsx'
import { FormRow } from '../../frame/form-row.tsx'
import { CodeBlock } from './code-block.tsx'
import { embedCode } from './code-samples.ts'
import { SignedUsers } from './signed-users.tsx'

/** How the chat comes onto a site, and how the site says who is signed in there. */
export function InstallPart({ chat }: { chat: ListedChat }) {
  const { t } = useTranslation()
  return (
    <>
      <FormRow isWide label={t('settings.chats.embed')} hint={t('settings.chats.embedHint')}>
        {!chat.isActive && (
          <Callout tone="warn" icon="alert">
            {t('settings.chats.embedOff')}
          </Callout>
        )}
        <CodeBlock label={t('settings.chats.embed')} code={embedCode(location.origin, chat.key)} />
        <p className="text-ink-2">{t('settings.chats.embedText')}</p>
        {chat.sites.length > 0 && (
          <p className="break-words text-ink-2">
            {t('settings.chats.embedSites', { sites: chat.sites.join(', ') })}
          </p>
        )}
        <p className="text-sm text-ink-3">{t('settings.chats.embedPolicy', { origin: location.origin })}</p>
      </FormRow>
      <SignedUsers chat={chat} />
    </>
  )
}
