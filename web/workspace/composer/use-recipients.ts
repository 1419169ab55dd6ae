import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Recipients } from '#contract/sending.ts'
import type { ChosenRecipients } from '#contract/tickets.ts'
import { recipientsQuery } from '../queries.ts'
import { useCan } from '../session.ts'
import { addressesOf, concernOf, obstacleOf, setKey } from './recipients.ts'

/** Whom a reply will reach: as chosen, as the server judges them, and as far as somebody has said yes to them. */
export function useRecipients(
  ticketId: number,
  initial: ChosenRecipients | null,
  // In a chat a reply goes to whoever is in it: nobody is asked about.
  { isLetter }: { isLetter: boolean },
) {
  const can = useCan()
  const [chosen, setChosen] = useState(initial)
  const [isTyping, setTyping] = useState(false)
  // The set of people somebody has said yes to: it is asked about once.
  const [approvedKey, setApprovedKey] = useState('')
  const query = useQuery({ ...recipientsQuery(ticketId, chosen), enabled: isLetter && can('ticket.reply') })
  const people = query.isPlaceholderData ? undefined : query.data
  const retry = () => void query.refetch()
  return {
    chosen,
    choose: setChosen,
    /** Undefined until the server has said who they are. */
    people,
    /** For the screen: while one set is being judged, the one before it stays. */
    shown: query.data,
    isFailed: query.isError,
    retry,
    /** Something is typed into the fields that is no recipient yet. */
    setTyping,
    isReady: !isTyping && (!people || obstacleOf(people) === null),
    /** Whoever is quicker than the server waits for it; null when a letter cannot go to these people. */
    check: async (): Promise<Recipients | null> => {
      if (people && !query.isError) return obstacleOf(people) === null ? people : null
      const asked = await query.refetch()
      const checked = asked.isError || asked.isPlaceholderData ? undefined : asked.data
      return checked && obstacleOf(checked) === null ? checked : null
    },
    isToBeAsked: (checked: Recipients) =>
      setKey(addressesOf(checked)) !== approvedKey && concernOf(checked) !== null,
    approve: (checked: Recipients | null) => setApprovedKey(checked ? setKey(addressesOf(checked)) : ''),
  }
}
