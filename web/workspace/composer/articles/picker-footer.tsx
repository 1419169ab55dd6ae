import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import type { Way } from './article-picker.tsx'

/** The ways to put the chosen article in, with their keys. */
export function PickerFooter({
  isReady,
  isClosed,
  isWarned,
  onTake,
}: {
  isReady: boolean
  /** Customers could not follow a link to it. */
  isClosed: boolean
  isWarned: boolean
  onTake: (way: Way) => void
}) {
  const { t } = useTranslation()
  // A press must not take the words away that are marked in the preview.
  const keepMark = (event: { preventDefault: () => void }) => event.preventDefault()
  return (
    <div className="flex flex-none flex-wrap items-center gap-2 border-t border-line px-3 py-2">
      <Link to="/knowledge" search={{}} className="text-sm text-ink-3 hover:text-ink hover:underline">
        {t('knowledge.title')}
      </Link>
      <span className="ml-auto" />
      <Button disabled={!isReady} onMouseDown={keepMark} onClick={() => onTake('quote')}>
        {t(isClosed && isWarned ? 'knowledge.pick.quoteAnyway' : 'knowledge.pick.quote')}
        <Kbd>Shift ↵</Kbd>
      </Button>
      <Button disabled={!isReady} onMouseDown={keepMark} onClick={() => onTake('whole')}>
        {t(isClosed && isWarned ? 'knowledge.pick.wholeAnyway' : 'knowledge.pick.whole')}
        <Kbd>{isClosed ? '↵' : 'Ctrl ↵'}</Kbd>
      </Button>
      <Button look="primary" disabled={!isReady || isClosed} onClick={() => onTake('link')}>
        {t('knowledge.pick.link')}
        {!isClosed && <Kbd className="!border-transparent !bg-transparent !text-accent-ink">↵</Kbd>}
      </Button>
    </div>
  )
}
