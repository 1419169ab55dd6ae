import { expect, test } from 'vitest'
import type { SavedSurveySettings } from '#contract/surveys.ts'
import { createDeskApp } from '#server/app.ts'
import { channelTasks } from '#server/channels/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { surveyAddress } from '#server/portal/index.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { portalBrowser } from '#test/portal-browser.ts'
import { surveyRoutes } from './routes.ts'
import { surveyTasks } from './index.ts'

const desk = await mailDesk({ PUBLIC_URL: 'https://desk.example' }, { routes: surveyRoutes })
const { ask, as, db, sink, platform, clock } = desk
const app = await createDeskApp(platform)
const customer = portalBrowser(app)

async function work() {
  const addressOf = surveyAddress(platform.config)
  const tasks = { ...channelTasks(platform), ...surveyTasks(platform, { addressOf }) }
  // Jobs wait by the database's clock; what is due by the test's has its time now.
  for (let round = 0; round < 3; round++) {
    await drainJobs(platform.database.pool, tasks, platform.log)
    const due = [clock.now()]
    await platform.database.pool.query(
      'update graphile_worker._private_jobs set run_at = now() where run_at <= $1',
      due,
    )
  }
}

async function set(wishes: Partial<SavedSurveySettings>) {
  const { body } = await ask({ method: 'GET', path: '/survey-settings', as })
  return ask({ method: 'PUT', path: '/survey-settings', body: { ...body, ...wishes }, as })
}

let count = 0
async function solved(from = `customer${++count}@shop.example`): Promise<number> {
  const row = await desk.receive(buildLetter({ from, text: 'Где мой заказ, скажите пожалуйста?' }))
  await solve(Number(row.ticket_id))
  return Number(row.ticket_id)
}

async function move(ticketId: number, category: 'solved' | 'open') {
  const ticket = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as })
  const status = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', category)
    .executeTakeFirstOrThrow()
  const body = { version: ticket.body.version, statusId: status.id }
  const answer = await ask({ method: 'PATCH', path: `/tickets/${ticketId}`, body, as })
  expect(answer.status).toBe(200)
}
const solve = (ticketId: number) => move(ticketId, 'solved')

const surveysOf = async (ticketId: number) =>
  (await ask({ method: 'GET', path: `/tickets/${ticketId}/surveys`, as })).body.items
const eventsOf = (ticketId: number) =>
  db
    .selectFrom('event')
    .select('data')
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'ticket.rated')
    .orderBy('id')
    .execute()

/** The path of the survey's page below the language, as the letter just sent has it. */
function pathInLetter(): string {
  const html = sink.letters.at(-1)?.letter.html ?? ''
  return /https:\/\/desk\.example\/help\/ru(\/rate\/[\w-]+)\?score=/.exec(html)?.[1] ?? ''
}

async function asked(wishes: Partial<SavedSurveySettings> = {}) {
  await set({
    isOn: true,
    delayMinutes: 0,
    scale: 5,
    lowScore: 2,
    changeHours: 24,
    reopens: false,
    openDays: 14,
    except: { teamIds: [], categoryIds: [], tags: [], sources: [], isAutomatic: true },
    ...wishes,
  })
  const ticketId = await solved()
  sink.letters.length = 0
  await work()
  expect(sink.letters).toHaveLength(1)
  return { ticketId, path: pathInLetter() }
}

test('nobody is asked until it is switched on', async () => {
  await solved()
  await work()
  expect(sink.letters).toEqual([])
})

