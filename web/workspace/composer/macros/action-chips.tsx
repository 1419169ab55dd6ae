import type { TicketAction } from '#contract/ticket-actions.ts'
import { useActionWords } from './use-action-words.ts'

/** What will be done to the ticket, each in a few words. */
export function ActionChips({ actions }: { actions: readonly TicketAction[] }) {
  const say = useActionWords()
  return (
    <ul className="flex flex-wrap gap-1.5">
      {actions.map((action, at) => (
        // Two actions of a kind have nothing of their own but their place.
        <li key={at} className="max-w-full truncate rounded-sm bg-hover px-1.5 text-sm leading-5 text-ink-2">
          {say(action)}
        </li>
      ))}
    </ul>
  )
}
