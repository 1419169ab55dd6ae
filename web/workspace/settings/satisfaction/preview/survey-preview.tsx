import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { ErrorState, Skeleton } from '../../../../ui/states.tsx'
import { Tabs } from '../../../../ui/tabs.tsx'
import { surveyPreviewQuery } from '../queries.ts'
import type { SurveyValues } from '../survey-values.ts'
import { languages } from '../text-fields.tsx'
import { PaperFrame } from './paper-frame.tsx'

const pages = ['page', 'thanks'] as const

/** The letter as it would leave, and the page its links open, with what is on the form now. */
export function SurveyPreview({
  values,
  language,
  onLanguage,
}: {
  values: SurveyValues
  language: Language
  onLanguage: (language: Language) => void
}) {
  const { t } = useTranslation()
  const [page, setPage] = useState<(typeof pages)[number]>('page')
  const { scale, texts } = values
  // A cause is shown when both its names are there: that is when it can be saved.
  const causes = values.causes.filter((cause) => cause.ru.trim() && cause.en.trim())
  const told = useDeferredValue(JSON.stringify({ language, scale, texts, causes }))
  const preview = useQuery(surveyPreviewQuery(JSON.parse(told) as Parameters<typeof surveyPreviewQuery>[0]))
  return (
    <section
      aria-label={t('settings.satisfaction.preview')}
      className="top-4 min-w-0 max-xl:mt-8 max-xl:border-t max-xl:border-line max-xl:pt-5 xl:sticky"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2">
        <h2 className="mr-auto font-medium">{t('settings.satisfaction.preview')}</h2>
        <Tabs
          label={t('settings.chats.preview.language')}
          value={language}
          items={languages.map((one) => ({ value: one, label: one.toUpperCase() }))}
          onChange={onLanguage}
        />
      </div>
      {preview.isError && !preview.data ? (
        <ErrorState title={t('settings.satisfaction.previewFailed')} onRetry={() => void preview.refetch()} />
      ) : preview.data ? (
        <div className="grid gap-4 md:max-xl:grid-cols-2">
          <div className="min-w-0">
            <p className="pb-1 text-sm text-ink-3">{t('settings.satisfaction.previewLetter')}</p>
            <PaperFrame
              title={t('settings.satisfaction.previewLetter')}
              html={letterPage(preview.data.letterHtml, language)}
              width={480}
              height={350}
            />
          </div>
          <div className="min-w-0">
            <Tabs
              label={t('settings.satisfaction.previewPage')}
              value={page}
              items={pages.map((one) => ({ value: one, label: t(`settings.satisfaction.previews.${one}`) }))}
              onChange={setPage}
              className="-ml-2.5 pb-1 text-sm"
            />
            <PaperFrame
              title={t(`settings.satisfaction.previews.${page}`)}
              html={page === 'page' ? preview.data.pageHtml : preview.data.thanksHtml}
              width={620}
              height={680}
            />
          </div>
        </div>
      ) : (
        <Skeleton className="h-96 w-full" />
      )}
      <p className="mt-2 text-sm text-ink-3">{t('settings.satisfaction.previewHint')}</p>
    </section>
  )
}

/** A letter is read on white, in its reader's own letters. */
function letterPage(html: string, language: Language): string {
  const style =
    'body{margin:20px 24px;font:15px/23px system-ui,sans-serif;color:#1d1c1a;background:#fff}a{color:#2f5bea}'
  return `<!doctype html><html lang="${language}"><head><meta name="color-scheme" content="light"><style>${style}</style></head><body>${html}</body></html>`
}
