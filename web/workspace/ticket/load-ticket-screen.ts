import { loadWords } from '../../ui/i18n.ts'
import { loadPatiently } from '../../ui/lazy-part.ts'

/** A ticket's screen is a chunk of its own: the list shows first, and this is fetched while it is being read. */
export const loadTicketScreen = () =>
  loadPatiently(async () => {
    const [module] = await Promise.all([import('./ticket-screen.tsx'), loadWords('ticket')])
    return module
  })
