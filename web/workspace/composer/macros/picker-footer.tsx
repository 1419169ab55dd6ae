import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { MacroListItem } from '#contract/macros.ts'
import { Button } from '../../../ui/button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'

/** What can be done with the chosen macro, with its keys; and the way to where macros are made. */
export function PickerFooter({
  macro,
  isWarned,
  canSend,
  isForTicket,
  onTake,
}: {
  macro: MacroListItem | null
  isWarned: boolean
  canSend: boolean
  isForTicket: boolean
  onTake: (isSent: boolean) => void
}) {
  const { t } = useTranslation()
  const hasWords = (macro?.languages.length ?? 0) > 0
  const take = !isForTicket
    ? 'macro.choose'
    : hasWords
      ? isWarned
        ? 'macro.insertAnyway'
        : 'macro.insert'
      : 'macro.do'
  return (
    <div className="flex flex-none flex-wrap items-center gap-2 border-t border-line px-3 py-2">
      <Link to="/settings/macros" className="text-sm text-ink-3 hover:text-ink hover:underline">
        {t('macro.manage')}
      </Link>
      <span className="ml-auto" />
      {canSend && isForTicket && hasWords && (
        <Button disabled={!macro} onClick={() => onTake(true)} className="max-md:hidden">
          {t('macro.insertAndSend')}
          <Kbd>Ctrl ↵</Kbd>
        </Button>
      )}
      <Button look="primary" disabled={!macro} onClick={() => onTake(false)}>
        {t(take)}
        <Kbd className="!border-transparent !bg-transparent !text-accent-ink">↵</Kbd>
      </Button>
    </div>
  )
}
