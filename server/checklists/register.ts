import { executeAction, guardSolving } from '#server/tickets/index.ts'
import { ticketChecklists } from './queries.ts'
import { isStartable, startChecklist } from './start-checklist.ts'

guardSolving(async (tx, ticketId) => {
  const unfinished = (await ticketChecklists(tx, ticketId)).filter(
    (checklist) => checklist.isRequired && checklist.items.some((item) => item.doneAt === null),
  )
  if (unfinished.length === 0) return null
  return { failure: 'checklist_unfinished', detail: { checklists: unfinished.map(({ name }) => name) } }
})

executeAction('start_checklist', {
  isDead: async (tx, { checklistId }) => !(await isStartable(tx, checklistId)),
  run: async (tx, ticketId, { checklistId }, by, now) => {
    const outcome = await startChecklist(tx, ticketId, checklistId, by, now)
    // One that is unfinished is what was wished for.
    return outcome === 'too_many_checklists' ? outcome : null
  },
})
