import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getMacroRun, runMacro, stopMacroRun } from '#contract/macro-runs.ts'
import type { MacroListItem } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'
import { RequestFailed } from '../../../api/failure.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Checkbox } from '../../../ui/field.tsx'
import { ActionChips } from '../../composer/macros/action-chips.tsx'
import { readableSnippet } from '../../composer/macros/readable-snippet.ts'
import { useVariables } from '../../composer/macros/use-variable-words.ts'
import { Callout } from '../../forms/callout.tsx'
import { useSayFailure } from '../../ticket/use-say-failure.ts'
import { RunOutcome } from './run-outcome.tsx'

/** Asks once before many letters leave, shows how far it is, and says of each ticket what became of it. */
export function RunDialog({
  macro,
  ticketIds,
  onClose,
}: {
  macro: MacroListItem
  ticketIds: readonly number[]
  /** With whether anything was begun. */
  onClose: (isDone: boolean) => void
}) {
  const { t } = useTranslation()
  const variables = useVariables()
  const sayFailure = useSayFailure()
  const hasWords = macro.languages.length > 0
  const [sendsReply, setSendsReply] = useState(hasWords)
  // The same press twice, or once over a bad line, is one run.
  const [key] = useState(() => crypto.randomUUID())
  const start = useMutation({
    mutationFn: () =>
      call(
        runMacro,
        { body: { macroId: macro.id, ticketIds: [...ticketIds], sendsReply } },
        { idempotencyKey: `${key} ${sendsReply}` },
      ),
  })
  const runId = start.data?.id
  const run = useQuery({
    queryKey: ['macro-run', runId],
    queryFn: ({ signal }) => call(getMacroRun, { params: { id: runId ?? 0 } }, { signal }),
    enabled: runId !== undefined,
    initialData: start.data,
    initialDataUpdatedAt: 0,
    refetchInterval: ({ state }) => (state.data?.isFinished ? false : 600),
  })
  const stop = useMutation({
    mutationFn: () => call(stopMacroRun, { params: { id: runId ?? 0 } }),
    onError: (error) => sayFailure(error, t('macro.run.notStopped', { name: macro.name })),
    onSettled: () => void run.refetch(),
  })
  const data = runId === undefined ? undefined : (run.data ?? start.data)
  // What can be chosen, or the way back: never what sends, for whoever presses Enter twice.
  const choice = useRef<HTMLInputElement>(null)
  const wayBack = useRef<HTMLButtonElement>(null)
  const hasChoice = hasWords && macro.actions.length > 0
  const does = sendsReply || macro.actions.length > 0
  const failure = start.error instanceof RequestFailed ? start.error.failure : start.error ? 'internal' : null
  const close = () => onClose(data !== undefined)
  return (
    <Dialog
      isOpen
      onClose={close}
      title={t('macro.run.title', { name: macro.name })}
      width={560}
      initialFocus={hasChoice ? choice : wayBack}
      footer={
        data ? (
          <>
            {!data.isFinished && (
              <Button isBusy={stop.isPending} onClick={() => stop.mutate()}>
                {t('macro.run.stop')}
              </Button>
            )}
            <Button look="primary" onClick={close}>
              {t(data.isFinished ? 'action.close' : 'macro.run.hide')}
            </Button>
          </>
        ) : (
          <>
            <Button ref={wayBack} onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button look="primary" isBusy={start.isPending} disabled={!does} onClick={() => start.mutate()}>
              {t(sendsReply ? 'macro.run.send' : 'macro.run.apply', { count: ticketIds.length })}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3 px-4 py-4">
        {data ? (
          <RunOutcome run={data} isStale={run.isError} />
        ) : (
          <>
            {failure && (
              <Callout tone="bad" icon="alert" role="alert">
                {t(`errors.${failure}`)}
              </Callout>
            )}
            <p>{t('macro.run.about', { count: ticketIds.length })}</p>
            {hasWords && (
              <>
                <blockquote className="line-clamp-4 border-l-2 border-line-strong pl-3 text-ink-2">
                  {readableSnippet(macro.snippet, variables)}
                </blockquote>
                <Checkbox
                  label={t('macro.run.sends')}
                  hint={t('macro.run.sendsHint')}
                  ref={choice}
                  checked={sendsReply}
                  disabled={!hasChoice}
                  onChange={(event) => setSendsReply(event.target.checked)}
                />
              </>
            )}
            {macro.actions.length > 0 && <ActionChips actions={macro.actions} />}
          </>
        )}
      </div>
    </Dialog>
  )
}
