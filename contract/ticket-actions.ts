import * as z from 'zod'
import { Id } from './common.ts'
import { Priority } from './desk.ts'
import { FieldKey, FieldValue } from './fields.ts'

/** What macros and rules can both do to a ticket. Null empties what may be empty. */
export const TicketAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('set_status'), statusId: Id }),
  z.object({ type: z.literal('set_priority'), priority: Priority }),
  z.object({ type: z.literal('set_category'), categoryId: Id.nullable() }),
  z.object({ type: z.literal('set_team'), teamId: Id.nullable() }),
  z.object({ type: z.literal('set_assignee'), assigneeId: Id.nullable() }),
  z.object({ type: z.literal('set_subject'), subject: z.string().trim().min(1).max(500) }),
  z.object({ type: z.literal('add_tags'), tags: z.array(z.string().trim().min(1).max(60)).min(1).max(50) }),
  z.object({
    type: z.literal('remove_tags'),
    tags: z.array(z.string().trim().min(1).max(60)).min(1).max(50),
  }),
  z.object({ type: z.literal('add_note'), text: z.string().trim().min(1).max(20_000) }),
  /** A field of the desk's own. */
  z.object({ type: z.literal('set_field'), key: FieldKey, value: FieldValue.nullable() }),
  /** Puts it aside for so long, a year at most; it comes back earlier when the customer writes. */
  z.object({ type: z.literal('freeze'), minutes: z.int().min(1).max(525_600) }),
  z.object({ type: z.literal('unfreeze') }),
  /** Not a second time while one of the same is unfinished. */
  z.object({ type: z.literal('start_checklist'), checklistId: Id }),
])
export type TicketAction = z.infer<typeof TicketAction>

/** Why something happened by itself: kept in the `data.cause` of the events it led to. */
export const Cause = z.object({
  kind: z.enum(['rule', 'macro', 'routing', 'sla', 'mail_rule']),
  id: z.int(),
  /** As it was called then. */
  name: z.string(),
  /** The run whose trace tells more, for a rule. */
  runId: z.int().optional(),
  /** The rules whose effects led here, this one last: a rule that stands in it does not run again. */
  chain: z.array(z.int()).optional(),
})
export type Cause = z.infer<typeof Cause>
