import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { type PortalTemplate, resetPortalTemplate, savePortalTemplate } from '#contract/portal-templates.ts'
import { call } from '../../../../api/call.ts'
import { Button } from '../../../../ui/button.tsx'
import { Select } from '../../../../ui/select.tsx'
import { Tabs } from '../../../../ui/tabs.tsx'
import { useForm } from '../../../forms/use-form.ts'
import { queryClient } from '../../../query-client.ts'
import { Confirm } from '../../frame/confirm.tsx'
import { FormEnd } from '../../frame/form-row.tsx'
import { useLanguage } from '../../frame/use-language.ts'
import { LeaveGuard } from '../../rules/leave-guard.tsx'
import { useChange } from '../../use-change.ts'
import { PagePreview } from '../page-preview.tsx'
import { templateQuery, templatesQuery } from '../queries.ts'
import { problemOf, useProblemWords } from './problem.ts'
import { SourceEditor } from './source-editor.tsx'
import { useTemplateName } from './use-template-name.ts'

const TemplateDiff = lazy(async () => ({ default: (await import('./template-diff.tsx')).TemplateDiff }))
const views = ['source', 'builtIn', 'difference'] as const

export function TemplateEditor({ start, onTakeNewer }: { start: PortalTemplate; onTakeNewer: () => void }) {
  const { t } = useTranslation()
  const own = useLanguage()
  const nameOf = useTemplateName()
  const problemWords = useProblemWords()
  const [saved, setSaved] = useState(start)
  const [view, setView] = useState<(typeof views)[number]>('source')
  const [page, setPage] = useState(start.pages[0] ?? start.name)
  const [language, setLanguage] = useState<Language>(own)
  const [isResetting, setResetting] = useState(false)
  const editor = useRef<HTMLTextAreaElement>(null)
  const { name } = start
  const keep = (next: PortalTemplate) => {
    setSaved(next)
    queryClient.setQueryData(templateQuery(name).queryKey, next)
    void queryClient.invalidateQueries({ queryKey: templatesQuery.queryKey, exact: true })
    form.reset({ source: next.source })
  }
  const form = useForm({
    initial: { source: start.source },
    send: ({ source }) =>
      call(savePortalTemplate, { params: { name }, body: { source, version: saved.version } }),
    onDone: keep,
  })
  const reset = useChange({
    send: () => call(resetPortalTemplate, { params: { name }, query: { version: saved.version } }),
    said: t('settings.portal.wasReset'),
    onDone: (next) => {
      setResetting(false)
      keep(next)
    },
  })
  const problem = problemOf(form.failed)
  const { source } = form.values
  return (
    <div className="grid items-start gap-x-8 xl:grid-cols-[minmax(0,1fr)_480px]">
      <form noValidate onSubmit={form.onSubmit} className="flex min-w-0 flex-col gap-3">
        <Tabs
          label={t('settings.portal.view')}
          value={view}
          items={views.map((one) => ({ value: one, label: t(`settings.portal.views.${one}`) }))}
          onChange={setView}
        />
        {/* Hidden, not gone: a look aside keeps the place one was at. */}
        <div hidden={view !== 'source'}>
          <SourceEditor
            ref={editor}
            label={t('settings.portal.views.source')}
            value={source}
            problemLine={problem?.template === name ? problem.line : null}
            problem={problem && problemWords(problem, name)}
            onChange={(text) => form.set('source', text)}
          />
        </div>
        {view === 'builtIn' && (
          <SourceEditor label={t('settings.portal.views.builtIn')} value={saved.builtIn} />
        )}
        {view === 'difference' && (
          <Suspense fallback={<div className="h-40" aria-busy />}>
            <TemplateDiff before={saved.builtIn} after={source} />
          </Suspense>
        )}
        <FormEnd {...form} failure={problem ? null : form.failure}>
          {form.failed?.failure === 'version_conflict' && (
            <Button icon="refresh" onClick={onTakeNewer}>
              {t('settings.inboxes.takeNewer')}
            </Button>
          )}
          {saved.isChanged && (
            <Button onClick={() => setResetting(true)}>{t('settings.portal.reset')}</Button>
          )}
        </FormEnd>
      </form>
      <section
        aria-label={t('settings.portal.preview')}
        className="top-4 min-w-0 max-xl:mt-8 max-xl:border-t max-xl:border-line max-xl:pt-5 xl:sticky"
      >
        <PagePreview
          wish={{ page, language, template: { name, source } }}
          version={saved.version}
          choice={
            <>
              {saved.pages.length > 1 && (
                <Select
                  label={t('settings.portal.page')}
                  value={page}
                  options={saved.pages.map((one) => ({ value: one, label: nameOf(one) }))}
                  onChange={setPage}
                />
              )}
              <Tabs
                label={t('settings.portal.wordsIn')}
                value={language}
                items={(['ru', 'en'] as const).map((one) => ({ value: one, label: one.toUpperCase() }))}
                onChange={setLanguage}
              />
            </>
          }
        />
      </section>
      <Confirm
        isOpen={isResetting}
        onClose={() => setResetting(false)}
        onConfirm={() => reset.mutate(undefined)}
        isBusy={reset.isPending}
        title={t('settings.portal.resetTitle')}
        action={t('settings.portal.reset')}
      >
        {t('settings.portal.resetText')}
      </Confirm>
      <LeaveGuard isDirty={() => form.isDirty} text={t('settings.portal.leaveText')} />
    </div>
  )
}
