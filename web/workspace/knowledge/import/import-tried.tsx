import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type KnowledgeImport,
  type KnowledgeImportOptions,
  startKnowledgeImport,
} from '#contract/knowledge-import.ts'
import type { KnowledgeCategory } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { useFileSize } from '../../../ui/file-chip.tsx'
import { useCan } from '../../session.ts'
import { Loaded } from '../../settings/frame/loaded.tsx'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { useChange } from '../../settings/use-change.ts'
import { categoryRows } from '../tree/category-rows.ts'
import { ImportOptions } from './import-options.tsx'
import { PlanProblems } from './plan-problems.tsx'
import { PlanTree } from './plan-tree.tsx'
import { keepImport, planQuery } from './queries.ts'
import { useFocusIfLost } from './use-focus-if-lost.ts'

/** What would become of an archive, how it is to be imported, and the button that does it. */
export function ImportTried({
  tried,
  categories,
}: {
  tried: KnowledgeImport
  categories: readonly KnowledgeCategory[]
}) {
  const { t } = useTranslation()
  const can = useCan()
  const size = useFileSize()
  const language = useLanguage()
  const [options, setOptions] = useState<KnowledgeImportOptions>({
    language,
    // Whoever may not add categories at the top begins in one that is there.
    categoryId: can('article.publish') ? null : (categoryRows(categories)[0]?.category.id ?? null),
    existing: 'update',
    publishes: false,
  })
  const plan = useQuery(planQuery(tried, options.language, options.categoryId))
  const start = useChange({
    send: () => call(startKnowledgeImport, { params: { id: tried.id }, body: options }),
    heard: () => t('knowledge.import.state.running'),
    onDone: keepImport,
  })
  const heading = useFocusIfLost()
  const mayStart = can('article.publish') || options.categoryId !== null
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_296px]">
      <div className="min-w-0 max-lg:order-2">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 text-lg font-semibold break-words outline-none">
          {tried.name}
        </h2>
        <Loaded query={plan}>
          {(data) => (
            <>
              <p className="numeric mb-3 text-ink-3">
                {[
                  t('knowledge.import.articles', { count: data.articles.length }),
                  t('knowledge.import.categories', { count: data.categories.length }),
                  t('knowledge.import.pictures', { count: data.pictures }),
                  t('knowledge.import.files', { count: data.attachments }),
                  size(tried.sizeBytes),
                ].join(' · ')}
              </p>
              <PlanProblems problems={data.problems} />
              <PlanTree plan={data} existing={options.existing} />
            </>
          )}
        </Loaded>
      </div>
      <aside aria-label={t('knowledge.import.how')} className="max-lg:order-1">
        <div className="flex flex-col gap-4 rounded-lg border border-line p-4 lg:sticky lg:top-4">
          <h2 className="font-semibold">{t('knowledge.import.how')}</h2>
          <ImportOptions options={options} categories={categories} onChange={setOptions} />
          <Button
            look="primary"
            icon="download"
            isBusy={start.isPending}
            disabled={!mayStart || !plan.data || plan.data.articles.length === 0}
            onClick={() => start.mutate(undefined)}
          >
            {t('knowledge.import.start')}
          </Button>
          {plan.data?.articles.length === 0 && (
            <p className="text-sm text-ink-3">{t('errors.nothing_to_import')}</p>
          )}
        </div>
      </aside>
    </div>
  )
}
