import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import * as audit from '#contract/audit.ts'
import * as channelHealth from '#contract/channel-health.ts'
import * as dkim from '#contract/dkim.ts'
import * as drafts from '#contract/drafts.ts'
import * as files from '#contract/files.ts'
import * as inboxes from '#contract/inboxes.ts'
import * as letterKeys from '#contract/letter-keys.ts'
import * as letters from '#contract/letters.ts'
import * as mailConnections from '#contract/mail-connections.ts'
import * as mailPolicy from '#contract/mail-policy.ts'
import * as mailboxImports from '#contract/mailbox-imports.ts'
import * as outbox from '#contract/outbox.ts'
import { Permission } from '#contract/permissions.ts'
import * as presence from '#contract/presence.ts'
import type { Route } from '#contract/route.ts'
import * as search from '#contract/search.ts'
import * as sending from '#contract/sending.ts'
import * as signatures from '#contract/signatures.ts'
import * as tickets from '#contract/tickets.ts'
import { identityRoutes } from '#server/identity/index.ts'
import { mailboxImportRoutes } from '#server/imports/index.ts'
import { searchRoutes } from '#server/search/index.ts'
import { hasOpenTickets } from '#server/tickets/index.ts'
import { buildAgent, buildTeam, signedIn, withApiKey } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { deliver } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'

/**
 * Every route that touches letters, tried by everybody whom they do not concern. The letters lie with an isolated
 * team and say one word, which no answer to an outsider may hold.
 */
const desk = await mailDesk(
  {},
  {
    routes: (api, platform) => {
      identityRoutes(api, platform, { hasOpenTickets })
      searchRoutes(api, platform)
      mailboxImportRoutes(api, platform)
    },
  },
)
const { db, ask } = desk
const word = 'zebrafish'
const everything = Permission.options
const withoutReach = everything.filter((permission) => permission !== 'ticket.read_all')

/** What stands in the way of somebody who sees other teams' tickets only. */
type Gate =
  /** Not theirs to see: as if it were not there. */
  | 'hidden'
  /** Answers, and says nothing of the letters. */
  | 'silent'
  /** About the desk's own settings; a letter, a ticket or a draft is not in it. */
  | 'settings'

interface Attempt {
  gate: Gate
  /** Below /api/v1; by default the route's own path, all numbers 1. */
  path?: string
  body?: unknown
}