test('a letter asks in the conversation, its link chooses, a button rates, and the token is kept from agents', async () => {
  const { ticketId, path } = await asked()
  const [sent] = sink.letters
  expect(sent?.letter.subject).toContain(`[HD-${ticketId}]`)
  expect(sent?.letter.inReplyTo).toHaveLength(1)
  expect(sent?.header('auto-submitted')).toBe('auto-replied')
  expect(sent?.letter.text).toContain('/rate/')
  expect(path).toMatch(/^\/rate\/[\w-]{43}$/)
  const token = path.slice('/rate/'.length)
  const feed = await ask({ method: 'GET', path: `/tickets/${ticketId}/feed`, as })
  expect(JSON.stringify(feed.body)).not.toContain(token)
  const ticket = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as })
  expect(ticket.body.statusCategory ?? 'solved').toBe('solved')

  for (let time = 0; time < 3; time++) {
    const page = await customer.get(`${path}?score=4`)
    expect(page.status).toBe(200)
    expect(page.html).toContain('value="4" checked')
  }
  const head = await app.inject({ method: 'HEAD', url: `/help/ru${path}?score=1` })
  expect(head.statusCode).toBe(200)
  expect(await surveysOf(ticketId)).toMatchObject([{ score: null, ratedAt: null }])
  const both = await Promise.all([1, 2].map(() => customer.post(path, { score: '4', comment: 'Быстро <b>' })))
  expect(both.map((one) => one.status)).toEqual([303, 303])
  expect((await customer.get('/rate/thanks')).html).toContain('Спасибо!')
  expect(await surveysOf(ticketId)).toMatchObject([{ score: 4, isGood: true, comment: 'Быстро <b>' }])
  const [survey] = await surveysOf(ticketId)
  expect(await eventsOf(ticketId)).toEqual([
    {
      data: { requestId: survey.id, score: 4, scale: 5, isGood: true, isLow: false, comment: 'Быстро <b>' },
    },
  ])
  expect((await customer.get(path)).html).toContain('Быстро &#60;b&#62;</textarea>')
})

test('a score outside the scale is said on the page; a mind is changed for a while and then no more', async () => {
  const { ticketId, path } = await asked()
  for (const score of ['0', '6', '-1', '4.5', '', 'x', '1e0']) {
    const page = await customer.post(path, { score, comment: 'Мои слова' })
    expect([page.status, page.html.includes('Выберите оценку'), page.html.includes('Мои слова')]).toEqual([
      400,
      true,
      true,
    ])
  }
  expect(await eventsOf(ticketId)).toEqual([])
  await customer.post(path, { score: '1' })
  await customer.post(path, { score: '5' })
  expect((await eventsOf(ticketId)).map(({ data }) => [data['score'], data['previous']])).toEqual([
    [1, undefined],
    [5, 1],
  ])
  clock.forward(25 * 3600)
  const over = await customer.post(path, { score: '1' })
  const foreign = await customer.post(`/rate/${'a'.repeat(43)}`, { score: '1' })
  expect([over.status, foreign.status]).toEqual([410, 410])
  const without = (html: string) => html.replaceAll(/\/rate\/[\w-]+/g, '')
  expect(without(over.html)).toBe(without(foreign.html))
  expect(await surveysOf(ticketId)).toMatchObject([{ score: 5 }])
})

test('a low score tells a lead and brings the ticket back; told once, however the mind changes', async () => {
  const { ticketId, path } = await asked({ reopens: true })
  await customer.post(path, { score: '2', comment: 'Не помогло' })
  await customer.post(path, { score: '1', comment: 'Совсем не помогло' })
  const row = await db
    .selectFrom('ticket')
    .select('status_category')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  expect(row.status_category).toBe('open')
  const told = await db
    .selectFrom('notification')
    .select(['kind', 'text'])
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', 'rated_low')
    .execute()
  expect(told).toEqual([{ kind: 'rated_low', text: 'Не помогло' }])
})

test('opened again before the time, nobody is asked; one customer is asked once in so many days', async () => {
  await set({ isOn: true, delayMinutes: 60, everyDays: 7 })
  const ticketId = await solved('often@shop.example')
  sink.letters.length = 0
  await work()
  await move(ticketId, 'open')
  clock.forward(61 * 60)
  await work()
  await solve(ticketId)
  await work()
  expect(sink.letters).toEqual([])
  clock.forward(61 * 60)
  await work()
  expect(sink.letters).toHaveLength(1)
  await set({ delayMinutes: 0 })
  await solved('often@shop.example')
  await work()
  expect(sink.letters).toHaveLength(1)
  clock.forward(8 * 86_400)
  await solved('often@shop.example')
  await work()
  expect(sink.letters).toHaveLength(2)
})

