import { afterAll, expect } from 'vitest'
import type { RuleContent } from '#contract/rules.ts'
import { channelTasks, startChannels } from '#server/channels/index.ts'
import { macroTasks } from '#server/macros/index.ts'
import { notificationTasks } from '#server/notifications/index.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { routingTasks } from '#server/routing/index.ts'
import { ruleTasks } from '#server/rules/index.ts'
import { slaTasks } from '#server/sla/index.ts'
import { ticketTasks } from '#server/tickets/index.ts'
import { startWebhooks, webhookTasks } from '#server/webhooks/index.ts'
import { faults } from '#test/axe.ts'
import { cursorIn, journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { startSink } from '#test/servers/sink.ts'
import { startWebhookReceiver } from '#test/servers/webhook-receiver.ts'

const desk = await openDesk({
  OUTGOING_PRIVATE_NETWORKS: '127.0.0.1',
  SMTP_PORT: '0',
  SMTP_HOST: '127.0.0.1',
})
const { db, pool } = desk.database
const sink = await startSink()
const receiver = await startWebhookReceiver()
const inbox = await buildInbox(desk, { address: 'support@desk.example', smtpPort: sink.port })
const channels = await startChannels(desk)
const sender = startWebhooks(desk)
/** Everything a desk does by itself, by itself: nothing here is told when to work. */
const tasks = [ticketTasks, channelTasks, macroTasks, slaTasks, routingTasks, ruleTasks, webhookTasks]
const worker = await startWorker(
  pool,
  Object.assign({}, ...tasks.map((of) => of(desk)), notificationTasks(desk)),
  desk.log,
)
afterAll(async () => {
  await worker.stop()
  await sender.stop()
  await channels.stop()
  await sink.stop()
  await receiver.stop()
})

const olga = await buildAgent(db, { name: 'Ольга Воронцова', role: 'administrator', language: 'ru' })
const anna = await buildAgent(db, { name: 'Анна Ли', language: 'ru' })
const oleg = await buildAgent(db, { name: 'Олег Баранов', language: 'ru' })
const team = await buildTeam(db, { name: 'Возвраты', memberIds: [anna.id, oleg.id] })
const { id: solvedId } = await db
  .selectFrom('ticket_status')
  .select('id')
  .where('category', '=', 'solved')
  .executeTakeFirstOrThrow()

journey('one letter sets every room going, each says what it did, and the answer ends it', async () => {
  const boss = await openSignedIn(desk, olga)
  const make = async <T = { id: number }>(path: string, data: unknown): Promise<T> => {
    const answer = await boss.request.post(`/api/v1${path}`, { data })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    return answer.json() as Promise<T>
  }
  const promises = { firstReply: aroundTheClock(60), solution: aroundTheClock(480) }
  // Nothing comes under it but by the rule.
  const forRefunds = slaPolicy({
    name: 'Деньги назад',
    conditions: [{ field: 'tag', operator: 'any_of', values: ['никто не ставит'] }],
    targets: everyPriority(promises),
  })
  const { id: policyId } = await make('/sla/policies', { policy: forRefunds, includesOpen: false })
  const hook = { name: 'Касса', url: receiver.url, types: [], teamIds: null, inboxIds: null, headers: [] }
  const { webhook } = await make<{ webhook: { id: number } }>('/webhooks', hook)
  await make('/macros', {
    name: 'Деньги вернули',
    scope: 'shared',
    texts: { ru: '<p>{{ customer.polite_name }}, деньги вернулись на вашу карту.</p>' },
    actions: [{ type: 'set_status', statusId: solvedId }],
  })
  const content: RuleContent = {
    triggers: [{ on: 'ticket_created' }],
    conditions: {
      match: 'all',
      isNot: false,
      conditions: [{ field: 'text', isNot: false, how: 'any_form', values: ['возврат', 'вернуть деньги'] }],
    },
    actions: [
      { type: 'set_team', teamId: team.id },
      { type: 'set_priority', priority: 'high' },
      { type: 'add_tags', tags: ['возврат'] },
      { type: 'set_sla_policy', policyId },
      { type: 'route', teamId: null, method: 'least_loaded' },
      { type: 'notify', agentIds: [], teamIds: [], toAssignee: true, text: 'Клиент просит деньги назад' },
      { type: 'call_webhook', webhookId: webhook.id },
      { type: 'reply', text: 'Здравствуйте, {{ customer.polite_name }}! Возврат {{ ticket.number }} начат.' },
    ],
  }
  await make('/rules', { name: 'Возвраты', isActive: true, content })

  // Whoever has the desk open is here to take it.
  const page = await openSignedIn(desk, anna)
  await page.goto('/tickets')
  await page.getByRole('button', { name: /^Профиль: Анна Ли В сети/ }).waitFor()
  const letter = buildLetter({
    from: 'Сидоров Иван Петрович <ivan@customer.example>',
    to: inbox.address,
    subject: 'Заказ 4812',
    text: 'Чайник не подошёл, верните деньги.',
  })
  await deliver(channels.smtpPort ?? 0, letter, { from: 'ivan@customer.example', to: inbox.address })

  // The agent's bell, another program, and the customer hear of it.
  await page.getByRole('button', { name: 'Уведомления: 2 непрочитанных' }).first().waitFor()
  await receiver.received(1)
  const [answer] = await sink.received(1)
  expect(answer?.to).toEqual(['ivan@customer.example'])
  await page.keyboard.press('b')
  const drawer = page.getByRole('dialog', { name: 'Уведомления' })
  await drawer.getByText('Тикет назначен вам').waitFor()
  await drawer.getByText('Клиент просит деньги назад').waitFor()
  await drawer.getByRole('button', { name: /Правило «Возвраты»/ }).click()
  await page.waitForURL(/\/tickets\/\d+/)
  const ticketId = Number(page.url().match(/tickets\/(\d+)/)?.[1])
  expect(answer?.letter.text).toContain(`Здравствуйте, Иван Петрович! Возврат HD-${ticketId} начат.`)
  const [call] = receiver.delivered
  expect(call?.payload).toMatchObject({
    type: 'rule.called',
    data: {
      event: { data: { cause: { kind: 'rule', name: 'Возвраты' } } },
      ticket: { id: ticketId, assigneeId: anna.id, teamId: team.id, priority: 'high', tags: ['возврат'] },
    },
  })

  // The feed tells what was done, by whom and why; the chip tells until when to answer.
  const line = page.getByText(/Правило «Возвраты»: /)
  await line.waitFor()
  for (const words of [
    'отдел «Возвраты», приоритет «Средний» → «Высокий», добавлена метка «возврат»',
    'сроки по политике «Деньги назад»',
    'исполнитель Анна Ли: наименьшая загрузка, пропущены: Олег Баранов (не в сети)',
  ])
    await expect.poll(() => line.innerText()).toContain(words)
  // Once: that it was assigned is not said again without the why.
  expect((await line.innerText()).split('исполнитель Анна Ли')).toHaveLength(2)
  await page.locator('article', { hasText: 'начат' }).getByText('автоматический ответ').waitFor()
  const due = page.getByRole('button', {
    name: /^первый ответ .+ осталось/,
  })
  await due.waitFor()

  // The trace tells which condition held, and which word of the letter did it.
  await page.getByRole('button', { name: 'Почему? Правило «Возвраты»' }).click()
  const trace = page.getByRole('dialog')
  await trace.getByText('верните деньги', { exact: true }).waitFor()
  // What an agent may not list is not called gone.
  await trace.getByText('распределить → наименее занятый, кто на смене: Анна Ли').waitFor()
  expect(await trace.getByText('удалено').count()).toBe(0)
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await trace.waitFor({ state: 'detached' })

  // The agent answers by a macro that solves, and the clocks stand met.
  await page.keyboard.press('r')
  const editor = await cursorIn(page, 'textbox', 'Ответ')
  await page.keyboard.press('/')
  await page.getByRole('dialog', { name: 'Макросы' }).getByText('Иван Петрович, деньги вернулись').waitFor()
  await page.keyboard.press('Enter')
  await editor.getByText('Иван Петрович, деньги вернулись на вашу карту.').waitFor()
  await page.keyboard.press('Control+Enter')
  await sink.received(2)
  expect(sink.letters[1]?.letter.text).toContain('Иван Петрович, деньги вернулись на вашу карту.')
  await page.getByText(/^Вы.*статус «[^»]+» → «Решён»/).waitFor()
  await page.getByRole('button', { name: 'сроки', exact: true }).click()
  const clocks = page.getByRole('dialog')
  await clocks.getByText(/политика «Деньги назад».*8 ч круглосуточно/).waitFor()
  await clocks.getByText(/^Выполнено за .*, с запасом/).waitFor()
  expect(await faults(page)).toEqual([])
})
