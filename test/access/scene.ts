import { sql } from 'kysely'
import { Permission } from '#contract/permissions.ts'
import { calendarRoutes } from '#server/calendars/index.ts'
import { checklistRoutes } from '#server/checklists/index.ts'
import { customerRoutes } from '#server/customers/index.ts'
import { deskRoutes } from '#server/desk/index.ts'
import { fieldRoutes } from '#server/fields/index.ts'
import { identityRoutes } from '#server/identity/index.ts'
import { mailboxImportRoutes } from '#server/imports/index.ts'
import { knowledgeRoutes } from '#server/knowledge/index.ts'
import { macroRoutes } from '#server/macros/index.ts'
import { notificationRoutes } from '#server/notifications/index.ts'
import {
  customerSignInRoutes,
  openPortalBook,
  portalSettingsRoutes,
  surveyPreviewRoutes,
} from '#server/portal/index.ts'
import { routingRoutes } from '#server/routing/index.ts'
import { ruleRoutes } from '#server/rules/index.ts'
import { searchRoutes } from '#server/search/index.ts'
import { slaRoutes } from '#server/sla/index.ts'
import { hasOpenTickets } from '#server/tickets/index.ts'
import { surveyRoutes } from '#server/surveys/index.ts'
import { webhookRoutes } from '#server/webhooks/index.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { deliver } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'

/** A ticket with its letters lies with an isolated team and says one word, which no answer to an outsider may hold. */
export const desk = await mailDesk(
  {},
  {
    routes: (api, platform) => {
      identityRoutes(api, platform, { hasOpenTickets })
      deskRoutes(api, platform)
      fieldRoutes(api, platform)
      calendarRoutes(api, platform)
      customerRoutes(api, platform)
      const portal = openPortalBook(platform)
      customerSignInRoutes(api, platform, portal)
      portalSettingsRoutes(api, platform, portal)
      surveyPreviewRoutes(api, platform, portal)
      checklistRoutes(api, platform)
      searchRoutes(api, platform)
      slaRoutes(api, platform)
      mailboxImportRoutes(api, platform)
      knowledgeRoutes(api, platform, { urlOf: (language, slug) => `/help/${language}/articles/${slug}` })
      macroRoutes(api, platform)
      surveyRoutes(api, platform)
      webhookRoutes(api, platform)
      notificationRoutes(api, platform)
      routingRoutes(api, platform)
      ruleRoutes(api, platform)
    },
  },
)
const { db, ask } = desk
export const word = 'zebrafish'
export const everything = Permission.options
const withoutReach = everything.filter((permission) => permission !== 'ticket.read_all')

export const secret = await buildTeam(db, { name: 'Secret', isIsolated: true })
export const others = await buildTeam(db, { name: 'Others', isIsolated: true })
export const inbox = await buildInbox(desk.platform, {
  address: 'secret@desk.example',
  teamId: secret.id,
  smtpPort: desk.sink.port,
})
const boundary = 'b'
const part = (head: string, text: string) => `--${boundary}\r\n${head}\r\n\r\n${text}\r\n`
const raw = [
  `From: ${word} <${word}@customer.example>`,
  'To: secret@desk.example',
  `Cc: Friend of ${word} <friend@${word}.example>`,
  `Subject: About a ${word}`,
  `Message-ID: <${word}-1@customer.example>`,
  `X-Own: ${word}`,
  'MIME-Version: 1.0',
  `Content-Type: multipart/mixed; boundary=${boundary}`,
  '',
  `${part('Content-Type: text/plain', `A ${word} swims`)}${part(
    `Content-Type: image/png\r\nContent-Disposition: attachment; filename=${word}.png`,
    word,
  )}--${boundary}--`,
  '',
].join('\r\n')
export const letter = await desk.receive(raw, inbox.address)
export const ticketId = letter.ticket_id ?? 0
export const own = (path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') =>
  ask({ method, path, body, as: desk.as })
export const reply = await desk.answer(ticketId, { text: `An answer about the ${word}` })
export const later = (
  await own(`/tickets/${ticketId}/replies`, {
    text: `Later about the ${word}`,
    sendAt: new Date(Date.now() + 3_600_000).toISOString(),
  })
).body
await own(`/tickets/${ticketId}/notes`, { text: `A note about the ${word}` })
await own(
  `/tickets/${ticketId}/draft`,
  { kind: 'note', html: `<p>A draft about the ${word}</p>`, version: 0 },
  'PUT',
)
export const sent = await db
  .selectFrom('outbound_letter')
  .selectAll()
  .where('reply_id', '=', reply.id)
  .executeTakeFirstOrThrow()
export const file = await db
  .selectFrom('file')
  .selectAll()
  .where('name', 'like', `${word}%`)
  .executeTakeFirstOrThrow()
export const message = await db
  .selectFrom('customer_message')
  .selectAll()
  .where('ticket_id', '=', ticketId)
  .executeTakeFirstOrThrow()
await sql`update customer_message set protection = '{}' where id = ${message.id}`.execute(db)
// One that stays in the ledger, without a ticket: it says that it is from us.
await deliver(
  desk.port,
  raw.replace(`<${word}@customer.example>`, '<support@desk.example>').replace('-1@', '-2@'),
  {
    from: 'somebody@customer.example',
    to: inbox.address,
  },
)
await desk.work()
export const ignored = await desk.lastLetter()
export const past = (
  await own('/mailbox-imports', { source: 'mbox', inboxId: inbox.id, name: 'old.mbox', sizeBytes: 10 })
).body
await sql`insert into mailbox_import_problem (import_id, position, subject, problem)
  values (${past.id}, 1, ${word}, 'unreadable')`.execute(db)
await sql`insert into blocked_address (address, scope, cause, diagnostic, ticket_id, blocked_at)
  values (${`friend@${word}.example`}, 'all', 'hard_bounce', ${`no ${word} here`}, ${ticketId}, now())`.execute(
  db,
)

export const outsider = await buildAgent(db, { role: withoutReach, teamIds: [others.id] })
export const asOutsider = await signedIn(db, outsider)
export const mine = await desk.receive(
  raw.replaceAll(word, 'mackerel').replace('secret@', 'support@').replace('To: secret', 'To: support'),
)
await db.updateTable('ticket').set({ team_id: others.id }).where('id', '=', mine.ticket_id).execute()
