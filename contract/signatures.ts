import * as z from 'zod'
import { Id } from './common.ts'
import { route } from './route.ts'

/** What a signature's template may name. */
export const signatureVariables = [
  'agent.name',
  'agent.position',
  'agent.email',
  'inbox.name',
  'inbox.address',
  'ticket.number',
  'ticket.subject',
  'customer.name',
] as const
export type SignatureVariable = (typeof signatureVariables)[number]

/** Liquid over HTML; empty is none. */
export const SignatureTemplate = z.string().max(20_000)

/** In `detail` of `bad_template`: a key of `templateProblem` in locales/, the word it is about, and the line. */
export const TemplateProblem = z.object({
  problem: z.enum([
    'unclosed_output',
    'unclosed_tag',
    'unknown_tag',
    'unknown_filter',
    'unknown_variable',
    'too_much',
    'syntax',
  ]),
  word: z.string(),
  line: z.int(),
})
export type TemplateProblem = z.infer<typeof TemplateProblem>

export const previewSignature = route({
  method: 'POST',
  path: '/signature-previews',
  summary:
    'A signature as letters would carry it: of a template that is not saved, or of a ticket’s next answer',
  tag: 'inboxes',
  access: 'signed-in',
  body: z.object({
    /** Left out, what is saved counts: the inbox's and the caller's own, in the inbox's order. */
    template: SignatureTemplate.optional(),
    inboxId: Id.optional(),
    /** The ticket that is answered; without one the words are examples. */
    ticketId: Id.optional(),
  }),
  /** Cleaned HTML and the same in plain words; both empty where there is no signature. */
  response: z.object({ html: z.string(), text: z.string() }),
})
