import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { loadWords } from '../../ui/i18n.ts'
import { deskRoute } from '../root-route.tsx'
import { isRoutingPart, type RoutingPart } from './routing/routing-parts.ts'
import { readLettersSearch, readOutboxSearch } from './letters/mail-search.ts'
import { readWebhookSearch } from './webhooks/webhook-search.ts'
import { type InboxKind, inboxKinds } from './inboxes/connection/inbox-kinds.ts'

/** All of Settings is one chunk, fetched when it is first opened. */
const screens = async () => {
  const [module] = await Promise.all([
    import('./screens.ts'),
    loadWords('entry', 'settings', 'ledger', 'ticket'),
  ])
  return module
}

const settingsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/settings',
  component: lazyRouteComponent(screens, 'SettingsFrame'),
})
const indexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  component: lazyRouteComponent(screens, 'SettingsIndex'),
})
const inboxesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'inboxes',
  component: lazyRouteComponent(screens, 'InboxesScreen'),
})
const newInboxRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'inboxes/new',
  /**
   * `first` right after the desk was set up: the page then greets, and may be skipped. `kind`: where the mail lives;
   * asked unless told.
   */
  validateSearch: (search: Record<string, unknown>): { first?: true; kind?: InboxKind } => ({
    first: search['first'] === true || undefined,
    kind: inboxKinds.find((kind) => kind === search['kind']),
  }),
  component: lazyRouteComponent(screens, 'NewInboxScreen'),
})
/** Where a mailbox's provider sends people back to; the names of what it sends are those of RFC 6749. */
const connectedRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'inboxes/connected',
  validateSearch: (
    search: Record<string, unknown>,
  ): { state?: string; code?: string; error?: string; errorDescription?: string } => {
    const text = (name: string) => {
      const value = search[name]
      // The router reads what looks like a number as one.
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
    }
    return {
      state: text('state'),
      code: text('code'),
      error: text('error'),
      errorDescription: text('error_description') ?? text('errorDescription'),
    }
  },
  component: lazyRouteComponent(screens, 'ConnectedScreen'),
})
const inboxRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'inboxes/$inboxId',
  /** Which of its sections is open; the first unless told. */
  validateSearch: (search: Record<string, unknown>): { part?: string } => ({
    part: typeof search['part'] === 'string' ? search['part'] : undefined,
  }),
  component: lazyRouteComponent(screens, 'InboxScreen'),
})
const lettersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'letters',
  validateSearch: readLettersSearch,
  component: lazyRouteComponent(screens, 'LettersScreen'),
})
const outboxRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'outbox',
  validateSearch: readOutboxSearch,
  component: lazyRouteComponent(screens, 'OutboxScreen'),
})
const channelHealthRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'channel-health',
  component: lazyRouteComponent(screens, 'ChannelHealthScreen'),
})
const mailRulesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'mail-rules',
  component: lazyRouteComponent(screens, 'MailRulesScreen'),
})
/** The words of macros are those of the composer's choice of them; actions are said in the words of rules. */
const macroScreens = async () => {
  const [module] = await Promise.all([screens(), loadWords('macros', 'rules')])
  return module
}
const macrosRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'macros',
  component: lazyRouteComponent(macroScreens, 'MacrosScreen'),
})
const macroRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'macros/$macroId',
  /** With `new`: which one it begins as a copy of. */
  validateSearch: (search: Record<string, unknown>): { copyOf?: number } => ({
    copyOf: typeof search['copyOf'] === 'number' ? search['copyOf'] : undefined,
  }),
  component: lazyRouteComponent(macroScreens, 'MacroScreen'),
})
const mailboxImportsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'mailbox-imports',
  component: lazyRouteComponent(screens, 'MailboxImportsScreen'),
})
const blockedAddressesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'blocked-addresses',
  component: lazyRouteComponent(screens, 'BlockedAddressesScreen'),
})
const routingRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'routing',
  /** Which of its tabs is open; the first unless told. */
  validateSearch: (search: Record<string, unknown>): { part?: RoutingPart } => ({
    part: isRoutingPart(search['part']) ? search['part'] : undefined,
  }),
  component: lazyRouteComponent(screens, 'RoutingScreen'),
})
const generalRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'desk',
  component: lazyRouteComponent(screens, 'DeskScreen'),
})
const statusesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'statuses',
  component: lazyRouteComponent(screens, 'StatusesScreen'),
})
const categoriesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'categories',
  component: lazyRouteComponent(screens, 'CategoriesScreen'),
})
const calendarsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'calendars',
  component: lazyRouteComponent(screens, 'CalendarsScreen'),
})
const newCalendarRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'calendars/new',
  component: lazyRouteComponent(screens, 'NewCalendarScreen'),
})
const calendarRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'calendars/$calendarId',
  component: lazyRouteComponent(screens, 'CalendarScreen'),
})
const policiesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sla',
  component: lazyRouteComponent(screens, 'PoliciesScreen'),
})
const newPolicyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sla/new',
  component: lazyRouteComponent(screens, 'NewPolicyScreen'),
})
const policyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sla/$policyId',
  component: lazyRouteComponent(screens, 'PolicyScreen'),
})
const fieldsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'fields',
  component: lazyRouteComponent(screens, 'FieldsScreen'),
})
const checklistsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'checklists',
  component: lazyRouteComponent(screens, 'ChecklistsScreen'),
})
const agentsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'agents',
  component: lazyRouteComponent(screens, 'AgentsScreen'),
})
const teamsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'teams',
  component: lazyRouteComponent(screens, 'TeamsScreen'),
})
const rolesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'roles',
  component: lazyRouteComponent(screens, 'RolesScreen'),
})
const apiKeysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'api-keys',
  component: lazyRouteComponent(screens, 'ApiKeysScreen'),
})
const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'audit',
  component: lazyRouteComponent(screens, 'AuditScreen'),
})
const systemRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'system',
  component: lazyRouteComponent(screens, 'SystemScreen'),
})
const webhooksRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'webhooks',
  component: lazyRouteComponent(screens, 'WebhooksScreen'),
})
const webhookRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'webhooks/$webhookId',
  validateSearch: readWebhookSearch,
  component: lazyRouteComponent(screens, 'WebhookScreen'),
})
const profileRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'profile',
  component: lazyRouteComponent(screens, 'ProfileScreen'),
})
const sessionsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sessions',
  component: lazyRouteComponent(screens, 'SessionsScreen'),
})

