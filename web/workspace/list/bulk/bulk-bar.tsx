import { Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MacroListItem } from '#contract/macros.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { loadWords } from '../../../ui/i18n.ts'
import { useShortcut } from '../../../ui/keyboard.ts'
import { lazyPart } from '../../../ui/lazy-part.ts'
import { PauseShortcuts } from '../../../ui/pause-shortcuts.ts'
import { useCan } from '../../session.ts'
import type { Selection } from './use-selection.ts'

// Most who look at the list choose nothing in it.
const Picker = lazyPart(async () => {
  const [module] = await Promise.all([
    import('../../composer/macros/macro-picker.tsx'),
    loadWords('macros', 'ticket'),
  ])
  return module.MacroPicker
})
const Run = lazyPart(async () => {
  const [module] = await Promise.all([import('./run-dialog.tsx'), loadWords('macros', 'ticket')])
  return module.RunDialog
})

/** As many as one run takes. */
const mostTickets = 500

/** What had the focus before many tickets were worked on may have left the list with them: the next key is the list's. */
function goOnInList(): void {
  if (document.activeElement !== document.body) return
  document.querySelector<HTMLElement>('[data-ticket][tabindex="0"]')?.focus()
}

/** What can be done with the chosen tickets; stands at the end of the list while there are any. */
export function BulkBar({ selection, count }: { selection: Selection; count: number }) {
  const { t } = useTranslation()
  const can = useCan()
  const [isPicking, setPicking] = useState(false)
  // The tickets may leave the list while they are worked on.
  const [running, setRunning] = useState<{ macro: MacroListItem; ticketIds: number[] } | null>(null)
  const ids = [...selection.ids]
  const isAny = ids.length > 0
  useEffect(() => {
    if (isAny) Picker.preload()
  }, [isAny])
  useEffect(() => (running ? () => void setTimeout(goOnInList) : undefined), [running])
  useShortcut('escape', selection.clear, { isOn: isAny })
  useShortcut('macro', () => setPicking(true), { isOn: isAny && can('ticket.reply') })
  return (
    <>
      {isAny && (
        <div
          role="toolbar"
          aria-label={t('bulk.label')}
          className="flex flex-none flex-wrap items-center gap-1.5 border-t border-line bg-raised px-3 py-2"
        >
          <span role="status" className="numeric font-medium">
            {t('bulk.chosen', { count: ids.length })}
          </span>
          {ids.length < count && (
            <Button look="ghost" onClick={selection.selectAll}>
              {t('bulk.all', { count })}
            </Button>
          )}
          <span className="ml-auto flex gap-1.5">
            {can('ticket.reply') && (
              <Button
                look="primary"
                icon="bolt"
                disabled={ids.length > mostTickets}
                title={ids.length > mostTickets ? t('bulk.tooMany', { count: mostTickets }) : undefined}
                onClick={() => setPicking(true)}
              >
                {t('bulk.macro')}
              </Button>
            )}
            <IconButton icon="close" label={t('bulk.clear')} keys="Esc" onClick={selection.clear} />
          </span>
        </div>
      )}
      {isPicking && (
        <Suspense fallback={<PauseShortcuts />}>
          <Picker
            ticketId={null}
            canSend={false}
            onClose={() => setPicking(false)}
            onPick={(picked) => {
              setPicking(false)
              setRunning({ macro: picked.macro, ticketIds: ids })
            }}
          />
        </Suspense>
      )}
      {running && (
        <Suspense fallback={null}>
          <Run
            {...running}
            onClose={(isDone) => {
              setRunning(null)
              if (isDone) selection.clear()
            }}
          />
        </Suspense>
      )}
    </>
  )
}
