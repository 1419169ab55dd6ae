import * as z from 'zod'
import { ById, Id } from './common.ts'
import { route } from './route.ts'

const tag = 'macros'

export const MacroRunTicket = z.object({
  ticketId: Id,
  number: z.string(),
  state: z.enum(['waiting', 'done', 'failed', 'stopped']),
  /** A key of `errors` in locales/, and its facts. */
  problem: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
})
export type MacroRunTicket = z.infer<typeof MacroRunTicket>
export const MacroRun = z.object({
  id: Id,
  macroId: Id,
  sendsReply: z.boolean(),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  stopped: z.int(),
  isFinished: z.boolean(),
  /** In the order they were named. */
  tickets: z.array(MacroRunTicket),
})
export type MacroRun = z.infer<typeof MacroRun>
export const runMacro = route({
  method: 'POST',
  path: '/macro-runs',
  summary: 'Apply a macro to many tickets, one after the other; each one is decided once',
  tag,
  access: 'ticket.reply',
  status: 202,
  body: z.object({
    macroId: Id,
    ticketIds: z.array(Id).min(1).max(500),
    /** Its words go out as replies; otherwise only its actions count. */
    sendsReply: z.boolean(),
  }),
  response: MacroRun,
})
export const getMacroRun = route({
  method: 'GET',
  path: '/macro-runs/:id',
  summary: 'How far a macro over many tickets is, and what became of each',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: MacroRun,
})
export const stopMacroRun = route({
  method: 'POST',
  path: '/macro-runs/:id/stop',
  summary: 'Leave the tickets alone that are not done yet',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: MacroRun,
})
