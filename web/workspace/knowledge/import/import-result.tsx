import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  cancelKnowledgeImport,
  type KnowledgeImport,
  startKnowledgeImport,
} from '#contract/knowledge-import.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Callout } from '../../forms/callout.tsx'
import { Loaded } from '../../settings/frame/loaded.tsx'
import { useKnownWords } from '../../settings/frame/use-known-words.ts'
import { useChange } from '../../settings/use-change.ts'
import { stateTones } from './earlier-imports.tsx'
import { PlanProblems } from './plan-problems.tsx'
import { PlanTree } from './plan-tree.tsx'
import { ProgressLine } from './progress-line.tsx'
import { keepImport, planQuery } from './queries.ts'
import { useFocusIfLost } from './use-focus-if-lost.ts'

/** An import that was started: how far it is, what it made, what it could not, and how to go on. */
export function ImportResult({ data }: { data: KnowledgeImport }) {
  const { t } = useTranslation()
  const known = useKnownWords()
  const heading = useFocusIfLost()
  const { id, name, state, options, error } = data
  const cancel = useChange({
    send: () => call(cancelKnowledgeImport, { params: { id } }),
    onDone: keepImport,
  })
  const resume = useChange({
    send: (body: NonNullable<typeof options>) => call(startKnowledgeImport, { params: { id }, body }),
    onDone: keepImport,
  })
  const { articlesMade, articlesUpdated, articlesUnchanged, articlesSkipped, articlesFailed } = data
  const others = articlesUpdated + articlesUnchanged + articlesSkipped + articlesFailed
  const figures = [
    ...(articlesMade > 0 || others === 0 ? [t('knowledge.import.made', { count: articlesMade })] : []),
    ...(articlesUpdated > 0 ? [t('knowledge.import.updated', { count: articlesUpdated })] : []),
    ...(articlesUnchanged > 0 ? [t('knowledge.import.unchanged', { count: articlesUnchanged })] : []),
    ...(articlesSkipped > 0 ? [t('knowledge.import.skipped', { count: articlesSkipped })] : []),
    ...(articlesFailed > 0 ? [t('knowledge.import.failed', { count: articlesFailed })] : []),
    ...(data.categoriesMade > 0 ? [t('knowledge.import.newCategories', { count: data.categoriesMade })] : []),
  ].join(' · ')
  return (
    <>
      <section aria-label={name} className="mb-5 rounded-lg border border-line px-4 py-3">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
          <h2 ref={heading} tabIndex={-1} className="min-w-0 text-lg font-semibold break-words outline-none">
            {name}
          </h2>
          <Tag tone={stateTones[state]}>{t(`knowledge.import.state.${state}`)}</Tag>
          <span className="ml-auto flex gap-2">
            {state === 'running' && (
              <Button isBusy={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
                {t('knowledge.import.cancel')}
              </Button>
            )}
            {(state === 'failed' || state === 'cancelled') && options && (
              <Button icon="refresh" isBusy={resume.isPending} onClick={() => resume.mutate(options)}>
                {t('knowledge.import.resume')}
              </Button>
            )}
          </span>
        </div>
        {state === 'running' ? (
          <div className="mt-3">
            <ProgressLine label={name} share={data.share} words={figures} />
            <p className="mt-1 text-sm text-ink-3">{t('knowledge.import.mayLeave')}</p>
          </div>
        ) : (
          <p role="status" className="numeric mt-1 text-ink-2">
            {figures}
          </p>
        )}
        {error !== null && (
          <Callout tone="bad" icon="alert" role="alert" className="mt-3">
            {known(`knowledge.import.problem.${error}`, error)}
          </Callout>
        )}
        {state === 'done' && options?.publishes === false && articlesMade + articlesUpdated > 0 && (
          <p className="mt-1 text-sm text-ink-3">{t('knowledge.import.areDrafts')}</p>
        )}
      </section>
      {state !== 'running' && options && <Became data={data} options={options} />}
    </>
  )
}

function Became({
  data,
  options,
}: {
  data: KnowledgeImport
  options: NonNullable<KnowledgeImport['options']>
}) {
  const plan = useQuery(planQuery(data, options.language, options.categoryId))
  return (
    <Loaded query={plan}>
      {(found) => (
        <>
          <PlanProblems problems={found.problems} />
          <PlanTree plan={found} existing={null} />
        </>
      )}
    </Loaded>
  )
}
