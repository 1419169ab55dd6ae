import type { UseQueryResult } from '@tanstack/react-query'
import type { Language } from '#contract/common.ts'
import type { MacroListItem, MacroPreview } from '#contract/macros.ts'
import { MacroList } from './macro-list.tsx'
import { MacroPreviewPane } from './macro-preview-pane.tsx'
import { PickerFooter } from './picker-footer.tsx'
import type { MacroGroup } from './search-macros.ts'

/** What stands under the search: the macros, how the chosen one reads, and what can be done with it. */
export function PickerBody({
  listId,
  groups,
  macro,
  state,
  error,
  preview,
  isForTicket,
  isWarned,
  canSend,
  onRetry,
  onChoose,
  onTake,
  onLanguage,
  onFavour,
}: {
  listId: string
  groups: readonly MacroGroup[]
  /** The chosen one. */
  macro: MacroListItem | null
  state: 'loading' | 'failed' | 'none' | 'ready'
  /** Why the macros did not come. */
  error: unknown
  preview: UseQueryResult<MacroPreview>
  isForTicket: boolean
  /** It has been told once that something is missing. */
  isWarned: boolean
  canSend: boolean
  onRetry: () => void
  onChoose: (macro: MacroListItem) => void
  onTake: (isSent: boolean) => void
  onLanguage: (language: Language) => void
  onFavour: () => void
}) {
  return (
    <>
      <div className="grid min-h-0 flex-initial grid-cols-[300px_minmax(0,1fr)] max-md:grid-cols-1 max-md:grid-rows-[fit-content(55%)_minmax(0,1fr)] md:h-[min(420px,56dvh)] max-md:h-[66dvh]">
        <MacroList
          id={listId}
          groups={groups}
          chosenId={macro?.id ?? null}
          state={state}
          error={error}
          onRetry={onRetry}
          onChoose={onChoose}
          onTake={() => onTake(false)}
        />
        <MacroPreviewPane
          macro={macro}
          preview={preview}
          isForTicket={isForTicket}
          isWarned={isWarned}
          onLanguage={onLanguage}
          onFavour={onFavour}
        />
      </div>
      <PickerFooter
        macro={macro}
        isWarned={isWarned}
        canSend={canSend}
        isForTicket={isForTicket}
        onTake={onTake}
      />
    </>
  )
}