/** The words of rules come along with their pages. */
const ruleScreens = async () => {
  const [module] = await Promise.all([screens(), loadWords('rules')])
  return module
}
const rulesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'rules',
  component: lazyRouteComponent(ruleScreens, 'RulesScreen'),
})
const newRuleRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'rules/new',
  /** Which template it begins from; none unless told. */
  validateSearch: (search: Record<string, unknown>): { template?: string } => ({
    template: typeof search['template'] === 'string' ? search['template'] : undefined,
  }),
  component: lazyRouteComponent(ruleScreens, 'NewRuleScreen'),
})
const ruleRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'rules/$ruleId',
  component: lazyRouteComponent(ruleScreens, 'RuleScreen'),
})
/** Their invitations are said in the words of rules. */
const chatsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'chats',
  component: lazyRouteComponent(ruleScreens, 'ChatsScreen'),
})
const chatRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'chats/$chatId',
  /** Which of its parts is open; how it looks unless told. */
  validateSearch: (search: Record<string, unknown>): { part?: 'install' } => ({
    part: search['part'] === 'install' ? 'install' : undefined,
  }),
  component: lazyRouteComponent(ruleScreens, 'ChatScreen'),
})
const webFormsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'web-forms',
  component: lazyRouteComponent(ruleScreens, 'WebFormsScreen'),
})
const webFormRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'web-forms/$formId',
  /** Which of its parts is open; its fields unless told. */
  validateSearch: (search: Record<string, unknown>): { part?: 'install' } => ({
    part: search['part'] === 'install' ? 'install' : undefined,
  }),
  component: lazyRouteComponent(ruleScreens, 'WebFormScreen'),
})
const satisfactionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'satisfaction',
  component: lazyRouteComponent(ruleScreens, 'SatisfactionScreen'),
})
/** Leaving what is not saved is asked about in the words of rules. */
const portalRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'portal',
  component: lazyRouteComponent(ruleScreens, 'PortalScreen'),
})
const portalTemplatesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'theme',
  component: lazyRouteComponent(screens, 'PortalTemplatesScreen'),
})
const portalTemplateRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'theme/$name',
  component: lazyRouteComponent(ruleScreens, 'PortalTemplateScreen'),
})
const customerSignInRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'customer-sign-in',
  component: lazyRouteComponent(screens, 'CustomerSignInScreen'),
})

export const settingsRoutes = settingsRoute.addChildren([
  indexRoute,
  inboxesRoute,
  newInboxRoute,
  connectedRoute,
  inboxRoute,
  lettersRoute,
  outboxRoute,
  channelHealthRoute,
  mailRulesRoute,
  macrosRoute,
  macroRoute,
  mailboxImportsRoute,
  blockedAddressesRoute,
  routingRoute,
  generalRoute,
  statusesRoute,
  categoriesRoute,
  fieldsRoute,
  checklistsRoute,
  rulesRoute,
  newRuleRoute,
  ruleRoute,
  calendarsRoute,
  newCalendarRoute,
  calendarRoute,
  policiesRoute,
  newPolicyRoute,
  policyRoute,
  agentsRoute,
  teamsRoute,
  rolesRoute,
  apiKeysRoute,
  auditRoute,
  systemRoute,
  webhooksRoute,
  webhookRoute,
  chatsRoute,
  webFormsRoute,
  webFormRoute,
  chatRoute,
  satisfactionRoute,
  portalRoute,
  portalTemplatesRoute,
  portalTemplateRoute,
  customerSignInRoute,
  profileRoute,
  sessionsRoute,
])
