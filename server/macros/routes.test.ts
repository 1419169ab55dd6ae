import { describe, expect, test } from 'vitest'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { applyMacro, macroRoutes, macroTasks } from './index.ts'

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
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const ticket = (wishes: Parameters<typeof buildMessage>[1] = {}) =>
  buildMessage(db, { inboxId: inbox.id, name: 'Сидоров Иван Петрович', text: 'Где мой заказ?', ...wishes })
const use = (ticketId: number, body: object, who = as.anna) =>
  ask({ method: 'POST', path: `/tickets/${ticketId}/macro-uses`, body, as: who })
const card = async (id: number) => (await ask({ method: 'GET', path: `/tickets/${id}`, as: as.lead })).body

describe('the library', () => {
  test('whose a macro is decides who finds it', async () => {
    const own = await make(as.anna, { name: 'Мой' })
    const teams = await make(as.lead, { name: 'Отдела', scope: 'team', teamId: team.id })
    const shared = await make(as.lead, { name: 'Общий', scope: 'shared' })
    const seen = async (who: Record<string, string>) => {
      const { items } = (await ask({ method: 'GET', path: '/macros', as: who })).body
      const ids = items.map((item: { id: number }) => item.id)
      return [own, teams, shared].filter(({ id }) => ids.includes(id)).map(({ name }) => name)
    }
    expect(await seen(as.anna)).toEqual(['Мой', 'Отдела', 'Общий'])
    expect(await seen(as.boris)).toEqual(['Общий'])
    // Shares macros, is not in the team, and never sees what is somebody's own.
    expect(await seen(as.lead)).toEqual(['Отдела', 'Общий'])

    const { ticketId } = await ticket()
    for (const [who, id] of [
      [as.boris, own.id],
      [as.lead, own.id],
      [as.boris, teams.id],
      [as.lead, teams.id],
    ] as const) {
      expect((await ask({ method: 'GET', path: `/tickets/${ticketId}/macros/${id}`, as: who })).status).toBe(
        404,
      )
      expect((await use(ticketId, { macroId: id }, who)).status).toBe(404)
    }
    for (const method of ['GET', 'DELETE'] as const)
      expect((await ask({ method, path: `/macros/${own.id}`, as: as.lead })).status).toBe(404)
    expect(
      (
        await ask({
          method: 'PATCH',
          path: `/macros/${shared.id}`,
          body: { version: 1, name: 'x' },
          as: as.anna,
        })
      ).status,
    ).toBe(403)
    expect((await ask({ method: 'DELETE', path: `/macros/${teams.id}`, as: as.anna })).status).toBe(403)
    expect((await ask({ method: 'DELETE', path: `/macros/${own.id}`, as: as.anna })).status).toBe(200)
    expect(await seen(as.anna)).toEqual(['Отдела', 'Общий'])
  })

  test('sharing takes the right, on the way in and on the way out', async () => {
    for (const body of [{ scope: 'shared' }, { scope: 'team', teamId: team.id }])
      expect(
        (await ask({ method: 'POST', path: '/macros', body: { name: 'x', ...body }, as: as.anna })).status,
      ).toBe(403)
    const own = await make(as.anna, {})
    const wish = { version: own.version, scope: 'shared' }
    expect((await ask({ method: 'PATCH', path: `/macros/${own.id}`, body: wish, as: as.anna })).status).toBe(
      403,
    )
    const shared = await make(as.lead, { scope: 'shared' })
    const taken = await ask({
      method: 'PATCH',
      path: `/macros/${shared.id}`,
      body: { version: 1, scope: 'personal' },
      as: as.lead,
    })
    expect(taken.body).toMatchObject({ scope: 'personal', version: 2 })
    expect((await ask({ method: 'GET', path: `/macros/${shared.id}`, as: as.anna })).status).toBe(404)
  })

  test('a broken one is not saved, and its place is told', async () => {
    const texts = { ru: '<p>Раз</p><p>Два {{ customer.nam }}</p>' }
    const answer = await ask({ method: 'POST', path: '/macros', body: { name: 'x', texts }, as: as.anna })
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({
      name: 'bad_template',
      detail: {
        problem: 'unknown_variable',
        word: 'customer.nam',
        line: 2,
        column: 8,
        snippet: 'Два {{ customer.nam }}',
        language: 'ru',
      },
    })
    const note = [{ type: 'add_note', text: 'Раз\n{{ customer.name' }]
    const noted = await ask({
      method: 'POST',
      path: '/macros',
      body: { name: 'x', actions: note },
      as: as.anna,
    })
    expect(noted.body.error.detail).toMatchObject({ problem: 'unclosed_output', line: 2 })
  })

  test('what stands in the HTML is cleaned, and files are taken over', async () => {
    const { id: fileId } = await db
      .insertInto('blob')
      .values({ sha256: Buffer.alloc(32, 7), size_bytes: 3 })
      .returning('sha256')
      .executeTakeFirstOrThrow()
      .then(({ sha256 }) =>
        db
          .insertInto('file')
          .values({
            sha256,
            size_bytes: 3,
            name: 'Акт.pdf',
            mime: 'application/pdf',
            content_id: null,
            uploaded_by_id: anna.id,
            created_at: new Date(),
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      )
    const made = await make(as.anna, {
      texts: { ru: '<p>Да<script>alert(1)</script></p>', en: '<p> </p>' },
      fileIds: [fileId],
    })
    expect(made).toMatchObject({
      texts: { ru: '<p>Да</p>' },
      languages: ['ru'],
      files: [{ name: 'Акт.pdf', sizeBytes: 3 }],
    })
    const others = await ask({
      method: 'POST',
      path: '/macros',
      body: { name: 'x', fileIds: [fileId] },
      as: as.boris,
    })
    expect(others.body.error.name).toBe('unknown_file')
    const { ticketId } = await ticket()
    const used = (await use(ticketId, { macroId: made.id })).body
    expect(used.files).toMatchObject([{ name: 'Акт.pdf', isInline: false }])
    expect(used.files[0].id).not.toBe(fileId)
    const removed = await ask({
      method: 'PATCH',
      path: `/macros/${made.id}`,
      body: { version: 1, removedFileIds: [made.files[0].id] },
      as: as.anna,
    })
    expect(removed.body.files).toEqual([])
  })

  test('folders lie in each other, and never in themselves', async () => {
    const folder = async (body: object, who = as.lead) =>
      (await ask({ method: 'POST', path: '/macro-folders', body: { isOwn: false, ...body }, as: who })).body
    const outer = await folder({ name: 'Доставка' })
    const inner = await folder({ name: 'Задержки', parentId: outer.id })
    const change = (id: number, body: object, who = as.lead) =>
      ask({ method: 'PATCH', path: `/macro-folders/${id}`, body, as: who })
    expect((await change(outer.id, { parentId: inner.id })).status).toBe(400)
    expect((await change(outer.id, { name: 'x' }, as.anna)).status).toBe(403)
    const macro = await make(as.lead, { scope: 'shared', folderId: inner.id })
    expect((await ask({ method: 'DELETE', path: `/macro-folders/${inner.id}`, as: as.lead })).status).toBe(
      200,
    )
    expect((await ask({ method: 'GET', path: `/macros/${macro.id}`, as: as.anna })).body.folderId).toBe(
      outer.id,
    )

    const own = await folder({ name: 'Мои', isOwn: true }, as.anna)
    expect((await change(own.id, { name: 'x' })).status).toBe(404)
    // What everybody sees does not lie where one alone looks.
    const hidden = await ask({
      method: 'POST',
      path: '/macros',
      body: { name: 'x', scope: 'shared', folderId: own.id },
      as: as.lead,
    })
    expect(hidden.status).toBe(400)
  })

  test('somebody who was not there first has to look again', async () => {
    const made = await make(as.anna, {})
    const change = () =>
      ask({ method: 'PATCH', path: `/macros/${made.id}`, body: { version: 1, name: 'y' }, as: as.anna })
    expect((await change()).status).toBe(200)
    expect((await change()).body.error.name).toBe('version_conflict')
  })

  test('favourites are one’s own', async () => {
    const shared = await make(as.lead, { scope: 'shared' })
    const path = `/macros/${shared.id}`
    await ask({ method: 'PUT', path: `${path}/favourite`, body: { isFavourite: true }, as: as.anna })
    expect((await ask({ method: 'GET', path, as: as.anna })).body.isFavourite).toBe(true)
    expect((await ask({ method: 'GET', path, as: as.boris })).body.isFavourite).toBe(false)
  })
})

describe('an answer', () => {
  test('gets the words now, and the ticket its changes when it leaves', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    const preview = await ask({ method: 'GET', path: `/tickets/${ticketId}/macros/${macro.id}`, as: as.anna })
    expect(preview.body).toMatchObject({ language: 'ru', missing: [], actions: closing })
    expect(preview.body.text).toMatch(/^\p{L}+( \p{L}+)?, Иван Петрович!$/u)

    const used = (await use(ticketId, { macroId: macro.id })).body
    expect(used).toMatchObject({ waiting: { macroId: macro.id, actions: closing }, differences: {} })
    expect((await card(ticketId)).tags).toEqual([])
    const waiting = () => ask({ method: 'GET', path: `/tickets/${ticketId}/macro-uses`, as: as.anna })
    expect((await waiting()).body.items).toHaveLength(1)

    const sent = await ask({
      method: 'POST',
      path: `/tickets/${ticketId}/replies`,
      body: { html: `<p>И ещё.</p>${used.html}` },
      as: as.anna,
    })
    expect(sent.status).toBe(201)
    await work()
    expect(await card(ticketId)).toMatchObject({ statusCategory: 'solved', tags: ['готово'] })
    expect((await waiting()).body.items).toEqual([])
    const feed = (await ask({ method: 'GET', path: `/tickets/${ticketId}/feed`, as: as.anna })).body
    const change = feed.items.find((item: { type?: string; data?: { cause?: object } }) => item.data?.cause)
    expect(change).toMatchObject({
      actor: { name: 'Anna Lee' },
      data: { cause: { kind: 'macro', name: 'Ответ' } },
    })

    const usage = (await ask({ method: 'GET', path: `/macros/${macro.id}/usage`, as: as.lead })).body
    expect(usage).toMatchObject({
      total: 1,
      sentUnchanged: 1,
      sentEdited: 0,
      agents: [{ agentId: anna.id, count: 1 }],
    })
    expect(usage.days).toHaveLength(30)
    expect(usage.days.at(-1).count).toBe(1)
  })

  test('that is undone changes nothing', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    const used = (await use(ticketId, { macroId: macro.id })).body
    const sent = await ask({
      method: 'POST',
      path: `/tickets/${ticketId}/replies`,
      body: { html: used.html, undoSeconds: 20 },
      as: as.anna,
    })
    await ask({
      method: 'POST',
      path: `/replies/${sent.body.id}/cancel`,
      body: { returnsDraft: true },
      as: as.anna,
    })
    await work()
    expect((await card(ticketId)).tags).toEqual([])
    const left = await ask({ method: 'GET', path: `/tickets/${ticketId}/macro-uses`, as: as.anna })
    expect(left.body.items).toHaveLength(1)
  })

  test('whose writer wants no changes makes none, and one who rewrites it is counted so', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    const { waiting } = (await use(ticketId, { macroId: macro.id })).body
    expect((await ask({ method: 'DELETE', path: `/macro-uses/${waiting.useId}`, as: as.boris })).status).toBe(
      404,
    )
    expect((await ask({ method: 'DELETE', path: `/macro-uses/${waiting.useId}`, as: as.anna })).status).toBe(
      200,
    )
    await ask({
      method: 'POST',
      path: `/tickets/${ticketId}/replies`,
      body: { text: 'Совсем другое' },
      as: as.anna,
    })
    await work()
    expect((await card(ticketId)).tags).toEqual([])
    const usage = (await ask({ method: 'GET', path: `/macros/${macro.id}/usage`, as: as.lead })).body
    expect(usage).toMatchObject({ sentUnchanged: 0, sentEdited: 1 })
  })

  test('a macro without words does its work at once', async () => {
    const note = { type: 'add_note', text: 'Закрыто для {{ customer.polite_name }}' }
    const macro = await make(as.lead, { scope: 'shared', texts: {}, actions: [...closing, note] })
    const { ticketId } = await ticket()
    const used = (await use(ticketId, { macroId: macro.id })).body
    expect(used).toMatchObject({ html: '', waiting: null, differences: { tags: [[], ['готово']] } })
    const row = await db
      .selectFrom('note')
      .select('text')
      .where('ticket_id', '=', ticketId)
      .executeTakeFirst()
    expect(row?.text).toBe('Закрыто для Иван Петрович')
  })

  test('speaks the customer’s language, else the one they wrote in, else what there is', async () => {
    const macro = await make(as.lead, { scope: 'shared', texts: { ru: '<p>Привет</p>', en: '<p>Hello</p>' } })
    const said = async (ticketId: number, query = '') =>
      (await ask({ method: 'GET', path: `/tickets/${ticketId}/macros/${macro.id}${query}`, as: as.anna }))
        .body
    const english = await ticket({ name: 'Ann', text: 'Where is my parcel? It is late.' })
    expect(await said(english.ticketId)).toMatchObject({ text: 'Hello', languages: ['ru', 'en'] })
    expect((await said(english.ticketId, '?language=ru')).text).toBe('Привет')
    await db.updateTable('customer').set({ language: 'ru' }).where('id', '=', english.customerId).execute()
    expect((await said(english.ticketId)).text).toBe('Привет')
    const only = await make(as.lead, { scope: 'shared', texts: { en: '<p>Hello</p>' } })
    const russian = await ticket()
    expect(
      (await ask({ method: 'GET', path: `/tickets/${russian.ticketId}/macros/${only.id}`, as: as.anna })).body
        .language,
    ).toBe('en')
  })

  test('what is missing is named before anything is used', async () => {
    const macro = await make(as.lead, { scope: 'shared', texts: { ru: '<p>{{ customer.phone }}</p>' } })
    const { ticketId } = await ticket()
    const { body } = await ask({
      method: 'GET',
      path: `/tickets/${ticketId}/macros/${macro.id}`,
      as: as.anna,
    })
    expect(body.missing).toEqual(['customer.phone'])
  })

  test('a template is tried before it is saved', async () => {
    const { ticketId } = await ticket()
    const attempt = (html: string) =>
      ask({ method: 'POST', path: '/macro-previews', body: { html, language: 'ru', ticketId }, as: as.anna })
    expect((await attempt('<p>{{ ticket.number }}</p>')).body.text).toBe(`HD-${ticketId}`)
    expect((await attempt('<p>{{ ticket.number }</p>')).body.error.name).toBe('bad_template')
  })
})

