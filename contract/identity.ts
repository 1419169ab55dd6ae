import * as z from 'zod'
import { ById, EmailAddress, Empty, Id, Instant, Language, Names } from './common.ts'
import { Permission } from './permissions.ts'
import { route } from './route.ts'
import { SignatureTemplate } from './signatures.ts'

const tag = 'identity'
const Password = z.string().min(10).max(200)
const PersonName = z.string().trim().min(1).max(120)
export const Theme = z.enum(['system', 'light', 'dark'])

export const Role = z.object({
  id: Id,
  key: z.string().nullable(),
  names: Names,
  permissions: z.array(Permission),
})
export type Role = z.infer<typeof Role>

export const Agent = z.object({
  id: Id,
  email: z.string(),
  name: z.string(),
  roleId: Id,
  teamIds: z.array(Id),
  isActive: z.boolean(),
  /** False until the invitation has been accepted. */
  hasPassword: z.boolean(),
  createdAt: Instant,
})
export type Agent = z.infer<typeof Agent>

export const Team = z.object({
  id: Id,
  name: z.string(),
  isIsolated: z.boolean(),
  memberIds: z.array(Id),
})
export type Team = z.infer<typeof Team>

const UndoSeconds = z.int().min(0).max(30)

/** Who is signed in, what they may do and how they like it. */
export const Session = z.object({
  agent: z.object({
    id: Id,
    email: z.string(),
    name: z.string(),
    language: Language,
    theme: Theme,
    /** How long their replies wait before they leave; 0 is not at all. */
    undoSeconds: UndoSeconds,
    timeZone: z.string().nullable(),
    /** What stands under the name in letters; empty where nothing was said. */
    position: z.string(),
    /** Liquid over HTML; the inbox decides whether letters carry it. */
    signature: z.string(),
    teamIds: z.array(Id),
  }),
  permissions: z.array(Permission),
})
export type Session = z.infer<typeof Session>

export const SetupState = z.object({ isSetUp: z.boolean(), deskName: z.string(), language: Language })

export const getSetup = route({
  method: 'GET',
  path: '/setup',
  summary: 'Whether the desk has been set up',
  tag,
  access: 'public',
  response: SetupState,
})
export const setUpDesk = route({
  method: 'POST',
  path: '/setup',
  summary: 'Set the desk up: its name, language, ticket prefix and first administrator',
  tag,
  access: 'public',
  status: 201,
  body: z.object({
    language: Language,
    deskName: z.string().trim().min(1).max(120),
    ticketPrefix: z
      .string()
      .trim()
      .regex(/^[A-Za-zА-Яа-яЁё][A-Za-zА-Яа-яЁё0-9]{0,9}$/),
    administrator: z.object({ name: PersonName, email: EmailAddress, password: Password }),
  }),
  response: Session,
})

export const signIn = route({
  method: 'POST',
  path: '/sessions',
  summary: 'Sign in; a session cookie comes back',
  tag,
  access: 'public',
  status: 201,
  body: z.object({
    email: z.string().trim().toLowerCase().min(1).max(254),
    password: z.string().min(1).max(200),
  }),
  response: Session,
})
export const getSession = route({
  method: 'GET',
  path: '/session',
  summary: 'Who is signed in',
  tag,
  access: 'signed-in',
  response: Session,
})
export const signOut = route({
  method: 'DELETE',
  path: '/session',
  summary: 'Sign out',
  tag,
  access: 'signed-in',
  response: Empty,
})
export const updateSelf = route({
  method: 'PATCH',
  path: '/session',
  summary: 'Change own name, position, signature, language, theme, time zone or password',
  tag,
  access: 'signed-in',
  body: z.object({
    name: PersonName.optional(),
    language: Language.optional(),
    theme: Theme.optional(),
    undoSeconds: UndoSeconds.optional(),
    timeZone: z.string().max(64).nullable().optional(),
    position: z.string().trim().max(120).optional(),
    signature: SignatureTemplate.optional(),
    password: z.object({ current: z.string().max(200), next: Password }).optional(),
  }),
  response: Session,
})

export const SessionRow = z.object({
  id: Id,
  createdAt: Instant,
  lastSeenAt: Instant,
  ip: z.string(),
  userAgent: z.string(),
  isCurrent: z.boolean(),
})
export const listSessions = route({
  method: 'GET',
  path: '/sessions',
  summary: 'Own sessions',
  tag,
  access: 'signed-in',
  response: z.object({ items: z.array(SessionRow) }),
})
export const revokeSession = route({
  method: 'DELETE',
  path: '/sessions/:id',
  summary: 'End one of the own sessions',
  tag,
  access: 'signed-in',
  params: ById,
  response: Empty,
})

