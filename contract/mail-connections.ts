import * as z from 'zod'
import { Empty, Id, IdInPath, Instant } from './common.ts'
import { route } from './route.ts'

const tag = 'mail connections'
const access = 'inbox.manage'
const ByInbox = z.object({ inboxId: IdInPath })

export const MailProvider = z.enum(['google', 'microsoft', 'other'])
export type MailProvider = z.infer<typeof MailProvider>

/** Sign-in by OAuth2 in place of a password, for one inbox; of its secrets only whether there are any. */
export const MailConnection = z.object({
  inboxId: Id,
  provider: MailProvider,
  /** Who let the desk in: a person who signed in, or the organization, for the application as such (Graph only). */
  grantKind: z.enum(['person', 'application']),
  /** Microsoft's directory: its id or domain. */
  tenant: z.string().nullable(),
  clientId: z.string(),
  hasClientSecret: z.boolean(),
  authorizeUrl: z.string().nullable(),
  tokenUrl: z.string().nullable(),
  userinfoUrl: z.string().nullable(),
  scopes: z.string().nullable(),
  isShared: z.boolean(),
  folder: z.string(),
  state: z.enum(['new', 'connected', 'lost']),
  /** Why access is lost: a key of `connectionProblem` in locales/, and what the provider said. */
  problem: z.string().nullable(),
  detail: z.string().nullable(),
  lostAt: Instant.nullable(),
  /** Who signed in, as the provider says; null where it does not say. */
  account: z.string().nullable(),
  connectedAt: Instant.nullable(),
  refreshedAt: Instant.nullable(),
  /** When the grant ends as far as is known: by itself (`limited`), or when nobody uses it (`idle`). */
  expiresAt: Instant.nullable(),
  expiresBecause: z.enum(['limited', 'idle']).nullable(),
})
export type MailConnection = z.infer<typeof MailConnection>

const Endpoint = z.url({ protocol: /^https?$/ }).max(500)
/** Goes into an address: an id, or a domain of the directory. Not `common`: tokens are asked of one directory. */
const Tenant = z
  .string()
  .trim()
  .max(200)
  .regex(/^[a-z\d]([a-z\d.-]*[a-z\d])?$/i)

export const ConnectionBody = z.object({
  provider: MailProvider,
  grantKind: z.enum(['person', 'application']).default('person'),
  tenant: Tenant.nullable().default(null),
  clientId: z.string().trim().min(1).max(300),
  /** Null is "none"; left out is "as it was". */
  clientSecret: z.string().trim().min(1).max(1000).nullable().optional(),
  /** For a provider of another kind only: both are needed then. */
  authorizeUrl: Endpoint.nullable().default(null),
  tokenUrl: Endpoint.nullable().default(null),
  /** Answers who signed in (OpenID Connect); without it the mailbox's own server is what checks the account. */
  userinfoUrl: Endpoint.nullable().default(null),
  scopes: z.string().trim().max(1000).nullable().default(null),
  isShared: z.boolean().default(false),
  /** Graph only: a well-known name such as `inbox`, or the name of a folder at the top. */
  folder: z.string().trim().min(1).max(200).default('inbox'),
})

export const listMailConnections = route({
  method: 'GET',
  path: '/mail-connections',
  summary: 'Every inbox that signs in by OAuth2, with the state of its access',
  tag,
  access,
  response: z.object({
    items: z.array(MailConnection),
    /** What to enter at the provider as the redirect URI. */
    redirectUri: z.string(),
  }),
})
export const saveMailConnection = route({
  method: 'PUT',
  path: '/inboxes/:inboxId/connection',
  summary: 'Say with which application and provider an inbox signs in',
  tag,
  access,
  params: ByInbox,
  body: ConnectionBody,
  response: MailConnection,
})
export const forgetMailConnection = route({
  method: 'DELETE',
  path: '/inboxes/:inboxId/connection',
  summary: 'Go back to passwords; the grant is forgotten',
  tag,
  access,
  params: ByInbox,
  response: Empty,
})
/** The caller's browser goes to `url`; the provider sends it back to the redirect URI with a code and the state. */
export const startMailConnection = route({
  method: 'POST',
  path: '/inboxes/:inboxId/connection/attempts',
  summary: 'Begin to connect: where the provider asks for consent',
  tag,
  access,
  params: ByInbox,
  status: 201,
  response: z.object({ url: z.string() }),
})
export const finishMailConnection = route({
  method: 'POST',
  path: '/mail-connections/grants',
  summary: 'Finish connecting with what the provider sent back; works once, in the session that began',
  tag,
  access,
  body: z.object({
    state: z.string().min(1).max(200),
    code: z.string().min(1).max(4000).optional(),
    /** What the provider says instead of a code. */
    error: z.string().min(1).max(200).optional(),
    errorDescription: z.string().max(2000).optional(),
  }),
  response: MailConnection,
})
export const checkMailConnection = route({
  method: 'POST',
  path: '/inboxes/:inboxId/connection/checks',
  summary: 'Take a new access token now; this is also how an application of the organization is connected',
  tag,
  access,
  params: ByInbox,
  response: MailConnection,
})
