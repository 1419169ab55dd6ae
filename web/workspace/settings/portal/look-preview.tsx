import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { PagePreview } from './page-preview.tsx'
import { lookOf, type PortalValues } from './portal-values.ts'

const pages = ['home', 'article', 'request'] as const

/** The portal's pages with what is on the form now. */
export function LookPreview({
  values,
  logo,
  language,
  onLanguage,
}: {
  values: PortalValues
  logo: string | null
  language: Language
  onLanguage: (language: Language) => void
}) {
  const { t } = useTranslation()
  const [page, setPage] = useState<(typeof pages)[number]>('home')
  return (
    <section
      aria-label={t('settings.portal.preview')}
      className="top-4 min-w-0 max-xl:mt-8 max-xl:border-t max-xl:border-line max-xl:pt-5 xl:sticky"
    >
      <h2 className="pb-2 font-medium xl:sr-only">{t('settings.portal.preview')}</h2>
      <PagePreview
        wish={{ page, language, look: lookOf(values) }}
        version={logo}
        choice={
          <>
            <Tabs
              label={t('settings.portal.page')}
              value={page}
              items={pages.map((one) => ({ value: one, label: t(`settings.portal.template.${one}`) }))}
              onChange={setPage}
            />
            {values.languages.length > 1 && (
              <Tabs
                label={t('settings.portal.wordsIn')}
                value={language}
                items={values.languages.map((one) => ({ value: one, label: one.toUpperCase() }))}
                onChange={onLanguage}
              />
            )}
          </>
        }
      />
    </section>
  )
}
