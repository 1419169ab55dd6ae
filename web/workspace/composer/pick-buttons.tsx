import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'
import { keyLabel } from '../../ui/keyboard.ts'
import { useCan } from '../session.ts'

/** What was written once and can be put into an answer: a macro, an article. */
export function PickButtons({ onMacro, onArticle }: { onMacro: () => void; onArticle: () => void }) {
  const { t } = useTranslation()
  const can = useCan()
  return (
    <>
      {can('ticket.reply') && (
        <IconButton icon="bolt" label={t('composer.macro')} keys="/" onClick={onMacro} />
      )}
      <IconButton icon="book" label={t('composer.article')} keys={keyLabel('Ctrl+/')} onClick={onArticle} />
    </>
  )
}
