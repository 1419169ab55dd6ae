import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { dropMacroUse } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { queryClient } from '../../query-client.ts'
import { useSayFailure } from '../../ticket/use-say-failure.ts'
import { ActionChips } from './action-chips.tsx'
import { waitingMacrosQuery } from './queries.ts'

/** What macros will do to the ticket when this answer leaves; each can be struck out. */
export function WaitingLine({ ticketId, kind }: { ticketId: number; kind: 'reply' | 'note' }) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const { data } = useQuery(waitingMacrosQuery(ticketId))
  const uses = data?.items.filter((use) => use.kind === kind) ?? []
  if (uses.length === 0) return null
  const drop = async (useId: number) => {
    try {
      await call(dropMacroUse, { params: { id: useId } })
    } catch (error) {
      sayFailure(error, t('macro.dropFailed'))
    }
    await queryClient.invalidateQueries({ queryKey: waitingMacrosQuery(ticketId).queryKey })
  }
  return (
    <ul aria-label={t('macro.whenSent')} className="flex flex-none flex-col gap-1 px-4 pb-2">
      {uses.map((use) => (
        <li key={use.useId} className="flex items-center gap-2 text-sm text-ink-3">
          <Icon name="bolt" size={14} className="flex-none" />
          <span className="flex min-w-0 flex-wrap items-center gap-1.5">
            {t('macro.whenSentBy', { name: use.name })}
            <ActionChips actions={use.actions} />
          </span>
          <IconButton
            icon="close"
            size={12}
            className="!h-6 !min-w-6"
            label={t('macro.drop', { name: use.name })}
            onClick={() => void drop(use.useId)}
          />
        </li>
      ))}
    </ul>
  )
}