describe('many tickets at once', () => {
  const run = async (body: object, who = as.anna, headers = {}) =>
    ask({ method: 'POST', path: '/macro-runs', body, as: who, headers })

  test('each is answered once, and those that cannot be are told of', async () => {
    const texts = { ru: '<p>{{ customer.first_name }}, всё работает.</p>' }
    const macro = await make(as.lead, { scope: 'shared', texts, actions: closing })
    const first = await ticket()
    const nameless = await ticket({ name: '' })
    const second = await ticket()
    const gone = 999_999
    const body = {
      macroId: macro.id,
      ticketIds: [first.ticketId, nameless.ticketId, second.ticketId, gone],
      sendsReply: true,
    }
    const started = await run(body, as.anna, { 'idempotency-key': 'once' })
    expect(started.status).toBe(202)
    expect((await run(body, as.anna, { 'idempotency-key': 'once' })).body.id).toBe(started.body.id)
    await work()
    await work()
    const { body: ended } = await ask({ method: 'GET', path: `/macro-runs/${started.body.id}`, as: as.anna })
    expect(ended).toMatchObject({ total: 4, done: 2, failed: 2, stopped: 0, isFinished: true })
    expect(
      ended.tickets.map((row: { state: string; problem: string | null }) => [row.state, row.problem]),
    ).toEqual([
      ['done', null],
      ['failed', 'macro_incomplete'],
      ['done', null],
      ['failed', 'not_found'],
    ])
    const replies = await db
      .selectFrom('reply')
      .select(['ticket_id', 'text'])
      .where('ticket_id', 'in', [first.ticketId, nameless.ticketId, second.ticketId])
      .execute()
    expect(replies.map((row) => row.text)).toEqual(['Иван, всё работает.', 'Иван, всё работает.'])
    // A ticket that was not answered was not closed either.
    expect((await card(nameless.ticketId)).statusCategory).toBe('new')
    expect((await card(second.ticketId)).statusCategory).toBe('solved')
    expect((await ask({ method: 'GET', path: `/macro-runs/${started.body.id}`, as: as.lead })).status).toBe(
      404,
    )
  })

  test('a run that was stopped leaves the rest alone', async () => {
    const macro = await make(as.lead, { scope: 'shared', texts: {}, actions: closing })
    const { ticketId } = await ticket()
    const started = await run({ macroId: macro.id, ticketIds: [ticketId], sendsReply: false })
    const stopped = await ask({ method: 'POST', path: `/macro-runs/${started.body.id}/stop`, as: as.anna })
    expect(stopped.body).toMatchObject({ stopped: 1, isFinished: true })
    await work()
    expect((await card(ticketId)).tags).toEqual([])
  })

  test('two workers at once do it once', async () => {
    const macro = await make(as.lead, { scope: 'shared', texts: { ru: '<p>Да</p>' } })
    const made = await Promise.all(Array.from({ length: 5 }, () => ticket()))
    const ticketIds = made.map((one) => one.ticketId)
    const { body } = await run({ macroId: macro.id, ticketIds, sendsReply: true })
    const runTask = macroTasks(platform)['macro.run']
    await Promise.all([1, 2, 3].map(() => runTask?.({ runId: body.id })))
    const replies = await db
      .selectFrom('reply')
      .select('ticket_id')
      .where('ticket_id', 'in', ticketIds)
      .execute()
    expect(replies.map((row) => row.ticket_id).toSorted()).toEqual(ticketIds.toSorted())
  })

  test('what would do nothing is refused', async () => {
    const macro = await make(as.lead, { scope: 'shared' })
    const { ticketId } = await ticket()
    expect((await run({ macroId: macro.id, ticketIds: [ticketId], sendsReply: false })).status).toBe(400)
  })
})

