import type { TFunction } from 'i18next'
import type { Chat } from '#contract/chat-settings.ts'
import type { ChatTexts } from '#contract/chat.ts'
import type { Language } from '#contract/common.ts'
import type { Problems } from '../../forms/use-form.ts'

/** A chat as its form has it. */
export type ChatValues = Omit<Chat, 'id' | 'key' | 'version' | 'texts'> & {
  /** Of a language that is switched off as well: what was written is not lost by a look aside. */
  texts: Record<Language, ChatTexts>
}

export const languages = ['ru', 'en'] as const satisfies readonly Language[]
const noTexts: ChatTexts = { title: '', greeting: '', away: '', consent: '' }

export function savedValues(chat: Chat): ChatValues {
  const { id: _id, key: _key, version: _version, texts, ...rest } = chat
  return { ...rest, texts: { ru: texts.ru ?? noTexts, en: texts.en ?? noTexts } }
}

/** What is sent: of texts those that are whole. */
export function sentValues({ texts, proactive, ...rest }: ChatValues): Omit<Chat, 'id' | 'key' | 'version'> {
  const whole = languages.filter((language) => texts[language].title.trim() !== '')
  return {
    ...rest,
    texts: Object.fromEntries(whole.map((language) => [language, texts[language]])),
    proactive: proactive.map((message) => ({
      ...message,
      texts: Object.fromEntries(Object.entries(message.texts).filter(([, text]) => text.trim() !== '')),
    })),
  }
}

export function problems(values: ChatValues, t: TFunction): Problems<ChatValues> {
  const { texts, hasConsent, proactive, sites } = values
  const wrong: Problems<ChatValues> = {}
  if (!values.name.trim()) wrong.name = t('settings.chats.nameMissing')
  const untitled = values.languages.find((language) => !texts[language].title.trim())
  const silent = values.languages.find((language) => hasConsent && !texts[language].consent.trim())
  if (untitled)
    wrong.texts = t('settings.chats.titleMissing', { language: t(`settings.chats.in.${untitled}`) })
  else if (silent)
    wrong.hasConsent = t('settings.chats.consentMissing', { language: t(`settings.chats.in.${silent}`) })
  if (proactive.some((one) => values.languages.every((language) => !one.texts[language]?.trim())))
    wrong.proactive = t('settings.chats.invitationMissing')
  else if (proactive.some((one) => !(one.afterSeconds >= 0 && one.afterSeconds <= 3600)))
    wrong.proactive = t('settings.chats.secondsWrong')
  if (sites.some((site) => !isSite(site))) wrong.sites = t('settings.chats.siteWrong')
  return wrong
}

/** `https://shop.example`, as browsers say where a page is from. */
export function isSite(text: string): boolean {
  return /^https?:\/\/[^\s/?#@]+$/.test(text)
}

/** What somebody types or pastes for a site: an address of one of its pages does as well. */
export function siteOf(typed: string): string {
  const text = typed.trim().toLowerCase()
  const whole = /^[a-z][a-z0-9+.-]*:\/\//.test(text) ? text : `https://${text}`
  return URL.canParse(whole) ? new URL(whole).origin : text
}
