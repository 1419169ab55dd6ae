import * as z from 'zod'
import { ById, Empty, Id, Instant, Language } from './common.ts'
import { route } from './route.ts'

const tag = 'chat'

/** The chat a ticket came from, as its agent needs it: who is there, and how far they have read. */
export const TicketChat = z.object({
  name: z.string(),
  visitor: z.object({
    name: z.string(),
    email: z.string().nullable(),
    /** The site has signed who this is; otherwise it is what they said. */
    isIdentified: z.boolean(),
    language: Language,
    /** Where they are, or were last. */
    page: z.object({ url: z.string(), title: z.string() }).nullable(),
    isHere: z.boolean(),
    seenAt: Instant,
  }),
  isEnded: z.boolean(),
  /** The visitor’s browser has the posts up to this one. */
  receivedId: z.int(),
  /** The visitor has read up to this one. */
  readId: z.int(),
})
export type TicketChat = z.infer<typeof TicketChat>

export const getTicketChat = route({
  method: 'GET',
  path: '/tickets/:id/chat',
  summary: 'The chat a ticket came from; null for a ticket from elsewhere',
  tag,
  access: 'ticket.read',
  params: ById,
  response: z.object({ chat: TicketChat.nullable() }),
})
export const endTicketChat = route({
  method: 'POST',
  path: '/tickets/:id/chat/end',
  summary: 'End the conversation in the chat; its transcript goes to the visitor’s address if there is one',
  tag,
  access: 'ticket.reply',
  params: ById,
  body: z.object({ wantsTranscript: z.boolean().default(false) }),
  response: Empty,
})
export const resumeTicketChat = route({
  method: 'POST',
  path: '/tickets/:id/chat/resume',
  summary: 'Answer in the chat again; the visitor finds it when they come back',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: Empty,
})

/** One of the caller’s conversations in chats. */
export const OwnChat = z.object({
  ticketId: Id,
  number: z.string(),
  name: z.string(),
  /** What was said last. */
  snippet: z.string(),
  /** Lines of the visitor the caller has not read. */
  unread: z.int(),
  waitingSince: Instant.nullable(),
  isHere: z.boolean(),
})
export type OwnChat = z.infer<typeof OwnChat>
export const listOwnChats = route({
  method: 'GET',
  path: '/chats/own',
  summary: 'The caller’s conversations in chats, oldest first, and how many wait for anybody',
  tag,
  access: 'ticket.read',
  response: z.object({
    items: z.array(OwnChat),
    /** Conversations that are nobody’s yet. */
    waiting: z.int(),
  }),
})
