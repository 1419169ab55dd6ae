import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { loadWords } from '../../ui/i18n.ts'
import { lazyPart } from '../../ui/lazy-part.ts'

const TraceDialog = lazyPart(async () => {
  const [module] = await Promise.all([
    import('../settings/rules/runs/trace-dialog.tsx'),
    loadWords('rules', 'settings'),
  ])
  return module.TraceDialog
})

/** «Почему?»: opens what the rule asked and did. Loaded when it is first pressed. */
export function RuleTraceButton({ runId, name }: { runId: number; name: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      {' · '}
      <button
        type="button"
        aria-label={t('event.whyRule', { name })}
        onClick={() => setOpen(true)}
        className="rounded-sm text-ink-3 underline decoration-line-strong underline-offset-2 hover:text-ink"
      >
        {t('event.why')}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <TraceDialog runId={runId} name={name} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
