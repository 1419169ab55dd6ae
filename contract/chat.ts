import * as z from 'zod'
import { Empty, Id, IdInPath, Instant, Language } from './common.ts'
import { route } from './route.ts'

const tag = 'chat'

/** The public name of a chat, as the site's script tag carries it. */
export const ChatKey = z.string().regex(/^[a-z0-9]{12,40}$/)
const Asked = z.enum(['off', 'optional', 'required'])
export const ChatTexts = z.object({
  title: z.string().trim().min(1).max(80),
  greeting: z.string().trim().max(500),
  /** Said beside when somebody will be there. */
  away: z.string().trim().max(500),
  consent: z.string().trim().max(500),
})
export type ChatTexts = z.infer<typeof ChatTexts>

/** A message shown by itself. Each is shown once in a visit. */
export const ProactiveMessage = z.object({
  id: z.string().min(1).max(40),
  /** The page's address holds this; every page when empty. */
  pagePart: z.string().trim().max(300),
  afterSeconds: z.int().min(0).max(3600),
  texts: z.partialRecord(Language, z.string().trim().min(1).max(300)),
})
export type ProactiveMessage = z.infer<typeof ProactiveMessage>

/** What a widget needs before anybody says a word. */
export const ChatConfig = z.object({
  key: ChatKey,
  languages: z.array(Language).min(1),
  language: Language,
  texts: ChatTexts,
  accent: z.string().nullable(),
  accentDark: z.string().nullable(),
  position: z.enum(['right', 'left']),
  form: z.object({ name: Asked, email: Asked, hasConsent: z.boolean() }),
  proactive: z.array(ProactiveMessage),
  /** Somebody is there now. */
  isOnline: z.boolean(),
  /** When somebody will be, where hours and absences say it; null also where somebody should be there now. */
  nextOnlineAt: Instant.nullable(),
  maxFileBytes: z.int(),
  /** The widget's own words in the visitor's language, by name. */
  words: z.record(z.string(), z.string()),
})
export type ChatConfig = z.infer<typeof ChatConfig>

export const getChatConfig = route({
  method: 'GET',
  path: '/chat/:key/config',
  summary: 'How a chat looks and whether somebody is there; open to pages of other sites',
  tag,
  access: 'public',
  params: z.object({ key: ChatKey }),
  query: z.object({ language: z.string().max(35).optional() }),
  response: ChatConfig,
})

export const ChatFile = z.object({
  id: Id,
  name: z.string(),
  mime: z.string(),
  sizeBytes: z.int(),
  isPicture: z.boolean(),
})
export type ChatFile = z.infer<typeof ChatFile>

export const ChatLine = z.object({
  /** Grows with time: what comes after a line has a higher one. */
  id: Id,
  from: z.enum(['visitor', 'agent', 'desk']),
  author: z.string(),
  /** Nobody said it: that somebody else answers from now on. */
  isNotice: z.boolean(),
  at: Instant,
  text: z.string(),
  /** An agent's, as the composer wrote it, cleaned; null for plain words. */
  html: z.string().nullable(),
  files: z.array(ChatFile),
  /** The visitor's own name for it, where this chat sent it. */
  clientKey: z.string().nullable(),
})
export type ChatLine = z.infer<typeof ChatLine>

/** A conversation as its visitor sees it. */
export const ChatState = z.object({
  visitor: z.object({ name: z.string(), email: z.string().nullable(), isIdentified: z.boolean() }),
  /** Null before the first line. */
  conversation: z
    .object({
      number: z.string(),
      isEnded: z.boolean(),
      /** Who answers, as far as anybody has. */
      agent: z.string().nullable(),
      /** The visitor's lines up to this one were read by the desk. */
      readByDeskId: z.int(),
      /** The desk's lines up to this one were read by the visitor. */
      readByVisitorId: z.int(),
      /** Oldest first: all after the line that was asked for, or the newest fifty. */
      lines: z.array(ChatLine),
      hasEarlier: z.boolean(),
    })
    .nullable(),
})
export type ChatState = z.infer<typeof ChatState>