test('a reply that solves is a solution too', async () => {
  await set({ isOn: true, delayMinutes: 0 })
  const row = await desk.receive(buildLetter({ from: 'once@shop.example', text: 'Как вернуть деньги?' }))
  const { id: statusId } = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', 'solved')
    .executeTakeFirstOrThrow()
  const body = { text: 'Вернули.', statusId }
  const answer = await ask({ method: 'POST', path: `/tickets/${row.ticket_id}/replies`, body, as })
  expect(answer.status).toBe(201)
  await work()
  expect(await surveysOf(Number(row.ticket_id))).toMatchObject([{ scale: 5, score: null }])
})

test('whoever asks not to be asked is not; an exception is none either; an out-of-office answer opens nothing', async () => {
  const { path, ticketId } = await asked()
  const ours = sink.letters[0]?.letter.messageId ?? ''
  const away = await desk.receive(
    buildLetter({
      from: `customer${count}@shop.example`,
      subject: 'Out of office',
      headers: { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': `<${ours}>` },
    }),
  )
  expect(away.ticket_id).toBe(ticketId)
  expect((await ask({ method: 'GET', path: `/tickets/${ticketId}`, as })).body.isOpen ?? false).toBe(false)
  expect((await customer.get(`${path}?never`)).html).toContain('Больше не спрашивать?')
  expect((await customer.post(`${path}/never`, {})).status).toBe(303)
  clock.forward(8 * 86_400)
  sink.letters.length = 0
  await solved(`customer${count}@shop.example`)
  await work()
  expect(sink.letters).toEqual([])
  const { body } = await ask({ method: 'GET', path: '/survey-settings', as })
  await set({ except: { ...body.except, sources: ['email'] } })
  await solved()
  await work()
  expect(sink.letters).toEqual([])
})

test('an answer that quotes the letter carries no link into the ticket', async () => {
  const { ticketId, path } = await asked()
  const token = path.slice('/rate/'.length)
  const [sent] = sink.letters
  const link = `https://desk.example/help/ru${path}?score=1`
  await desk.receive(
    buildLetter({
      from: `customer${count}@shop.example`,
      subject: sent?.letter.subject ?? '',
      headers: { 'In-Reply-To': `<${sent?.letter.messageId}>` },
      text: `Не помогло, смотрите: ${link}\nhttps://go.example/?u=${encodeURIComponent(link)}\n\n> Хорошо: ${link}`,
    }),
  )
  const rows = await db
    .selectFrom('customer_message')
    .select(['text', 'html', 'quoted_text', 'quoted_html'])
    .where('ticket_id', '=', ticketId)
    .execute()
  expect(rows.at(-1)?.text).toContain('Не помогло')
  expect(JSON.stringify(rows)).not.toContain(token)
  const feed = await ask({ method: 'GET', path: `/tickets/${ticketId}/feed`, as })
  expect(JSON.stringify(feed.body)).not.toContain(token)
})

test('a mail program asks for no more letters in one request, which does nothing else, however old the letter', async () => {
  const { ticketId, path } = await asked({ openDays: 1 })
  const [sent] = sink.letters
  expect(sent?.header('list-unsubscribe')).toBe(`<https://desk.example/help/ru${path}/unsubscribe>`)
  expect(sent?.header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  const looked = await customer.get(`${path}/unsubscribe`)
  expect([looked.status, looked.headers['location']]).toEqual([303, `/help/ru${path}?never`])
  const refusals = () => db.selectFrom('survey_refusal').select('customer_id').execute()
  const before = (await refusals()).length
  clock.forward(2 * 86_400)
  expect((await customer.get(path)).status).toBe(410)
  expect((await customer.get(`${path}?never`)).status).toBe(200)
  const answer = await app.inject({
    method: 'POST',
    url: `/help/ru${path}/unsubscribe`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' },
    payload: 'List-Unsubscribe=One-Click',
  })
  expect([answer.statusCode, answer.body]).toEqual([200, ''])
  expect(await refusals()).toHaveLength(before + 1)
  expect(await surveysOf(ticketId)).toMatchObject([{ score: null }])
  expect(await eventsOf(ticketId)).toEqual([])
  const foreign = await customer.post(`/rate/${'b'.repeat(43)}/unsubscribe`, {})
  expect(foreign.status).toBe(410)
})

test('what was merged keeps its scores, and its letter rates the ticket it went into', async () => {
  const { ticketId, path } = await asked()
  const row = await desk.receive(buildLetter({ from: `customer${count}@shop.example`, text: 'И ещё вопрос' }))
  const into = Number(row.ticket_id)
  expect(into).not.toBe(ticketId)
  const merged = await ask({
    method: 'POST',
    path: `/tickets/${into}/merge`,
    body: { sourceIds: [ticketId] },
    as,
  })
  expect(merged.status).toBe(200)
  expect((await customer.post(path, { score: '2' })).status).toBe(303)
  expect(await surveysOf(into)).toMatchObject([{ score: 2, isLow: true, ratedIn: 'email' }])
  const low = await ask({ method: 'GET', path: '/tickets?view=all&status=any&rating=low', as })
  expect(low.body.items.map((one: { id: number }) => one.id)).toContain(into)
  const good = await ask({ method: 'GET', path: '/tickets?view=all&status=any&rating=good', as })
  expect(good.body.items.map((one: { id: number }) => one.id)).not.toContain(into)
})

test('the overview counts who was asked, who answered and how many were content', async () => {
  const zone = 'Europe/Moscow'
  // A day there, whenever this runs: in the evening it is tomorrow's already.
  const today = () =>
    Temporal.Instant.fromEpochMilliseconds(clock.now().getTime())
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString()
  const day = today()
  const pathTo = (to: string) => `/survey-report?from=${day}&to=${to}&timeZone=${zone}`
  const before = await ask({ method: 'GET', path: pathTo(day), as })
  const one = await asked()
  await customer.post(one.path, { score: '5', comment: 'Спасибо' })
  const other = await asked()
  await customer.post(other.path, { score: '3' })
  await asked()
  const path = pathTo(today())
  const { status, body } = await ask({ method: 'GET', path, as })
  expect(status).toBe(200)
  expect(body.scope).toBe('all')
  expect(body.total.asked).toBeGreaterThanOrEqual(before.body.total.asked + 3)
  expect(body.comments[0]).toMatchObject({ comment: 'Спасибо', score: 5, isGood: true })
  const counted = body.scales[0].counts.reduce((sum: number, each: { count: number }) => sum + each.count, 0)
  expect(counted).toBe(body.total.answered)
  expect(body.steps.reduce((sum: number, step: { asked: number }) => sum + step.asked, 0)).toBe(
    body.total.asked,
  )
  for (const wrong of ['from=2026-05-02&to=2026-05-01', 'from=2020-01-01&to=2026-01-01', 'from=x&to=y'])
    expect((await ask({ method: 'GET', path: `/survey-report?${wrong}`, as })).status).toBe(400)
  const clerk = await signedIn(db, await buildAgent(db, { role: 'agent' }))
  const own = await ask({ method: 'GET', path, as: clerk })
  expect(own.body).toMatchObject({ scope: 'own', total: { asked: 0, answered: 0, good: 0 }, comments: [] })
})

test('a lead’s sums count nothing that lies where they may not look', async () => {
  const { id: hers } = await buildTeam(db, { isIsolated: true })
  const { id: elsewhere } = await buildTeam(db, { isIsolated: true })
  const lead = await signedIn(
    db,
    await buildAgent(db, { role: ['ticket.read', 'team.manage'], teamIds: [hers] }),
  )
  const { path, ticketId } = await asked()
  await db.updateTable('ticket').set({ team_id: hers }).where('id', '=', ticketId).execute()
  await customer.post(path, { score: '5' })
  const now = clock.now().getTime()
  const [from, to] = [now - 86_400_000, now + 86_400_000].map((at) => new Date(at).toISOString().slice(0, 10))
  const report = async () =>
    (await ask({ method: 'GET', path: `/survey-report?from=${from}&to=${to}&timeZone=UTC`, as: lead })).body
  expect(await report()).toMatchObject({ scope: 'teams', total: { answered: 1, good: 1 } })
  // The score is still that team's; the ticket is no longer theirs to see.
  await db.updateTable('ticket').set({ team_id: elsewhere }).where('id', '=', ticketId).execute()
  const after = await report()
  expect(after).toMatchObject({ total: { asked: 0, answered: 0 }, teams: [], agents: [] })
  expect(after.scales).toEqual([])
})
