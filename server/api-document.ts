import * as z from 'zod'
import * as attendance from '#contract/attendance.ts'
import * as audit from '#contract/audit.ts'
import * as calendars from '#contract/calendars.ts'
import * as chat from '#contract/chat.ts'
import * as chatDesk from '#contract/chat-desk.ts'
import * as chatSettings from '#contract/chat-settings.ts'
import * as checklists from '#contract/checklists.ts'
import * as channelHealth from '#contract/channel-health.ts'
import * as common from '#contract/common.ts'
import * as customers from '#contract/customers.ts'
import * as customerSignIn from '#contract/customer-sign-in.ts'
import * as desk from '#contract/desk.ts'
import * as dkim from '#contract/dkim.ts'
import * as drafts from '#contract/drafts.ts'
import * as errors from '#contract/errors.ts'
import * as fields from '#contract/fields.ts'
import * as files from '#contract/files.ts'
import * as agentAddresses from '#contract/agent-addresses.ts'
import * as identity from '#contract/identity.ts'
import * as inboxes from '#contract/inboxes.ts'
import * as letterKeys from '#contract/letter-keys.ts'
import * as letters from '#contract/letters.ts'
import * as macroFiles from '#contract/macro-files.ts'
import * as macroRuns from '#contract/macro-runs.ts'
import * as macros from '#contract/macros.ts'
import * as mailConnections from '#contract/mail-connections.ts'
import * as mailPolicy from '#contract/mail-policy.ts'
import * as mailboxImports from '#contract/mailbox-imports.ts'
import * as notifications from '#contract/notifications.ts'
import * as outbox from '#contract/outbox.ts'
import * as permissions from '#contract/permissions.ts'
import * as presence from '#contract/presence.ts'
import * as help from '#contract/help.ts'
import * as knowledge from '#contract/knowledge.ts'
import * as knowledgeImport from '#contract/knowledge-import.ts'
import * as knowledgeUpkeep from '#contract/knowledge-upkeep.ts'
import * as surveys from '#contract/surveys.ts'
import type { Route } from '#contract/route.ts'
import * as routing from '#contract/routing.ts'
import * as ruleActions from '#contract/rule-actions.ts'
import * as ruleConditions from '#contract/rule-conditions.ts'
import * as ruleFiles from '#contract/rule-files.ts'
import * as ruleRuns from '#contract/rule-runs.ts'
import * as ruleTriggers from '#contract/rule-triggers.ts'
import * as rules from '#contract/rules.ts'
import * as search from '#contract/search.ts'
import * as sending from '#contract/sending.ts'
import * as signatures from '#contract/signatures.ts'
import * as sla from '#contract/sla.ts'
import * as system from '#contract/system.ts'
import * as ticketCare from '#contract/ticket-care.ts'
import * as tickets from '#contract/tickets.ts'
import * as webForms from '#contract/web-forms.ts'
import * as webFormVisits from '#contract/web-form-visits.ts'
import * as surveyReport from '#contract/survey-report.ts'
import * as webhookEvents from '#contract/webhook-events.ts'
import * as webhooks from '#contract/webhooks.ts'
import * as portalSettings from '#contract/portal-settings.ts'
import * as portalTemplates from '#contract/portal-templates.ts'

const contract = {
  attendance,
  audit,
  calendars,
  channelHealth,
  chat,
  chatSettings,
  checklists,
  common,
  customers,
  desk,
  dkim,
  drafts,
  errors,
  fields,
  files,
  agentAddresses,
  identity,
  inboxes,
  letterKeys,
  letters,
  macroFiles,
  macroRuns,
  macros,
  mailboxImports,
  notifications,
  outbox,
  mailConnections,
  mailPolicy,
  permissions,
  presence,
  routing,
  ruleActions,
  ruleConditions,
  ruleFiles,
  ruleRuns,
  ruleTriggers,
  rules,
  search,
  sending,
  signatures,
  sla,
  system,
  ticketCare,
  tickets,
  webhookEvents,
  webhooks,
  customerSignIn,
  help,
  knowledge,
  knowledgeUpkeep,
  surveys,
  chatDesk,
  webForms,
  webFormVisits,
  surveyReport,
  portalSettings,
  portalTemplates,
  knowledgeImport,
}

/** Building blocks too small to be worth a name in the document. */
const unnamed = new Set([
  'Id',
  'IdInPath',
  'ById',
  'Instant',
  'Colour',
  'Site',
  'EmailAddress',
  'MailSearch',
  'PageQuery',
  'Empty',
  'CalendarInput',
  'SlaPolicyInput',
  'SurveyReportQuery',
])

/** Gives every shape the contract exports its name in the OpenAPI document, so that it is described once. */
export function nameSchemas(): void {
  for (const [name, value] of contractEntries()) {
    if (!(value instanceof z.core.$ZodType) || unnamed.has(name) || z.globalRegistry.has(value)) continue
    z.globalRegistry.add(value, { id: name })
  }
}

/** Every route the contract states, by its name there. */
export function contractRoutes(): ContractRoute[] {
  return contractEntries().flatMap(([name, value]) => (isRoute(value) ? [{ ...value, name }] : []))
}

type AnyRoute = Route<unknown, unknown, unknown>
type ContractRoute = AnyRoute & { name: string }
const isRoute = (value: unknown): value is AnyRoute =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'access' in value

function contractEntries(): [string, unknown][] {
  return Object.values(contract).flatMap((module) => Object.entries<unknown>(module))
}
