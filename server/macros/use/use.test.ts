import { describe, expect, test } from 'vitest'
import { macroDesk } from '#test/macro-desk.ts'

const { anna, as, ask, card, closing, db, make, ticket, use, work } = await macroDesk()

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
    // Nobody has got its words: they are no use of the macro, and are told apart.
    const usage = (await ask({ method: 'GET', path: `/macros/${macro.id}/usage`, as: as.lead })).body
    expect(usage).toMatchObject({ total: 0, sentUnchanged: 0, agents: [], unsent: 1 })
    expect(usage.days.at(-1).count).toBe(0)
    const listed = (await ask({ method: 'GET', path: `/macros/${macro.id}`, as: as.anna })).body
    expect(listed).toMatchObject({ uses: 0, ownUses: 0 })
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
