import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { Scene } from '../../../../widget/chat-preview/scene.ts'
import { Tabs } from '../../../../ui/tabs.tsx'
import { type ChatValues, languages } from '../chat-values.ts'
import { PreviewFrame } from './preview-frame.tsx'
import { tomorrowMorning } from './tomorrow-morning.ts'

const moments = ['begin', 'talk', 'closed'] as const
const devices = ['desktop', 'phone'] as const
const shades = ['light', 'dark'] as const
const presences = ['online', 'away'] as const

/** The chat as its visitors would see it with what is on the form now, saved or not. It can be tried out. */
export function ChatPreview({
  values,
  language,
  onLanguage,
}: {
  values: ChatValues
  language: Language
  onLanguage: (language: Language) => void
}) {
  const { t } = useTranslation()
  const [moment, setMoment] = useState<Scene['moment']>('begin')
  const [device, setDevice] = useState<(typeof devices)[number]>('desktop')
  const [shade, setShade] = useState<(typeof shades)[number]>('light')
  const [presence, setPresence] = useState<(typeof presences)[number]>('online')
  const row = <T extends string>(
    name: 'moment' | 'device' | 'shade' | 'presence',
    value: T,
    choices: readonly T[],
    onChange: (value: T) => void,
    words: (value: T) => string,
  ) => (
    <Tabs
      label={t(`settings.chats.preview.${name}`)}
      value={value}
      items={choices.map((each) => ({ value: each, label: words(each) }))}
      onChange={onChange}
    />
  )
  return (
    <section
      aria-label={t('settings.chats.preview.title')}
      className="top-4 min-w-0 max-xl:mt-8 max-xl:border-t max-xl:border-line max-xl:pt-5 xl:sticky"
    >
      <h2 className="font-medium xl:sr-only">{t('settings.chats.preview.title')}</h2>
      <p className="mb-2 text-sm text-ink-3 xl:hidden">{t('settings.chats.preview.hint')}</p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 pb-2">
        {row('moment', moment, moments, setMoment, (one) => t(`settings.chats.preview.moments.${one}`))}
        {row('device', device, devices, setDevice, (one) => t(`settings.chats.preview.devices.${one}`))}
        {row('presence', presence, presences, setPresence, (one) =>
          t(`settings.chats.preview.presences.${one}`),
        )}
        {row('shade', shade, shades, setShade, (one) => t(`settings.chats.preview.shades.${one}`))}
        {values.languages.length > 1 && (
          <Tabs
            label={t('settings.chats.preview.language')}
            value={language}
            items={languages.map((one) => ({ value: one, label: one.toUpperCase() }))}
            onChange={onLanguage}
          />
        )}
      </div>
      <PreviewFrame
        scene={sceneOf(values, {
          language,
          moment,
          isOnline: presence === 'online',
          isDark: shade === 'dark',
        })}
        isPhone={device === 'phone'}
      />
      <p className="mt-2 text-sm text-ink-3 max-xl:hidden">{t('settings.chats.preview.hint')}</p>
    </section>
  )
}

interface Choice {
  language: Language
  moment: Scene['moment']
  isOnline: boolean
  isDark: boolean
}

function sceneOf(values: ChatValues, { language, moment, isOnline, isDark }: Choice): Scene {
  const texts = values.texts[language]
  // An invitation is shown at once, and the first that says something in this language.
  const invitation = values.proactive.find((message) => message.texts[language]?.trim())
  return {
    config: {
      languages: values.languages,
      language,
      texts: { ...texts, title: texts.title.trim() || values.name },
      accent: values.accent,
      accentDark: values.accentDark,
      position: values.position,
      form: { name: values.asksName, email: values.asksEmail, hasConsent: values.hasConsent },
      proactive: invitation ? [{ ...invitation, pagePart: '', afterSeconds: 0 }] : [],
      isOnline,
      // Without hours nothing is promised.
      nextOnlineAt: isOnline || values.calendarId === null ? null : tomorrowMorning(),
    },
    isDark,
    moment,
  }
}
