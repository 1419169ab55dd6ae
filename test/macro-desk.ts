import { drainJobs } from '#server/platform/jobs/worker.ts'
import { macroRoutes, macroTasks } from '#server/macros/index.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildMessage } from '#test/builders/ticket.ts'

/**
 * A desk with a lead, who shares macros; Anna, who is in a team; Boris, who is in none; and two who may do less. Call it
 * at the top level of a test file.
 */
export async function macroDesk() {
  const desk = await testApp((api, platform) => {
    const presence = openPresence(platform.database.db, platform.notices, platform.clock)
    api.addHook('onClose', async () => presence.stop())
    ticketRoutes(api, platform, presence)
    macroRoutes(api, platform)
  })
  const { ask, db, platform } = desk
  const inbox = await buildInbox(platform, {})
  const team = await buildTeam(db, { name: 'Returns' })
  const lead = await buildAgent(db, { role: 'lead', name: 'Лев Лидов' })
  const anna = await buildAgent(db, { name: 'Anna Lee', teamIds: [team.id] })
  const boris = await buildAgent(db, { name: 'Boris Bee' })
  const reader = await buildAgent(db, { role: ['ticket.read'] })
  const replier = await buildAgent(db, { role: ['ticket.read', 'ticket.reply'] })
  const as = {
    lead: await signedIn(db, lead),
    anna: await signedIn(db, anna),
    boris: await signedIn(db, boris),
    reader: await signedIn(db, reader),
    replier: await signedIn(db, replier),
  }
  const work = () => drainJobs(platform.database.pool, macroTasks(platform), platform.log)
  const solved = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', 'solved')
    .executeTakeFirstOrThrow()

  const words = { ru: '<p>{{ greeting }}, {{ customer.polite_name | default: "уважаемый клиент" }}!</p>' }
  const closing = [
    { type: 'set_status', statusId: solved.id },
    { type: 'add_tags', tags: ['готово'] },
  ]
  async function make(who: Record<string, string>, body: object) {
    const answer = await ask({
      method: 'POST',
      path: '/macros',
      body: { name: 'Ответ', texts: words, ...body },
      as: who,
    })
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
    return answer.body
  }
  const ticket = (wishes: Parameters<typeof buildMessage>[1] = {}) =>
    buildMessage(db, { inboxId: inbox.id, name: 'Сидоров Иван Петрович', text: 'Где мой заказ?', ...wishes })
  const use = (ticketId: number, body: object, who = as.anna) =>
    ask({ method: 'POST', path: `/tickets/${ticketId}/macro-uses`, body, as: who })
  const card = async (id: number) => (await ask({ method: 'GET', path: `/tickets/${id}`, as: as.lead })).body
  return { ...desk, inbox, team, anna, as, work, closing, make, ticket, use, card }
}