describe('a rule uses a macro', () => {
  const by = {
    actor: { kind: 'system', id: null },
    cause: { kind: 'rule', id: 7, name: 'Возвраты' },
  } as const

  test('answers by itself and says why', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId, address } = await ticket()
    const done = await inTransaction(db, (tx) => applyMacro(tx, ticketId, macro.id, by, new Date()))
    const row = await db
      .selectFrom('reply')
      .selectAll()
      .where('id', '=', done.replyId ?? 0)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      is_automatic: true,
      agent_id: null,
      to_addresses: [{ address }],
      delivery_state: 'queued',
    })
    const event = await db
      .selectFrom('event')
      .select('data')
      .where('ticket_id', '=', ticketId)
      .where('type', '=', 'ticket.updated')
      .executeTakeFirst()
    expect(event?.data).toMatchObject({ cause: { kind: 'rule', name: 'Возвраты' } })
    const usage = (await ask({ method: 'GET', path: `/macros/${macro.id}/usage`, as: as.lead })).body
    expect(usage.byRules).toBe(1)
  })

  test('says nothing rather than half of it, and uses nobody’s own', async () => {
    const short = await make(as.lead, {
      scope: 'shared',
      texts: { ru: '<p>{{ customer.phone }}</p>' },
      actions: closing,
    })
    const own = await make(as.anna, {})
    const { ticketId } = await ticket()
    const attempt = (macroId: number) =>
      inTransaction(db, (tx) => applyMacro(tx, ticketId, macroId, by, new Date()))
    await expect(attempt(short.id)).rejects.toMatchObject({ failure: 'macro_incomplete' })
    await expect(attempt(own.id)).rejects.toMatchObject({ failure: 'not_found' })
    expect((await card(ticketId)).tags).toEqual([])
  })
})

