import { useTranslation } from 'react-i18next'
import { type LetterInFull, moveLetter } from '#contract/letters.ts'
import { call } from '../../../api/call.ts'
import { useCan } from '../../session.ts'
import { useMailChange } from './use-mail-change.ts'

/** Puts a moved message back; stands beside what says that it was moved. */
export function UndoMove({ letterId, move }: { letterId: number; move: LetterInFull['moves'][number] }) {
  const { t } = useTranslation()
  const can = useCan()
  const back = useMailChange({
    send: () =>
      call(moveLetter, {
        params: { id: letterId },
        body: { fromTicketId: move.toTicketId, ticketId: move.fromTicketId },
      }),
    said: t('settings.letters.moveUndone'),
    words: {
      unknown_reference: t('settings.letters.moveUnknown'),
      version_conflict: t('settings.letters.moveLate'),
    },
  })
  if (!can('ticket.update')) return null
  return (
    <button
      type="button"
      disabled={back.isPending}
      onClick={() => back.mutate(undefined)}
      className="text-accent hover:underline disabled:opacity-50"
    >
      {t('settings.letters.moveUndo')}
    </button>
  )
}
