import * as z from 'zod'
import { ById, Colour, Id, Instant, Language, Site } from './common.ts'
import { ChatKey, ChatTexts, ProactiveMessage } from './chat.ts'
import { route } from './route.ts'

const tag = 'chat'
const Asked = z.enum(['off', 'optional', 'required'])

const settings = {
  name: z.string().trim().min(1).max(120),
  isActive: z.boolean(),
  teamId: Id.nullable(),
  /** Its hours; none is around the clock. */
  calendarId: Id.nullable(),
  /** Where letters go on from; null for whichever inbox sends. */
  inboxId: Id.nullable(),
  languages: z.array(Language).min(1).max(2),
  texts: z.partialRecord(Language, ChatTexts),
  accent: Colour.nullable(),
  accentDark: Colour.nullable(),
  position: z.enum(['right', 'left']),
  asksName: Asked,
  asksEmail: Asked,
  hasConsent: z.boolean(),
  /** The sites it may stand on; any when empty. */
  sites: z.array(Site).max(50),
  proactive: z.array(ProactiveMessage).max(20),
}

export const Chat = z.object({
  id: Id,
  key: ChatKey,
  ...settings,
  version: z.int(),
})
export type Chat = z.infer<typeof Chat>

/** A chat, and what its visitors are told of it now. */
export const ListedChat = Chat.extend({ isOnline: z.boolean(), nextOnlineAt: Instant.nullable() })
export type ListedChat = z.infer<typeof ListedChat>

export const listChats = route({
  method: 'GET',
  path: '/chats',
  summary: 'The desk’s chats',
  tag,
  access: 'portal.manage',
  response: z.object({ items: z.array(ListedChat) }),
})
export const createChat = route({
  method: 'POST',
  path: '/chats',
  summary: 'Add a chat; what is left out is as usual',
  tag,
  access: 'portal.manage',
  body: z.object({ ...z.object(settings).partial().shape, name: settings.name }),
  response: Chat,
  status: 201,
})
export const updateChat = route({
  method: 'PATCH',
  path: '/chats/:id',
  summary: 'Change a chat; what is left out stays',
  tag,
  access: 'portal.manage',
  params: ById,
  body: z.object({
    version: z.int(),
    ...z.object(settings).partial().shape,
    isArchived: z.literal(true).optional(),
  }),
  response: Chat,
})
export const renewChatSecret = route({
  method: 'POST',
  path: '/chats/:id/secret',
  summary: 'Make a new secret for signing the site’s users; told once, and the old one is worth nothing',
  tag,
  access: 'portal.manage',
  params: ById,
  response: z.object({ secret: z.string() }),
})
