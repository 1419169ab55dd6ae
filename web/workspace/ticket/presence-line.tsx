import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { presenceQuery } from '../queries.ts'
import { useSession } from '../session.ts'

/** Who else has the ticket open; louder when they are writing an answer to the same customer. */
export function PresenceLine({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation()
  const { agent } = useSession()
  const { data } = useQuery(presenceQuery(ticketId))
  const others = data?.items.filter((each) => each.agentId !== agent.id) ?? []
  const writing = others.filter((each) => each.isWriting)
  const shown = writing.length > 0 ? writing : others
  const names = shown.map((each) => each.name.split(' ')[0]).join(', ')
  return (
    <span
      aria-live="polite"
      title={shown.map((each) => each.name).join(', ')}
      className={classNames(
        'flex min-w-0 items-center gap-1.5 text-sm',
        writing.length > 0 ? 'text-warn' : 'text-ink-3',
      )}
    >
      {shown.length > 0 && (
        <>
          <Icon name={writing.length > 0 ? 'pencil' : 'eye'} />
          <span className="truncate max-lg:sr-only">
            {t(writing.length > 0 ? 'ticket.typing' : 'ticket.viewing', { names, count: shown.length })}
          </span>
        </>
      )}
    </span>
  )
}
