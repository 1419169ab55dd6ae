import { sql } from 'kysely'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { slaTasks } from '#server/sla/index.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { contentOf } from '#test/builders/rule-desk.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { type Attempts, settings } from './attempt.ts'
import { desk, mine, outsider, own, secret, ticketId, word } from './scene.ts'

const { db, platform } = desk
async function made(path: string, body: unknown): Promise<{ id: number } & Record<string, unknown>> {
  const answer = await own(path, body)
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
async function inserted(statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> {
  const { rows } = await statement.execute(db)
  const [row] = rows
  if (!row) throw new Error('nothing was inserted')
  return row.id
}

/** Of the hidden ticket's team; whose keys are tried. */
export const keeper = await buildAgent(db, { role: 'administrator', teamIds: [secret.id] })

const week = [1, 2, 3, 4, 5, 6, 7].map(() => [{ from: '09:00', to: '18:00' }])
const calendar = { name: 'Hours', timeZone: 'Europe/Moscow', week, holidays: { kind: 'none' }, days: [] }
const policy = slaPolicy({ targets: everyPriority({ firstReply: aroundTheClock(60) }) })
const { id: policyId } = await made('/sla/policies', { policy, includesOpen: true })
await drainJobs(platform.database.pool, slaTasks(platform), platform.log)

const content = contentOf({})
const { id: ruleId } = await made('/rules', { name: 'Seen', isActive: false, content })
const trace = JSON.stringify([{ path: 'conditions.0', isHeld: true, words: [word] }])
const runId = await inserted(sql`insert into rule_run
  (rule_id, rule_version, rule_name, ticket_id, trigger, outcome, trace, at)
  values (${ruleId}, 1, 'Seen', ${ticketId}, 'ticket_created', 'acted', ${trace}, now()) returning id`)

const { id: macroId } = await made('/macros', {
  name: 'Words',
  scope: 'shared',
  texts: { en: '<p>{{ ticket.subject }}</p>' },
})
const { id: secretMacroId } = await made('/macros', {
  name: 'Theirs',
  scope: 'team',
  teamId: secret.id,
  texts: { en: '<p>Words</p>' },
})
await sql`insert into blob (sha256, size_bytes) values (${Buffer.alloc(32, 1)}, 3)`.execute(db)
const pictureId = await inserted(sql`insert into macro_file
  (macro_id, sha256, size_bytes, name, mime, is_inline)
  values (${secretMacroId}, ${Buffer.alloc(32, 1)}, 3, 'a.png', 'image/png', true) returning id`)
const macroRunId = await inserted(sql`insert into macro_run
  (macro_id, agent_id, permissions, sends_reply, created_at) values (${macroId}, ${keeper.id}, '{}', false, now())
  returning id`)
const useId = await inserted(sql`insert into macro_use (macro_id, ticket_id, agent_id, at, way, state)
  values (${macroId}, ${ticketId}, ${keeper.id}, now(), 'answer', 'waiting') returning id`)

const { id: checklistId } = await made('/checklists', { name: 'Steps', items: ['Look'] })
await made(`/tickets/${ticketId}/checklists`, { checklistId })
const started = await db
  .selectFrom('ticket_checklist_item')
  .select(['id', 'ticket_checklist_id'])
  .executeTakeFirstOrThrow()

const { ticketId: further } = await buildMessage(db, { teamId: secret.id, subject: `More of the ${word}` })
const mergeId = await inserted(sql`insert into ticket_merge (source_id, target_id, merged_at, post_ids, kept)
  values (${further}, ${ticketId}, now(), '{}', '{}') returning id`)

const webhookId = await inserted(sql`insert into webhook (name, url, types, secret, created_at, updated_at)
  values ('Elsewhere', 'https://elsewhere.example', '{ticket.created}', 'x', now(), now()) returning id`)
const deliveryId = await inserted(sql`insert into webhook_delivery
  (webhook_id, lane, message_id, origin, type, ticket_id, at, created_at, body, state)
  values (${webhookId}, ${ticketId}, 'one', 'event', 'ticket.created', ${ticketId}, now(), now(), ${word}, 'failed')
  returning id`)

// Told of it while it was theirs to see.
for (const { id } of [outsider, keeper]) {
  await sql`insert into notification (agent_id, kind, ticket_id, text, actor_kind, created_at)
    values (${id}, 'assigned', ${ticketId}, ${word}, 'system', now())`.execute(db)
}

/** Rules, deadlines, routing, macros, webhooks, notices, own fields, checklists; freezing and merging. */
export const automationAttempts: Attempts = {
  listRules: { gate: 'silent' },
  getRule: { gate: 'silent', path: `/rules/${ruleId}` },
  ...settings('createRule', 'updateRule', 'deleteRule', 'copyRule', 'saveRuleDraft', 'publishRuleDraft'),
  ...settings('orderRules', 'createRuleGroup', 'updateRuleGroup', 'deleteRuleGroup', 'restoreRuleVersion'),
  listRuleVersions: { gate: 'silent', path: `/rules/${ruleId}/versions` },
  listRuleRuns: { gate: 'silent', path: `/rules/${ruleId}/runs` },
  listTicketRuleRuns: { gate: 'hidden', path: `/tickets/${ticketId}/rule-runs` },
  getRuleRun: { gate: 'hidden', path: `/rule-runs/${runId}` },
  dryRunRule: { gate: 'silent', body: { content } },
  tryPhrases: { gate: 'settings' },
  listRuleTemplates: { gate: 'silent' },
  exportRules: { gate: 'silent' },
  importRules: { gate: 'settings' },

  listSlaPolicies: { gate: 'silent' },
  getSlaPolicy: { gate: 'silent', path: `/sla/policies/${policyId}` },
  ...settings('createSlaPolicy', 'updateSlaPolicy', 'deleteSlaPolicy', 'orderSlaPolicies'),
  previewSlaPolicy: { gate: 'silent', body: { policyId, policy: null, includesOpen: false } },
  getRecomputation: { gate: 'silent' },
  getClocks: { gate: 'hidden', path: `/tickets/${ticketId}/clocks` },
  setTicketPolicy: { gate: 'hidden', path: `/tickets/${ticketId}/sla-policy`, body: { policyId } },
  listCalendars: { gate: 'silent' },
  ...settings('getCalendar', 'createCalendar', 'updateCalendar', 'copyCalendar', 'deleteCalendar'),
  previewCalendar: { gate: 'silent', body: { calendar, year: 2026 } },
  ...settings('addCalendarFeed', 'refreshCalendarFeed', 'deleteCalendarFeed'),
  listHolidayCountries: { gate: 'silent' },

  listAgentStatuses: { gate: 'silent' },
  ...settings('createAgentStatus', 'updateAgentStatus', 'archiveAgentStatus', 'setOwnStatus'),
  listAttendance: { gate: 'silent' },
  getOwnAttendance: { gate: 'silent' },
  // Of a colleague who is in none of the caller's teams.
  setAgentStatus: { gate: 'settings' },
  listAbsences: { gate: 'silent' },
  ...settings('createAbsence', 'endAbsence'),
  listAgentStatusLog: { gate: 'silent' },
  listSkills: { gate: 'silent' },
  ...settings('createSkill', 'updateSkill', 'archiveSkill', 'setSkillNeeds'),
  getRoutingSettings: { gate: 'silent' },
  updateRoutingSettings: { gate: 'settings' },
  listRoutingPolicies: { gate: 'silent' },
  updateRoutingPolicy: { gate: 'settings' },
  listAgentSeats: { gate: 'silent' },
  updateAgentSeat: { gate: 'settings' },
  getTicketRouting: { gate: 'hidden', path: `/tickets/${ticketId}/routing` },
  getRoutingBoard: { gate: 'silent' },
  takeNextTicket: { gate: 'silent' },

  listMacros: { gate: 'silent' },
  getMacro: { gate: 'silent', path: `/macros/${macroId}` },
  downloadMacroFile: { gate: 'hidden', path: `/macro-files/${pictureId}` },
  ...settings('createMacro', 'updateMacro', 'archiveMacro', 'favourMacro'),
  ...settings('createMacroFolder', 'updateMacroFolder', 'deleteMacroFolder'),
  previewTemplate: {
    gate: 'hidden',
    body: { html: '<p>{{ ticket.subject }}</p>', language: 'en', ticketId },
  },
  previewMacro: { gate: 'hidden', path: `/tickets/${ticketId}/macros/${macroId}` },
  applyMacroToTicket: { gate: 'hidden', path: `/tickets/${ticketId}/macro-uses`, body: { macroId } },
  listWaitingMacros: { gate: 'hidden', path: `/tickets/${ticketId}/macro-uses` },
  dropMacroUse: { gate: 'hidden', path: `/macro-uses/${useId}` },
  getMacroUsage: { gate: 'silent', path: `/macros/${macroId}/usage` },
  // Each ticket is decided when its turn comes, by what the agent may see then.
  runMacro: { gate: 'settings' },
  getMacroRun: { gate: 'hidden', path: `/macro-runs/${macroRunId}` },
  stopMacroRun: { gate: 'hidden', path: `/macro-runs/${macroRunId}/stop` },

  listWebhooks: { gate: 'refused' },
  createWebhook: {
    gate: 'refused',
    body: { name: 'Mine', url: 'https://mine.example/', types: ['ticket.created'] },
  },
  getWebhook: { gate: 'refused', path: `/webhooks/${webhookId}` },
  updateWebhook: { gate: 'refused', path: `/webhooks/${webhookId}`, body: { version: 1, name: 'Mine' } },
  deleteWebhook: { gate: 'refused', path: `/webhooks/${webhookId}` },
  rotateWebhookSecret: { gate: 'refused', path: `/webhooks/${webhookId}/secret`, body: {} },
  testWebhook: { gate: 'refused', path: `/webhooks/${webhookId}/test` },
  listWebhookDeliveries: { gate: 'refused', path: `/webhooks/${webhookId}/deliveries` },
  getWebhookDelivery: { gate: 'refused', path: `/webhook-deliveries/${deliveryId}` },
  resendWebhookDelivery: { gate: 'refused', path: `/webhook-deliveries/${deliveryId}/resend` },
  resendFailedDeliveries: { gate: 'refused', path: `/webhooks/${webhookId}/resend-failed` },

  listNotifications: { gate: 'silent' },
  countNotifications: { gate: 'silent' },
  readNotifications: { gate: 'settings' },
  getNotificationWishes: { gate: 'silent' },
  updateNotificationWishes: { gate: 'settings' },

  listFields: { gate: 'silent' },
  ...settings('createField', 'updateField', 'orderFields'),
  listChecklists: { gate: 'silent' },
  ...settings('createChecklist', 'updateChecklist', 'orderChecklists'),
  listTicketChecklists: { gate: 'hidden', path: `/tickets/${ticketId}/checklists` },
  startChecklist: { gate: 'hidden', path: `/tickets/${ticketId}/checklists`, body: { checklistId } },
  tickChecklistItem: { gate: 'hidden', path: `/checklist-items/${started.id}`, body: { isDone: true } },
  removeTicketChecklist: { gate: 'hidden', path: `/ticket-checklists/${started.ticket_checklist_id}` },

  freezeTicket: {
    gate: 'hidden',
    path: `/tickets/${ticketId}/freeze`,
    body: { until: new Date(Date.now() + 86_400_000).toISOString() },
  },
  unfreezeTicket: { gate: 'hidden', path: `/tickets/${ticketId}/unfreeze` },
  mergeTickets: {
    gate: 'hidden',
    path: `/tickets/${ticketId}/merge`,
    body: { sourceIds: [mine.ticket_id] },
  },
  listMerges: { gate: 'hidden', path: `/tickets/${ticketId}/merges` },
  undoMerge: { gate: 'hidden', path: `/ticket-merges/${mergeId}/undo` },
}