/** A visitor's secret; sent as the header `x-visitor`. */
export const VisitorToken = z.string().regex(/^[\w-]{32,64}$/)

export const openChat = route({
  method: 'POST',
  path: '/chat/:key/visitors',
  summary: 'Begin or resume as a visitor; the token is kept by the browser and told to nobody else',
  tag,
  access: 'public',
  params: z.object({ key: ChatKey }),
  body: z.object({
    /** What the browser kept; another one is given for one that is not known. */
    token: VisitorToken.optional(),
    /** Signed by the site: who is signed in there. */
    userToken: z.string().max(4000).optional(),
    language: Language,
    page: z.object({ url: z.string().max(2000), title: z.string().max(300) }).optional(),
  }),
  response: z.object({ token: VisitorToken, state: ChatState }),
})
export const getChatState = route({
  method: 'GET',
  path: '/chat/state',
  summary: 'The conversation of the visitor whose token is in `x-visitor`',
  tag,
  access: 'public',
  query: z.object({
    /** Only what came after this line. */
    after: z.coerce.number().int().min(0).optional(),
    /** Fifty before this line instead. */
    before: z.coerce.number().int().positive().optional(),
  }),
  response: ChatState,
})
export const sayInChat = route({
  method: 'POST',
  path: '/chat/lines',
  summary: 'Say a line. The same `clientKey` is the same line, however often it is sent',
  tag,
  access: 'public',
  body: z.object({
    clientKey: z.string().min(8).max(64),
    text: z.string().max(8000),
    fileIds: z.array(Id).max(10).default([]),
  }),
  response: z.object({ id: Id }),
  status: 201,
})
export const introduceInChat = route({
  method: 'POST',
  path: '/chat/visitor',
  summary: 'Say who one is: believed as a word, not as a proof',
  tag,
  access: 'public',
  body: z.object({
    name: z.string().trim().max(120).optional(),
    email: z.email().max(254).optional(),
    hasConsented: z.boolean().optional(),
  }),
  response: Empty,
})
export const uploadInChat = route({
  method: 'POST',
  path: '/chat/files',
  summary: 'Upload a file for the next line; the body is the file itself',
  tag,
  access: 'public',
  query: z.object({ name: z.string().trim().min(1).max(255) }),
  response: ChatFile,
  status: 201,
})
export const downloadInChat = route({
  method: 'GET',
  path: '/chat/files/:id',
  summary: 'A file of the visitor’s own conversation',
  tag,
  access: 'public',
  params: z.object({ id: IdInPath }),
  query: z.object({ inline: z.stringbool().default(false) }),
  response: z.unknown(),
})
export const endChat = route({
  method: 'POST',
  path: '/chat/end',
  summary: 'End the conversation; wished for, its transcript goes to the address the visitor gave',
  tag,
  access: 'public',
  body: z.object({ wantsTranscript: z.boolean().default(false) }),
  response: Empty,
})

/** What a widget says on its line, `/chat/live`; the first is `hello`. */
export const ChatCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), token: VisitorToken, after: z.int().min(0) }),
  z.object({ type: z.literal('typing'), isTyping: z.boolean() }),
  z.object({ type: z.literal('read'), lineId: z.int().positive() }),
  z.object({ type: z.literal('got'), lineId: z.int().positive() }),
  z.object({ type: z.literal('page'), url: z.string().max(2000), title: z.string().max(300) }),
])
export type ChatCommand = z.infer<typeof ChatCommand>

/** What it is told. Every line is told in order; after a gap the widget says `hello` again with the last it has. */
export type ChatMessage =
  | { type: 'state'; state: ChatState }
  | { type: 'lines'; lines: ChatLine[]; readByDeskId: number; agent: string | null; isEnded: boolean }
  | { type: 'typing'; name: string | null }
  | { type: 'refused' }
