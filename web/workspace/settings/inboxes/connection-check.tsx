import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { type CheckStep as CheckStepSchema, checkInbox } from '#contract/inboxes.ts'
import { call } from '../../../api/call.ts'
import { RequestFailed } from '../../../api/failure.ts'
import { Button, Spinner } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Callout } from '../../forms/callout.tsx'
import type { Inbox } from './inbox.ts'
import { useKnownWords } from '../frame/use-known-words.ts'
import { connections, type InboxValues } from './inbox-values.ts'

type Step = z.input<typeof CheckStepSchema>
type Side = Step['side']

/** The steps a side goes through, to be shown before the answer is there. */
const expected: Record<Side, readonly Step['step'][]> = {
  imap: ['resolve', 'connect', 'secure', 'sign_in', 'open_folder'],
  smtp: ['resolve', 'connect', 'secure', 'sign_in'],
  listener: ['connect', 'accept_recipient'],
  graph: ['sign_in', 'open_folder'],
}

/** Tries the connections as they are typed, and tells step by step what went well, what did not, and what to do. */
export function ConnectionCheck({
  values,
  saved,
  problems,
}: {
  values: InboxValues
  saved: Inbox | null
  problems: () => object
}) {
  const { t } = useTranslation()
  const asked = connections(values, saved)
  const content = JSON.stringify(asked)
  const check = useMutation({
    mutationFn: () => call(checkInbox, { body: { ...asked, ...(saved && { id: saved.id }) } }),
  })
  // An answer about other words than those on the screen is no answer.
  const answered = useRef(content)
  const { reset } = check
  useEffect(() => {
    if (answered.current !== content) reset()
  }, [content, reset])
  const sides: Side[] = [
    values.receivesBy === 'smtp' ? 'listener' : values.receivesBy,
    ...(values.canSend && values.receivesBy !== 'graph' ? (['smtp'] as const) : []),
  ]
  const isFilled = Object.keys(problems()).length === 0
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          icon="bolt"
          isBusy={check.isPending}
          disabled={!isFilled && !check.isPending}
          onClick={() => {
            answered.current = content
            check.mutate()
          }}
        >
          {t('settings.inboxes.checkNow')}
        </Button>
        {!isFilled && <span className="text-sm text-ink-3">{t('settings.inboxes.checkFirst')}</span>}
      </div>
      <div aria-live="polite" className="contents">
        {check.isPending && sides.map((side) => <SideSteps key={side} side={side} steps={null} />)}
        {check.data && (
          <>
            {sides.map((side) => (
              <SideSteps
                key={side}
                side={side}
                steps={check.data.steps.filter((step) => step.side === side)}
              />
            ))}
            {check.data.isPassed && (
              <Callout tone="ok" icon="check">
                {t('settings.inboxes.checkPassed')}
              </Callout>
            )}
          </>
        )}
        {check.error && (
          <Callout tone="bad" icon="alert">
            {t(`errors.${check.error instanceof RequestFailed ? check.error.failure : 'internal'}`)}
          </Callout>
        )}
      </div>
    </>
  )
}

function SideSteps({ side, steps }: { side: Side; steps: readonly Step[] | null }) {
  const { t } = useTranslation()
  const known = useKnownWords()
  if (steps?.length === 0) return null
  const shown =
    steps ?? expected[side].map((step) => ({ side, step, isPassed: null, problem: null, detail: null }))
  return (
    <div>
      <p className="pb-1.5 text-sm text-ink-3">{t(`settings.inboxes.side.${side}`)}</p>
      <ol className="overflow-hidden rounded-md border border-line">
        {shown.map(({ step, isPassed, problem, detail }, at) => {
          return (
            <li
              key={`${step} ${at}`}
              className="flex items-start gap-2.5 border-t border-line px-3 py-2 first:border-t-0"
            >
              <span
                className={`mt-0.5 ${isPassed === null ? 'text-ink-3' : isPassed ? 'text-ok' : 'text-bad'}`}
              >
                {isPassed === null ? <Spinner size={16} /> : <Icon name={isPassed ? 'check' : 'close'} />}
              </span>
              <div className="min-w-0 flex-1">
                <span className={problem ? 'font-medium' : ''}>
                  {t(`settings.inboxes.step.${step}`)}
                  {isPassed !== null && (
                    <span className="sr-only">
                      : {t(isPassed ? 'settings.inboxes.stepPassed' : 'settings.inboxes.stepFailed')}
                    </span>
                  )}
                </span>
                {problem && <p className="text-ink-2">{known(`inboxCheck.${problem}`, problem)}</p>}
                {detail && problem && <p className="font-mono text-sm break-words text-ink-3">{detail}</p>}
              </div>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
