import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { useDebounced } from '../../palette/use-debounced.ts'
import { type FormValues, languages, previewWish } from './form-values.ts'
import { previewQuery } from './queries.ts'

/** A page of its own with the form on it; what it is to show is told to it, as often as it changes. */
const page =
  '<!doctype html><html><head><meta name="viewport" content="width=device-width"></head><body>' +
  '<script type="module" src="/widget/form-preview.js"></script></body></html>'
const readyWord = 'otklik-form-preview'

const devices = ['desktop', 'phone'] as const
const shades = ['light', 'dark'] as const

/** The form itself as its visitors would meet it with what is on the page now, saved or not. It can be tried out. */
export function FormPreview({
  values,
  language,
  onLanguage,
  className,
}: {
  values: FormValues
  language: Language
  onLanguage: (language: Language) => void
  className?: string
}) {
  const { t } = useTranslation()
  const [device, setDevice] = useState<(typeof devices)[number]>('desktop')
  const [shade, setShade] = useState<(typeof shades)[number]>('light')
  const wish = useDebounced(JSON.stringify(previewWish(values, language)), 250)
  const { data: form } = useQuery(previewQuery(JSON.parse(wish)))
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    const hear = ({ source, data }: MessageEvent) => {
      if (source === frame.current?.contentWindow && data === readyWord) setReady(true)
    }
    addEventListener('message', hear)
    return () => removeEventListener('message', hear)
  }, [])
  useEffect(() => {
    // The frame has no origin to be named; what it is told is what its visitors see.
    if (isReady && form) frame.current?.contentWindow?.postMessage({ form, isDark: shade === 'dark' }, '*')
  }, [isReady, form, shade])
  return (
    <section
      aria-label={t('settings.chats.preview.title')}
      className={classNames('top-4 min-w-0 xl:sticky', className)}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 pb-2">
        <Tabs
          label={t('settings.chats.preview.device')}
          value={device}
          items={devices.map((one) => ({ value: one, label: t(`settings.chats.preview.devices.${one}`) }))}
          onChange={setDevice}
        />
        <Tabs
          label={t('settings.chats.preview.shade')}
          value={shade}
          items={shades.map((one) => ({ value: one, label: t(`settings.chats.preview.shades.${one}`) }))}
          onChange={setShade}
        />
        {values.languages.length > 1 && (
          <Tabs
            label={t('settings.chats.preview.language')}
            value={language}
            items={languages.map((one) => ({ value: one, label: one.toUpperCase() }))}
            onChange={onLanguage}
          />
        )}
      </div>
      <iframe
        ref={frame}
        title={t('settings.chats.preview.title')}
        srcDoc={page}
        sandbox="allow-scripts"
        className={classNames(
          'block h-[620px] max-w-full border border-line bg-panel',
          device === 'phone'
            ? 'mx-auto w-[375px] rounded-[24px] border-4 border-line-strong'
            : 'w-full rounded-lg',
        )}
      />
      <p className="mt-2 text-sm text-ink-3">{t('settings.webForms.previewHint')}</p>
    </section>
  )
}