describe('every route', () => {
  const routes: [
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    bad?: object,
  ][] = [
    ['GET', '/macros'],
    ['GET', '/macros/1'],
    ['POST', '/macros', { name: 'x' }, { name: '' }],
    ['PATCH', '/macros/1', { version: 1 }, { version: 'one' }],
    ['DELETE', '/macros/1'],
    ['PUT', '/macros/1/favourite', { isFavourite: true }, {}],
    ['GET', '/macros/1/usage'],
    ['POST', '/macro-folders', { name: 'x', isOwn: true }, { name: 'x' }],
    ['PATCH', '/macro-folders/1', { name: 'x' }, { name: '' }],
    ['DELETE', '/macro-folders/1'],
    ['POST', '/macro-previews', { html: 'x', language: 'ru', ticketId: 1 }, { html: 'x' }],
    ['GET', '/tickets/1/macros/1'],
    ['POST', '/tickets/1/macro-uses', { macroId: 1 }, { macroId: 0 }],
    ['GET', '/tickets/1/macro-uses'],
    ['DELETE', '/macro-uses/1'],
    ['POST', '/macro-runs', { macroId: 1, ticketIds: [1], sendsReply: false }, { macroId: 1, ticketIds: [] }],
    ['GET', '/macro-runs/1'],
    ['POST', '/macro-runs/1/stop'],
  ]
  test.each(routes)(
    '%s %s is closed to strangers and to whoever may not answer',
    async (method, path, body, bad) => {
      expect((await ask({ method, path, body })).status).toBe(401)
      expect((await ask({ method, path, body, as: as.reader })).status).toBe(403)
      const wrong = bad ? { method, path, body: bad } : { method, path: path.replace(/\d+/, 'x'), body }
      if (bad || /\d/.test(path)) expect((await ask({ ...wrong, as: as.anna })).status).toBe(400)
    },
  )

  test('who may answer and not change tickets uses no macro that changes them', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    expect((await use(ticketId, { macroId: macro.id }, as.replier)).status).toBe(403)
    expect(
      (
        await ask({
          method: 'POST',
          path: '/macro-runs',
          body: { macroId: macro.id, ticketIds: [ticketId], sendsReply: true },
          as: as.replier,
        })
      ).status,
    ).toBe(403)
  })
})
