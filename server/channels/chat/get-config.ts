import type { ChatConfig } from '#contract/chat.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { words } from '#server/platform/words.ts'
import { mostFileBytes } from './files.ts'
import { isAnybodyThere } from './is-anybody-there.ts'
import { languageFor } from './load-chat.ts'
import type { ChatRow } from './tables.ts'

/** What a widget needs before anybody says a word, in the visitor's language. */
export async function getChatConfig(
  db: Db,
  chat: ChatRow,
  { language: wish }: { language?: string | undefined },
  now: Date,
): Promise<ChatConfig> {
  const language = languageFor(chat, wish)
  const { isOnline, nextOnlineAt } = await isAnybodyThere(db, chat, now)
  return {
    key: chat.key,
    languages: chat.languages,
    language,
    texts: chat.texts[language] ?? { title: chat.name, greeting: '', away: '', consent: '' },
    accent: chat.accent,
    accentDark: chat.accent_dark,
    position: chat.position,
    form: { name: chat.asks_name, email: chat.asks_email, hasConsent: chat.has_consent },
    proactive: chat.proactive,
    isOnline,
    nextOnlineAt: nextOnlineAt?.toISOString() ?? null,
    maxFileBytes: mostFileBytes,
    words: words(language).t('widget.chat', { returnObjects: true }),
  }
}
