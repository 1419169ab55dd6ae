import { Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { applyMacroToTicket } from '#contract/macros.ts'
import type { Ticket } from '#contract/tickets.ts'
import { call } from '../../../api/call.ts'
import type { FileRef } from '../../../api/upload.ts'
import { loadWords } from '../../../ui/i18n.ts'
import { lazyPart } from '../../../ui/lazy-part.ts'
import { showToast } from '../../../ui/toast.tsx'
import { queryClient } from '../../query-client.ts'
import { useKnownWords } from '../../settings/frame/use-known-words.ts'
import { useSayFailure } from '../../ticket/use-say-failure.ts'
import { fromWire } from '../composed-html.ts'
import { macroChoice } from '../asked-for.ts'
import { useChoice } from '../use-choice.ts'
import { MacroPicker, type PickedMacro, preloadMacros } from './macro-picker.tsx'
import { macrosQuery, waitingMacrosQuery } from './queries.ts'

const Waiting = lazyPart(async () => {
  const [module] = await Promise.all([import('./waiting-line.tsx'), loadWords('macros')])
  return module.WaitingLine
})

/** Macros in the composer: the choice, what becomes of it, and what waits for the answer to leave. */
export function useMacros({
  ticket,
  kind,
  isEmpty,
  isAsked,
  insert,
  type,
  attach,
  focus,
  send,
}: {
  ticket: Ticket
  kind: 'reply' | 'note'
  isEmpty: boolean
  /** The key was pressed before the composer came. */
  isAsked: boolean
  /** Puts words where the cursor is. */
  insert: (html: string) => void
  /** The same with plain characters. */
  type: (text: string) => void
  attach: (files: readonly FileRef[]) => void
  focus: () => void
  send: () => void
}) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const known = useKnownWords()
  const { isOpen, open, close } = useChoice(isAsked)
  const [isWishingToSend, setWishingToSend] = useState(false)
  macroChoice.useAsked(open)
  useEffect(() => {
    // Fetched in a quiet moment, so that the first slash finds it ready.
    const timer = setTimeout(preloadMacros, 2500)
    return () => clearTimeout(timer)
  }, [])
  // What was put in is sent with the next picture of the page, when its files are there too.
  const latestSend = useRef(send)
  latestSend.current = send
  useEffect(() => {
    if (!isWishingToSend) return
    setWishingToSend(false)
    latestSend.current()
  }, [isWishingToSend])

  const skippedWords = (reasons: readonly string[]) => {
    const said = [...new Set(reasons)].map((reason) => known(`ruleSkip.${reason}`, reason))
    return `${t('composer.macroSkipped', { count: reasons.length })}: ${said.join(', ')}`
  }
  const use = async ({ macro, language, isSent }: PickedMacro) => {
    close(focus)
    try {
      const body = { macroId: macro.id, kind, ...(language && { language }) }
      const used = await call(applyMacroToTicket, { params: { id: ticket.id }, body })
      // Before the words stand there: whoever sends them at once sends what belongs to them.
      await queryClient.fetchQuery(waitingMacrosQuery(ticket.id)).catch(() => undefined)
      if (used.html !== '') insert(fromWire(used.html))
      const beside = used.files.filter((file) => !file.isInline)
      if (beside.length > 0) attach(beside)
      if (used.html === '') {
        const done = Object.keys(used.differences).length > 0 || used.skipped.length < macro.actions.length
        showToast({
          tone: used.skipped.length > 0 ? 'bad' : 'ok',
          text: t(done ? 'composer.macroDone' : 'composer.macroNotDone', { name: macro.name }),
          detail:
            used.skipped.length > 0 ? skippedWords(used.skipped.map(({ reason }) => reason)) : undefined,
        })
      } else focus()
      if (isSent) setWishingToSend(true)
      await queryClient.invalidateQueries({ queryKey: macrosQuery.queryKey })
    } catch (error) {
      sayFailure(error, t('composer.macroFailed', { name: macro.name }))
    }
  }

  return {
    open,
    line: !isEmpty && (
      <Suspense fallback={null}>
        <Waiting ticketId={ticket.id} kind={kind} />
      </Suspense>
    ),
    picker: isOpen && (
      <MacroPicker
        ticketId={ticket.id}
        canSend
        onPick={(picked) => void use(picked)}
        onClose={() => close(focus)}
        onTyped={(text) => close(() => type(text))}
      />
    ),
  }
}