const Token = z.object({ token: z.string().min(20).max(100) })
export const getInvitation = route({
  method: 'GET',
  path: '/invitations/:token',
  summary: 'Whom an invitation or a password link is for',
  tag,
  access: 'public',
  params: Token,
  response: z.object({
    purpose: z.enum(['invitation', 'password_reset']),
    email: z.string(),
    name: z.string(),
    language: Language,
  }),
})
export const acceptInvitation = route({
  method: 'POST',
  path: '/invitations/:token',
  summary: 'Choose a password by an invitation or a password link, and sign in',
  tag,
  access: 'public',
  status: 201,
  params: Token,
  body: z.object({ name: PersonName.optional(), password: Password }),
  response: Session,
})
export const requestPasswordReset = route({
  method: 'POST',
  path: '/password-resets',
  summary: 'Ask for a letter with a password link; the answer never tells whether the address is known',
  tag,
  access: 'public',
  status: 202,
  body: z.object({ email: z.string().trim().toLowerCase().min(1).max(254) }),
  response: Empty,
})

export const listAgents = route({
  method: 'GET',
  path: '/agents',
  summary: 'All agents',
  tag,
  access: 'agent.manage',
  response: z.object({ items: z.array(Agent) }),
})
export const inviteAgent = route({
  method: 'POST',
  path: '/agents',
  summary: 'Invite an agent by letter; the link also comes back once, to hand over in person',
  tag,
  access: 'agent.manage',
  status: 201,
  body: z.object({
    email: EmailAddress,
    name: PersonName,
    roleId: Id,
    teamIds: z.array(Id).max(200).default([]),
    language: Language,
  }),
  response: z.object({ agent: Agent, invitationUrl: z.string() }),
})
export const renewInvitation = route({
  method: 'POST',
  path: '/agents/:id/invitation',
  summary: 'Invite again: a new letter and a new link; older links stop working',
  tag,
  access: 'agent.manage',
  params: ById,
  response: z.object({ invitationUrl: z.string() }),
})
export const updateAgent = route({
  method: 'PATCH',
  path: '/agents/:id',
  summary: 'Change an agent: name, role, teams, active or not',
  tag,
  access: 'agent.manage',
  params: ById,
  body: z.object({
    name: PersonName.optional(),
    roleId: Id.optional(),
    teamIds: z.array(Id).max(200).optional(),
    isActive: z.boolean().optional(),
  }),
  response: Agent,
})

export const listRoles = route({
  method: 'GET',
  path: '/roles',
  summary: 'All roles',
  tag,
  access: 'signed-in',
  response: z.object({ items: z.array(Role) }),
})
const RoleBody = z.object({ names: Names, permissions: z.array(Permission) })
export const createRole = route({
  method: 'POST',
  path: '/roles',
  summary: 'Add a role',
  tag,
  access: 'agent.manage',
  status: 201,
  body: RoleBody,
  response: Role,
})
export const updateRole = route({
  method: 'PATCH',
  path: '/roles/:id',
  summary: 'Change a role',
  tag,
  access: 'agent.manage',
  params: ById,
  body: RoleBody.partial(),
  response: Role,
})
export const deleteRole = route({
  method: 'DELETE',
  path: '/roles/:id',
  summary: 'Remove a role nobody has',
  tag,
  access: 'agent.manage',
  params: ById,
  response: Empty,
})

export const listTeams = route({
  method: 'GET',
  path: '/teams',
  summary: 'All teams',
  tag,
  access: 'signed-in',
  response: z.object({ items: z.array(Team) }),
})
const TeamBody = z.object({
  name: z.string().trim().min(1).max(80),
  isIsolated: z.boolean().default(false),
  memberIds: z.array(Id).max(1000).default([]),
})
export const createTeam = route({
  method: 'POST',
  path: '/teams',
  summary: 'Add a team',
  tag,
  access: 'team.manage',
  status: 201,
  body: TeamBody,
  response: Team,
})
export const updateTeam = route({
  method: 'PATCH',
  path: '/teams/:id',
  summary: 'Change a team',
  tag,
  access: 'team.manage',
  params: ById,
  body: z.object({
    name: z.string().trim().min(1).max(80).optional(),
    isIsolated: z.boolean().optional(),
    memberIds: z.array(Id).max(1000).optional(),
  }),
  response: Team,
})
export const archiveTeam = route({
  method: 'DELETE',
  path: '/teams/:id',
  summary: 'Archive a team without open tickets',
  tag,
  access: 'team.manage',
  params: ById,
  response: Empty,
})

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  agentId: Id,
  /** The first characters, to tell keys apart. */
  start: z.string(),
  scopes: z.array(Permission),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
})
export const listApiKeys = route({
  method: 'GET',
  path: '/api-keys',
  summary: 'API keys in force',
  tag,
  access: 'api_key.manage',
  response: z.object({ items: z.array(ApiKey) }),
})
export const createApiKey = route({
  method: 'POST',
  path: '/api-keys',
  summary: 'Make an API key that acts for the caller; the key itself is shown once',
  tag,
  access: 'api_key.manage',
  status: 201,
  body: z.object({
    name: z.string().trim().min(1).max(80),
    scopes: z.array(Permission).min(1),
    expiresAt: Instant.nullable().default(null),
  }),
  response: z.object({ apiKey: ApiKey, key: z.string() }),
})
export const revokeApiKey = route({
  method: 'DELETE',
  path: '/api-keys/:id',
  summary: 'Revoke an API key',
  tag,
  access: 'api_key.manage',
  params: ById,
  response: Empty,
})
