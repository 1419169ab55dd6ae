import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { favourMacro, type MacroListItem, type MacroPreview } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'
import { Spinner } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { loadWords } from '../../../ui/i18n.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { lazyPart } from '../../../ui/lazy-part.ts'
import { queryClient } from '../../query-client.ts'
import { useSayFailure } from '../../ticket/use-say-failure.ts'
import { macroPreviewQuery, macrosQuery } from './queries.ts'
import { groupMacros } from './search-macros.ts'

const Body = lazyPart(async () => {
  const [module] = await Promise.all([import('./picker-body.tsx'), loadWords('macros')])
  return module.PickerBody
})

/** Fetches what a choice of macros is made of, before it is asked for. */
export const preloadMacros = Body.preload

export interface PickedMacro {
  readonly macro: MacroListItem
  readonly language: Language | null
  /** The answer is to leave at once. */
  readonly isSent: boolean
}

/**
 * Search, list and a look at how the words will read. Enter takes the macro; when something it says is not known, the
 * first Enter tells so and the second one takes it. The search is there at once, with whoever types in a hurry; the
 * rest of the window is fetched when it is first opened.
 */
export function MacroPicker({
  ticketId,
  canSend,
  onPick,
  onClose,
  onTyped,
}: {
  /** Whose answer it is for; null to choose one for many tickets. */
  ticketId: number | null
  canSend: boolean
  onPick: (picked: PickedMacro) => void
  onClose: () => void
  /** Somebody meant the letter `/` and not this window: gets what they typed. */
  onTyped?: (text: string) => void
}) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const [language, setLanguage] = useState<Language | null>(null)
  const [warnedId, setWarnedId] = useState<number | null>(null)
  const all = useQuery(macrosQuery)
  const offered = (all.data?.items ?? []).filter((macro) => macro.isOffered)
  const groups = groupMacros(offered, all.data?.folders ?? [], query)
  const macros = groups.flatMap((group) => group.macros)
  const at = Math.min(chosen, Math.max(0, macros.length - 1))
  const macro = macros[at]
  const shown = ticketId !== null && macro ? macroPreviewQuery(ticketId, macro.id, language) : null
  const preview = useQuery({
    ...(shown ?? macroPreviewQuery(0, 0, null)),
    enabled: shown !== null,
    placeholderData: undefined,
  })
  useEffect(() => {
    setChosen(0)
    setWarnedId(null)
  }, [query])
  const choose = (next: number) => {
    setChosen(next)
    setWarnedId(null)
  }

  const pick = async (isSent: boolean) => {
    if (!macro) return
    if (ticketId === null) return onPick({ macro, language, isSent })
    const read: MacroPreview | null = await queryClient
      .fetchQuery(macroPreviewQuery(ticketId, macro.id, language))
      .catch(() => null)
    // What is wrong with it is said where it would be read.
    if (read === null) return
    if (read.missing.length > 0 && warnedId !== macro.id) return setWarnedId(macro.id)
    onPick({ macro, language: read.language, isSent: isSent && read.language !== null })
  }
  const favour = async () => {
    if (!macro) return
    const body = { isFavourite: !macro.isFavourite }
    await call(favourMacro, { params: { id: macro.id }, body }).catch((error: unknown) =>
      sayFailure(error, t('macro.favourFailed', { name: macro.name })),
    )
    await queryClient.invalidateQueries({ queryKey: macrosQuery.queryKey })
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('composer.macros')}
      isTitleHidden
      place="top"
      width={860}
      initialFocus={input}
    >
      <div className="flex h-12 flex-none items-center gap-2.5 border-b border-line px-4 text-ink-3">
        {all.isFetching && !all.data ? <Spinner size={16} /> : <Icon name="bolt" />}
        <input
          ref={input}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the next letter is meant for the search
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={macro ? `${id}-${macro.id}` : undefined}
          aria-label={t('composer.macroSearch')}
          placeholder={t('composer.macroSearch')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            const count = Math.max(1, macros.length)
            if (event.key === 'ArrowDown') choose((at + 1) % count)
            else if (event.key === 'ArrowUp') choose((at + count - 1) % count)
            else if (event.key === 'Enter' && !event.nativeEvent.isComposing)
              void pick(canSend && (event.ctrlKey || event.metaKey))
            else if (onTyped && query === '' && /^[\s/]$/.test(event.key)) onTyped(`/${event.key}`)
            else return
            event.preventDefault()
          }}
          className="h-full min-w-0 flex-1 bg-transparent text-lg text-ink outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Suspense fallback={<div aria-busy="true" className="h-[66dvh] md:h-[min(469px,calc(56dvh+49px))]" />}>
        <Body
          listId={id}
          groups={groups}
          macro={macro ?? null}
          state={
            all.isError && !all.data
              ? 'failed'
              : all.isPending
                ? 'loading'
                : offered.length === 0
                  ? 'none'
                  : 'ready'
          }
          error={all.error}
          preview={preview}
          isForTicket={ticketId !== null}
          isWarned={macro !== undefined && warnedId === macro.id}
          canSend={canSend}
          onRetry={() => void all.refetch()}
          onChoose={(next) => choose(macros.indexOf(next))}
          onTake={(isSent) => void pick(isSent)}
          onLanguage={(next) => {
            setLanguage(next)
            input.current?.focus()
          }}
          onFavour={() => void favour()}
        />
      </Suspense>
    </Dialog>
  )
}