const secret = await buildTeam(db, { name: 'Secret', isIsolated: true })
const others = await buildTeam(db, { name: 'Others', isIsolated: true })
const inbox = await buildInbox(desk.platform, {
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
const letter = await desk.receive(raw, inbox.address)
const ticketId = letter.ticket_id ?? 0
const own = (path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') =>
  ask({ method, path, body, as: desk.as })
const reply = await desk.answer(ticketId, { text: `An answer about the ${word}` })
const later = (
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
const sent = await db
  .selectFrom('outbound_letter')
  .selectAll()
  .where('reply_id', '=', reply.id)
  .executeTakeFirstOrThrow()
const file = await db
  .selectFrom('file')
  .selectAll()
  .where('name', 'like', `${word}%`)
  .executeTakeFirstOrThrow()
const message = await db
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
const ignored = await desk.lastLetter()
const past = (
  await own('/mailbox-imports', { source: 'mbox', inboxId: inbox.id, name: 'old.mbox', sizeBytes: 10 })
).body
await sql`insert into mailbox_import_problem (import_id, position, subject, problem)
  values (${past.id}, 1, ${word}, 'unreadable')`.execute(db)
await sql`insert into blocked_address (address, scope, cause, diagnostic, ticket_id, blocked_at)
  values (${`friend@${word}.example`}, 'all', 'hard_bounce', ${`no ${word} here`}, ${ticketId}, now())`.execute(
  db,
)

const outsider = await buildAgent(db, { role: withoutReach, teamIds: [others.id] })
const asOutsider = await signedIn(db, outsider)
const mine = await desk.receive(
  raw.replaceAll(word, 'mackerel').replace('secret@', 'support@').replace('To: secret', 'To: support'),
)
await db.updateTable('ticket').set({ team_id: others.id }).where('id', '=', mine.ticket_id).execute()

const attempts: Record<string, Attempt> = {
  listLetters: { gate: 'silent', path: `/letters?q=${word}` },
  getLetter: { gate: 'hidden', path: `/letters/${letter.id}` },
  getLetterSource: { gate: 'hidden', path: `/letters/${letter.id}/source` },
  downloadLetter: { gate: 'hidden', path: `/letters/${letter.id}/raw` },
  replayLetter: { gate: 'hidden', path: `/letters/${ignored.id}/replay` },
  moveLetter: {
    gate: 'hidden',
    path: `/letters/${letter.id}/move`,
    body: { fromTicketId: ticketId, ticketId: mine.ticket_id },
  },
  listOutbox: { gate: 'silent', path: '/outbox' },
  getOutboxLetter: { gate: 'hidden', path: `/outbox/letter/${sent.id}` },
  getOutboxSource: { gate: 'hidden', path: `/outbox/letter/${sent.id}/source` },
  retryOutboxLetter: { gate: 'hidden', path: `/outbox/reply/${later.id}/retry` },
  resendOutboxLetter: {
    gate: 'hidden',
    path: `/outbox/letter/${sent.id}/resend`,
    body: { to: ['outsider@evil.example'] },
  },
  confirmOutboxLetter: { gate: 'hidden', path: `/outbox/letter/${sent.id}/confirm` },
  cancelOutboxLetter: { gate: 'hidden', path: `/outbox/reply/${later.id}/cancel` },
  getChannelHealth: { gate: 'silent' },
  countChannelProblems: { gate: 'silent' },
  updateChannelWatch: { gate: 'settings' },
  startSelfTest: { gate: 'settings' },
  listMailRules: { gate: 'silent' },
  createMailRule: { gate: 'settings' },
  updateMailRule: { gate: 'settings' },
  deleteMailRule: { gate: 'settings' },
  orderMailRules: { gate: 'settings' },
  tryMailRules: { gate: 'hidden', body: { letterId: letter.id } },
  getMailLimits: { gate: 'silent' },
  updateMailLimits: { gate: 'settings' },
  previewAcknowledgement: { gate: 'settings' },
  listBlockedAddresses: { gate: 'settings' },
  blockAddress: { gate: 'settings' },
  unblockAddress: { gate: 'settings' },
  lookUpBlocked: { gate: 'settings' },
  listMailConnections: { gate: 'silent' },
  saveMailConnection: { gate: 'settings' },
  forgetMailConnection: { gate: 'settings' },
  startMailConnection: { gate: 'settings' },
  finishMailConnection: { gate: 'settings' },
  checkMailConnection: { gate: 'settings' },
  listLetterKeys: { gate: 'silent', path: `/inboxes/${inbox.id}/letter-keys` },
  addLetterKey: { gate: 'settings' },
  removeLetterKey: { gate: 'settings' },
  addLetterAuthority: { gate: 'settings' },
  removeLetterAuthority: { gate: 'settings' },
  // Customers are everybody's who may read customers; so are their keys.
  listCorrespondentKeys: { gate: 'settings' },
  addCorrespondentKey: { gate: 'settings' },
  updateCorrespondentKey: { gate: 'settings' },
  removeCorrespondentKey: { gate: 'settings' },
  openLetterAgain: { gate: 'hidden', path: `/customer-messages/${message.id}/open` },
  getReplyProtection: { gate: 'hidden', path: `/tickets/${ticketId}/protection` },
  getSentProtection: { gate: 'hidden', path: `/tickets/${ticketId}/sent-protection` },
  listMailboxImports: { gate: 'silent' },
  createMailboxImport: { gate: 'settings' },
  uploadMailboxPart: { gate: 'settings' },
  cancelMailboxImport: { gate: 'settings' },
  resumeMailboxImport: { gate: 'settings' },
  undoMailboxImport: { gate: 'settings' },
  removeMailboxImport: { gate: 'settings' },
  listMailboxImportProblems: { gate: 'hidden', path: `/mailbox-imports/${past.id}/problems` },
  listMailboxFolders: { gate: 'settings' },
  listInboxes: { gate: 'silent' },
  createInbox: { gate: 'settings' },
  updateInbox: { gate: 'settings' },
  checkInbox: { gate: 'settings' },
  archiveInbox: { gate: 'settings' },
  listDkimKeys: { gate: 'silent' },
  createDkimKey: { gate: 'settings' },
  checkDkimKey: { gate: 'settings' },
  updateDkimKey: { gate: 'settings' },
  deleteDkimKey: { gate: 'settings' },
  listAudit: { gate: 'silent' },
  getPresence: { gate: 'hidden', path: `/tickets/${ticketId}/presence` },
  getDraft: { gate: 'hidden', path: `/tickets/${ticketId}/draft` },
  saveDraft: {
    gate: 'hidden',
    path: `/tickets/${ticketId}/draft`,
    body: { kind: 'reply', html: '<p>x</p>', version: 0 },
  },
  getRecipients: { gate: 'hidden', path: `/tickets/${ticketId}/recipients` },
  checkRecipients: { gate: 'hidden', path: `/tickets/${ticketId}/recipients`, body: { chosen: null } },
  cancelReply: { gate: 'hidden', path: `/replies/${later.id}/cancel`, body: { isReturned: true } },
  scheduleReply: {
    gate: 'hidden',
    path: `/replies/${later.id}/schedule`,
    body: { sendAt: new Date(Date.now() + 7_200_000).toISOString() },
  },
  sendReplyNow: { gate: 'hidden', path: `/replies/${later.id}/send-now` },
  previewSignature: { gate: 'hidden', body: { template: '{{ ticket.subject }}', ticketId } },
  searchTickets: { gate: 'silent', path: `/search?q=${word}` },
  uploadFile: { gate: 'settings' },
  downloadFile: { gate: 'hidden', path: `/files/${file.id}?inline=true` },
  listTickets: { gate: 'silent' },
  countTickets: { gate: 'silent' },
  getTicket: { gate: 'hidden', path: `/tickets/${ticketId}` },
  getFeed: { gate: 'hidden', path: `/tickets/${ticketId}/feed` },
  createTicket: { gate: 'settings' },
  updateTicket: { gate: 'hidden', path: `/tickets/${ticketId}`, body: { version: 1, teamId: others.id } },
  replyToTicket: { gate: 'hidden', path: `/tickets/${ticketId}/replies`, body: { text: 'x' } },
  addNote: { gate: 'hidden', path: `/tickets/${ticketId}/notes`, body: { text: 'x' } },
  resendReply: { gate: 'hidden', path: `/replies/${reply.id}/send` },
  markRead: { gate: 'hidden', path: `/tickets/${ticketId}/read`, body: { lastPostId: 1 } },
  followTicket: { gate: 'hidden', path: `/tickets/${ticketId}/follow`, body: { isFollowed: true } },
}

type AnyRoute = Route<unknown, unknown, unknown>
const isRoute = (value: unknown): value is AnyRoute =>
  typeof value === 'object' && value !== null && 'path' in value && 'access' in value
const routes = [
  audit,
  channelHealth,
  dkim,
  drafts,
  files,
  inboxes,
  letterKeys,
  letters,
  mailConnections,
  mailPolicy,
  mailboxImports,
  outbox,
  presence,
  search,
  sending,
  signatures,
  tickets,
].flatMap((module) =>
  Object.entries(module).filter((entry): entry is [string, AnyRoute] => isRoute(entry[1])),
)

/** A request to a route of the table. */
function attempt(name: string, route: AnyRoute, as?: Record<string, string>) {
  const { path = route.path.replaceAll(/:\w+/g, '1'), body } = attempts[name] ?? {}
  return ask({ method: route.method, path, ...(body !== undefined && { body }), ...(as && { as }) })
}
const gated = (...gates: Gate[]) =>
  routes.filter(([name]) => gates.includes(attempts[name]?.gate ?? 'settings'))

test('the table knows every route, and the letters are there for whom they concern', async () => {
  expect(Object.keys(attempts).toSorted()).toEqual(routes.map(([name]) => name).toSorted())
  for (const name of ['getLetter', 'getLetterSource', 'listLetters', 'getOutboxLetter', 'getOutboxSource']) {
    const route = routes.find(([own]) => own === name)?.[1]
    if (!route) throw new Error(name)
    const answer = await attempt(name, route, desk.as)
    expect([name, answer.status, JSON.stringify(answer.body).includes(word)]).toEqual([name, 200, true])
  }
  expect(ignored.state).toBe('ignored')
})

describe('a stranger', () => {
  test.each(routes)('%s: 401', async (name, route) => {
    const answer = await attempt(name, route)
    expect([answer.status, answer.body.error.name]).toEqual([401, 'not_signed_in'])
  })
})

describe('an agent without the permission', () => {
  test.each(routes.filter(([, { access }]) => access !== 'signed-in'))('%s: 403', async (name, route) => {
    const role = everything.filter((permission) => permission !== route.access)
    const answer = await attempt(name, route, await signedIn(db, await buildAgent(db, { role })))
    expect([answer.status, answer.body.error.name]).toEqual([403, 'not_allowed'])
  })
})

describe('an agent of another team who may do everything', () => {
  test.each(gated('hidden'))('%s: as if it were not there', async (name, route) => {
    const answer = await attempt(name, route, asOutsider)
    expect([answer.status, answer.body.error?.name]).toEqual([404, 'not_found'])
    expect(JSON.stringify(answer.body)).not.toContain(word)
  })
  test.each(gated('silent'))('%s: not a word', async (name, route) => {
    const answer = await attempt(name, route, asOutsider)
    expect(answer.status).toBe(200)
    expect(JSON.stringify(answer.body)).not.toContain(word)
  })
  test('hears that an address is blocked, and not of the ticket it was written in', async () => {
    const body = { addresses: [`friend@${word}.example`] }
    const look = (as: Record<string, string>) =>
      ask({ method: 'POST', path: '/blocked-address-lookups', body, as })
    expect((await look(asOutsider)).body.items).toMatchObject([{ ticketId: null }])
    expect((await look(desk.as)).body.items).toMatchObject([{ ticketId }])
  })
  test('sees the letters of the own team', async () => {
    const get = (path: string) => ask({ method: 'GET', path, as: asOutsider })
    expect((await get('/letters?q=mackerel')).body.items).toHaveLength(1)
    expect((await get(`/letters/${mine.id}`)).status).toBe(200)
    expect((await get(`/letters/${ignored.id}`)).status).toBe(404)
  })
})

describe('a key of the administrator with this one scope', () => {
  const administrator = { id: 0 }
  const key = async (scopes: Permission[]) => {
    if (administrator.id === 0)
      administrator.id = (await buildAgent(db, { role: 'administrator', teamIds: [secret.id] })).id
    return withApiKey(db, administrator, scopes)
  }
  // To read tickets is to read their letters, in the tickets.
  const narrow = gated('hidden', 'silent').filter(([, { access }]) => access !== 'ticket.read')
  test.each(narrow)('%s: not a word', async (name, route) => {
    const scopes = Permission.options.filter((permission) => permission === route.access)
    const answer = await attempt(name, route, await key(scopes.length > 0 ? scopes : ['system.read']))
    expect([200, 403, 404]).toContain(answer.status)
    expect(JSON.stringify(answer.body)).not.toContain(word)
  })
  test('reading alone writes nothing: no draft for its owner to send, no file', async () => {
    const as = await key(['ticket.read', 'ticket.read_all'])
    const draft = (kind: string) =>
      ask({
        method: 'PUT',
        path: `/tickets/${ticketId}/draft`,
        body: { kind, html: '<p>Pay to another account</p>', version: 0 },
        as,
      })
    expect((await draft('reply')).status).toBe(403)
    expect((await draft('note')).status).toBe(403)
    const upload = await ask({
      method: 'POST',
      path: '/files?name=x.txt',
      body: 'x',
      as,
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(upload.status).toBe(403)
  })
  test('whoever may not read notes does not read a note that is being written', async () => {
    const as = await withApiKey(db, { id: outsider.id }, ['ticket.read', 'ticket.read_all'])
    const ownTicket = mine.ticket_id ?? 0
    await ask({
      method: 'PUT',
      path: `/tickets/${ownTicket}/draft`,
      body: { kind: 'note', html: '<p>Not for everybody</p>', version: 0 },
      as: asOutsider,
    })
    const answer = await ask({ method: 'GET', path: `/tickets/${ownTicket}/draft`, as })
    expect(answer.body).toEqual({ draft: null })
  })
})
