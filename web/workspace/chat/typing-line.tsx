import { useTranslation } from 'react-i18next'
import { useVisitorTyping } from './typing.ts'

/** That the visitor is writing; seen, not read aloud with every pause. */
export function TypingLine({ ticketId, name }: { ticketId: number; name: string }) {
  const { t } = useTranslation()
  if (!useVisitorTyping(ticketId)) return null
  return (
    <p className="flex items-center gap-2 pl-10 text-sm text-ink-3 max-md:pl-9">
      <span aria-hidden="true" className="typing-dots">
        <i />
        <i />
        <i />
      </span>
      {t('chat.typing', { name })}
    </p>
  )
}
