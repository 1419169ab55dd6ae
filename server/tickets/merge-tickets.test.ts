import { describe, expect, test } from 'vitest'
import { searchRoutes } from '#server/search/index.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'

const desk = await mailDesk({}, { routes: (api, platform) => searchRoutes(api, platform) })
const { ask, db, clock } = desk
const agent = await buildAgent(db, { role: 'lead' })
const anna = await signedIn(db, agent)
const statuses = await db.selectFrom('ticket_status').select(['id', 'category']).execute()
const statusId = (category: string) => statuses.find((status) => status.category === category)?.id ?? 0

const createField = (key: string, kind: string) =>
  db
    .insertInto('custom_field')
    .values({
      owner: 'ticket',
      key,
      kind: kind as 'text',
      names: JSON.stringify({ ru: key, en: key }),
      choices: '[]',
      is_required_to_solve: false,
      shown: 'always',
      position: 1,
    })
    .execute()

let serial = 0
const newTicket = async (wishes: Parameters<typeof buildLetter>[0] = {}) => {
  const messageId = `merged-${++serial}@own.example`
  const from = `person${serial}@own.example`
  clock.forward(1)
  const letter = await desk.receive(buildLetter({ messageId, from, text: `Words ${serial}`, ...wishes }))
  return {
    id: letter.ticket_id ?? 0,
    messageId,
    from: wishes.from ?? from,
    postId: letter.customer_message_id ?? 0,
  }
}
await createField('plan', 'text')
await createField('batch', 'text')
await createField('paid', 'number')
await createField('seen', 'checkbox')
const rowOf = (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const merge = (target: number, sources: number[], as: Record<string, string> = anna) =>
  ask({ method: 'POST', path: `/tickets/${target}/merge`, body: { sourceIds: sources }, as })
const merged = async (target: number, ...sources: number[]) => {
  const answer = await merge(target, sources)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const mergesOf = async (id: number) =>
  (await ask({ method: 'GET', path: `/tickets/${id}/merges`, as: anna })).body.items
const undo = async (target: number, source: number) => {
  const all = await mergesOf(target)
  const one = all.find((each: { source: { id: number } }) => each.source.id === source)
  return ask({ method: 'POST', path: `/ticket-merges/${one.id}/undo`, as: anna })
}
const postsOf = async (id: number) => {
  const { body } = await ask({ method: 'GET', path: `/tickets/${id}/feed`, as: anna })
  return body.items.flatMap((item: { kind: string; text: string }) =>
    item.kind === 'event' ? [] : [item.text.trim()],
  )
}
const change = async (id: number, body: object) => {
  const { version } = await rowOf(id)
  return ask({ method: 'PATCH', path: `/tickets/${id}`, body: { version, ...body }, as: anna })
}
const found = async (q: string) => {
  const { body } = await ask({ method: 'GET', path: `/search?q=${q}`, as: anna })
  return body.items.map((item: { ticket?: { id: number }; id?: number }) => item.ticket?.id ?? item.id)
}
const participantsOf = async (id: number) => {
  const { body } = await ask({ method: 'GET', path: `/tickets/${id}`, as: anna })
  return body.participants.map((person: { address: string }) => person.address)
}
const eventsOf = async (id: number, ...types: string[]) =>
  (
    await db
      .selectFrom('event')
      .select(['type', 'data'])
      .where('ticket_id', '=', id)
      .where('type', 'in', types)
      .orderBy('id')
      .execute()
  ).map(({ type, data }) => ({ type, ...data }))

describe('two tickets of one customer', () => {
  test('become one conversation in order of time, and can be taken apart again', async () => {
    const from = 'rita@own.example'
    const first = await newTicket({ from, text: 'A first aardvark' })
    const second = await newTicket({ from, text: 'A second wombat', headers: { Cc: 'boss@b.example' } })
    clock.forward(1)
    const note = { text: 'Rather a quokka', fileIds: [] }
    await ask({ method: 'POST', path: `/tickets/${second.id}/notes`, body: note, as: anna })
    await ask({ method: 'PUT', path: `/tickets/${second.id}/follow`, body: { isFollowed: true }, as: anna })
    await change(second.id, { tags: ['urgent', 'zoo'] })
    await change(first.id, { tags: ['zoo'] })
    clock.forward(1)
    await desk.receive(
      buildLetter({ from, text: 'Still the first', headers: { 'In-Reply-To': `<${first.messageId}>` } }),
    )
    const before = { first: await rowOf(first.id), second: await rowOf(second.id) }

    const ticket = await merged(first.id, second.id)
    expect(await postsOf(first.id)).toEqual([
      'A first aardvark',
      'A second wombat',
      'Rather a quokka',
      'Still the first',
    ])
    expect(ticket).toMatchObject({ tags: ['urgent', 'zoo'], isFollowed: true, statusCategory: 'new' })
    expect(await participantsOf(first.id)).toEqual(['boss@b.example'])
    expect(await rowOf(first.id)).toMatchObject({ post_count: 4, snippet: 'Still the first' })
    expect(await rowOf(second.id)).toMatchObject({
      status_category: 'closed',
      merged_into_id: first.id,
      post_count: 0,
      waiting_since: null,
    })
    expect(await postsOf(second.id)).toEqual([])
    expect([await found('wombat'), await found('quokka')]).toEqual([[first.id], [first.id]])
    // Whoever answers its letters is heard here.
    const answer = await desk.receive(
      buildLetter({ from, text: 'Late', headers: { 'In-Reply-To': `<${second.messageId}>` } }),
    )
    expect(answer).toMatchObject({ state: 'threaded', ticket_id: first.id })

    expect((await undo(first.id, second.id)).body).toMatchObject({ id: second.id, mergedIntoId: null })
    expect(await postsOf(first.id)).toEqual(['A first aardvark', 'Still the first', 'Late'])
    expect(await postsOf(second.id)).toEqual(['A second wombat', 'Rather a quokka'])
    expect(await rowOf(second.id)).toMatchObject({
      status_id: before.second.status_id,
      waiting_since: before.second.waiting_since,
      post_count: 2,
      last_post_id: before.second.last_post_id,
      closed_at: null,
    })
    expect(await rowOf(first.id)).toMatchObject({ tags: ['zoo'], status_id: before.first.status_id })
    expect([await found('wombat'), await found('quokka')]).toEqual([[second.id], [second.id]])
    expect([await participantsOf(first.id), await participantsOf(second.id)]).toEqual([
      [],
      ['boss@b.example'],
    ])
    expect(await mergesOf(first.id)).toEqual([])
    expect(await eventsOf(second.id, 'ticket.merged', 'ticket.unmerged')).toMatchObject([
      { type: 'ticket.merged', intoId: first.id },
      { type: 'ticket.unmerged', direction: 'out', targetId: first.id },
    ])
    expect(await eventsOf(first.id, 'ticket.absorbed', 'ticket.unmerged')).toMatchObject([
      { type: 'ticket.absorbed', fromId: second.id, posts: 2 },
      { type: 'ticket.unmerged', direction: 'in', sourceId: second.id },
    ])
  })

  test('its own fields fill what is empty, as the history says, and leave again unless somebody changed them', async () => {
    const [one, two] = [await newTicket(), await newTicket()]
    await change(one.id, { fields: { plan: 'Kept' } })
    await change(two.id, { fields: { plan: 'Other', batch: 'B-7', paid: 12, seen: false } })
    expect((await merged(one.id, two.id)).fields).toEqual({
      plan: 'Kept',
      batch: 'B-7',
      paid: 12,
      seen: false,
    })
    expect(await eventsOf(one.id, 'ticket.absorbed')).toMatchObject([
      {
        changes: {
          'fields.batch': [null, 'B-7'],
          'fields.paid': [null, 12],
          'fields.seen': [null, false],
        },
      },
    ])
    await change(one.id, { fields: { paid: 13 } })
    await undo(one.id, two.id)
    expect((await rowOf(one.id)).fields).toEqual({ plan: 'Kept', paid: 13 })
    expect((await rowOf(two.id)).fields).toEqual({ plan: 'Other', batch: 'B-7', paid: 12, seen: false })
    const [event] = await eventsOf(one.id, 'ticket.unmerged')
    expect(event).toMatchObject({
      changes: { 'fields.batch': ['B-7', null], 'fields.seen': [false, null] },
    })
  })

  test('each post that came says from where, through every merge, until it goes back', async () => {
    const [one, two, three] = [await newTicket(), await newTicket(), await newTicket()]
    await ask({
      method: 'POST',
      path: `/tickets/${three.id}/notes`,
      body: { text: 'N', fileIds: [] },
      as: anna,
    })
    await ask({ method: 'POST', path: `/tickets/${two.id}/replies`, body: { text: 'R' }, as: anna })
    const originsOf = async (id: number) => {
      const { body } = await ask({ method: 'GET', path: `/tickets/${id}/feed`, as: anna })
      return body.items
        .filter((item: { kind: string }) => item.kind !== 'event')
        .map((item: { cameFrom: { id: number } | null }) => item.cameFrom?.id ?? null)
    }
    expect(await originsOf(two.id)).toEqual([null, null])
    await merged(two.id, three.id)
    expect((await originsOf(two.id)).toSorted()).toEqual([null, null, three.id, three.id].toSorted())
    await merged(one.id, two.id)
    expect((await originsOf(one.id)).filter((id: number | null) => id === three.id)).toHaveLength(2)
    expect((await originsOf(one.id)).filter((id: number | null) => id === two.id)).toHaveLength(2)
    const { body } = await ask({ method: 'GET', path: `/tickets/${one.id}/feed`, as: anna })
    const came = body.items.find((item: { cameFrom?: { id: number } }) => item.cameFrom?.id === two.id)
    expect(came.cameFrom.number).toMatch(new RegExp(`-${two.id}$`))
    await undo(one.id, two.id)
    expect(await originsOf(one.id)).toEqual([null])
  })

  test('what somebody had begun to write goes along, and back unless they went on with it', async () => {
    const [one, two] = [await newTicket(), await newTicket()]
    const other = await signedIn(db, await buildAgent(db))
    const draftPath = (id: number) => `/tickets/${id}/draft`
    const save = (id: number, html: string, version: number, as: Record<string, string>) =>
      ask({
        method: 'PUT',
        path: draftPath(id),
        body: { kind: 'reply', html, fileIds: [], recipients: null, version },
        as,
      })
    const draftOf = async (id: number, as: Record<string, string>) =>
      (await ask({ method: 'GET', path: draftPath(id), as })).body.draft?.html ?? null
    for (const who of [anna, other]) {
      expect((await save(two.id, '<p>Begun</p>', 0, who)).status).toBe(200)
    }
    await merged(one.id, two.id)
    expect([await draftOf(one.id, anna), await draftOf(one.id, other)]).toEqual([
      '<p>Begun</p>',
      '<p>Begun</p>',
    ])
    clock.forward(1)
    expect((await save(one.id, '<p>Gone on</p>', 1, other)).status).toBe(200)
    await undo(one.id, two.id)
    expect([await draftOf(one.id, anna), await draftOf(two.id, anna)]).toEqual([null, '<p>Begun</p>'])
    expect([await draftOf(one.id, other), await draftOf(two.id, other)]).toEqual(['<p>Gone on</p>', null])
  })

  test('files go along and come back', async () => {
    const [one, two] = [await newTicket(), await newTicket()]
    const raw = await ask({
      method: 'POST',
      path: '/files?name=plan.txt',
      body: Buffer.from('plan'),
      headers: { 'content-type': 'application/octet-stream' },
      as: anna,
    })
    const body = { text: 'With a plan', fileIds: [raw.body.id] }
    await ask({ method: 'POST', path: `/tickets/${two.id}/notes`, body, as: anna })
    const filesOf = async (id: number) => {
      const feed = await ask({ method: 'GET', path: `/tickets/${id}/feed`, as: anna })
      return feed.body.items.flatMap((item: { files?: { name: string }[] }) => item.files ?? [])
    }
    await merged(one.id, two.id)
    expect([await filesOf(one.id), await filesOf(two.id)]).toMatchObject([[{ name: 'plan.txt' }], []])
    await undo(one.id, two.id)
    expect([await filesOf(one.id), await filesOf(two.id)]).toMatchObject([[], [{ name: 'plan.txt' }]])
  })
})

describe('what a merge does to the state of the ticket', () => {
  test('a question that is worked on wakes one that rests, and undoing puts it back to rest', async () => {
    const [rest, ask1] = [await newTicket(), await newTicket()]
    await change(rest.id, { statusId: statusId('solved') })
    expect(await merged(rest.id, ask1.id)).toMatchObject({ statusCategory: 'open' })
    expect((await rowOf(rest.id)).waiting_since).toEqual((await rowOf(ask1.id)).created_at)
    await undo(rest.id, ask1.id)
    expect(await rowOf(rest.id)).toMatchObject({ status_category: 'solved', waiting_since: null })
    expect(await rowOf(ask1.id)).toMatchObject({ status_category: 'new' })
  })

  test('what somebody has changed since stays', async () => {
    const [rest, question] = [await newTicket(), await newTicket()]
    await change(rest.id, { statusId: statusId('solved') })
    await merged(rest.id, question.id)
    await change(rest.id, { statusId: statusId('paused') })
    await undo(rest.id, question.id)
    expect(await rowOf(rest.id)).toMatchObject({ status_category: 'paused' })
  })

  test('a frozen one is frozen no more, and is again after undoing', async () => {
    const [one, cold] = [await newTicket(), await newTicket()]
    const until = new Date(clock.now().getTime() + 3_600_000)
    const body = { until: until.toISOString() }
    await ask({ method: 'POST', path: `/tickets/${cold.id}/freeze`, body, as: anna })
    await merged(one.id, cold.id)
    expect(await rowOf(cold.id)).toMatchObject({ frozen_until: null, status_category: 'closed' })
    await undo(one.id, cold.id)
    expect(await rowOf(cold.id)).toMatchObject({ frozen_until: until, status_category: 'paused' })
  })

  test('answers that wait are asked about, in the ticket they are in now', async () => {
    const [one, two] = [await newTicket(), await newTicket()]
    const path = `/tickets/${two.id}/replies`
    const sendAt = new Date(clock.now().getTime() + 86_400_000).toISOString()
    const later = await ask({ method: 'POST', path, body: { text: 'Tomorrow', sendAt }, as: anna })
    const soon = await ask({ method: 'POST', path, body: { text: 'In a moment', undoSeconds: 30 }, as: anna })
    const sent = desk.sink.letters.length
    await merged(one.id, two.id)
    clock.forward(60)
    await desk.work()
    expect(desk.sink.letters).toHaveLength(sent)
    for (const { body } of [later, soon]) {
      const row = await desk.replyRow(body.id)
      expect(row).toMatchObject({
        delivery_state: 'held',
        delivery_error: 'ticket_merged',
        ticket_id: one.id,
      })
    }
    const now = await ask({ method: 'POST', path: `/replies/${soon.body.id}/send`, as: anna })
    expect(now.status).not.toBe(404)
  })

  test('of different customers: the other one is in the conversation and may write to it', async () => {
    const [one, two] = [await newTicket(), await newTicket()]
    await merged(one.id, two.id)
    expect(await participantsOf(one.id)).toEqual([two.from])
    const answer = await desk.receive(
      buildLetter({ from: two.from, text: 'Me too', headers: { 'In-Reply-To': `<${one.messageId}>` } }),
    )
    expect(answer).toMatchObject({ state: 'threaded', ticket_id: one.id })
    await undo(one.id, two.id)
    expect(await participantsOf(one.id)).toEqual([])
  })
})

describe('what cannot be merged', () => {
  test('itself, what is merged already, what one may not see', async () => {
    const [one, two, three] = [await newTicket(), await newTicket(), await newTicket()]
    expect((await merge(one.id, [one.id])).body.error.name).toBe('not_mergeable')
    await merged(one.id, two.id)
    expect((await merge(three.id, [two.id])).body.error.name).toBe('not_mergeable')
    expect((await merge(two.id, [three.id])).body.error.name).toBe('not_mergeable')
    expect((await merge(one.id, [999_999])).body.error.name).toBe('unknown_reference')
    expect((await merge(one.id, [])).status).toBe(400)
    expect((await merge(one.id, [three.id], {})).status).toBe(401)
    const reader = await signedIn(db, await buildAgent(db, { role: ['ticket.read'] }))
    expect((await merge(one.id, [three.id], reader)).status).toBe(403)
    const team = await buildTeam(db, { isIsolated: true })
    const role = ['ticket.read', 'ticket.update'] as const
    const theirs = await signedIn(db, await buildAgent(db, { role: [...role], teamIds: [team.id] }))
    await change(three.id, { teamId: team.id })
    expect((await merge(one.id, [three.id], theirs)).status).toBe(404)
    expect((await merge(three.id, [one.id], theirs)).body.error.name).toBe('unknown_reference')
    const [{ id }] = await mergesOf(one.id)
    const path = `/ticket-merges/${id}/undo`
    expect((await ask({ method: 'POST', path })).status).toBe(401)
    expect((await ask({ method: 'POST', path, as: reader })).status).toBe(403)
    expect((await ask({ method: 'POST', path, as: theirs })).status).toBe(404)
    expect((await ask({ method: 'GET', path: `/tickets/${one.id}/merges`, as: theirs })).status).toBe(404)
    expect((await ask({ method: 'GET', path: `/tickets/${one.id}/merges` })).status).toBe(401)
  })

  test('a letter that arrives meanwhile is in the one that lives', async () => {
    const [one, two] = [await newTicket(), await newTicket()]
    const letter = buildLetter({
      from: two.from,
      text: 'Meanwhile',
      headers: { 'In-Reply-To': `<${two.messageId}>` },
    })
    const [row] = await Promise.all([desk.receive(letter), merged(one.id, two.id)])
    expect(row.state).toBe('threaded')
    expect(await postsOf(one.id)).toContain('Meanwhile')
    expect(await postsOf(two.id)).toEqual([])
  })
})

describe('undoing', () => {
  test('in the order in which they were merged backwards, and each once', async () => {
    const [one, two, three] = [await newTicket(), await newTicket(), await newTicket()]
    await merged(two.id, three.id)
    await merged(one.id, two.id)
    expect(await postsOf(one.id)).toHaveLength(3)
    expect((await mergesOf(two.id))[0].canUndo).toBe(false)
    expect((await undo(two.id, three.id)).body.error.name).toBe('merge_not_undoable')
    const [{ id }] = await mergesOf(one.id)
    const both = await Promise.all(
      [1, 2].map(() => ask({ method: 'POST', path: `/ticket-merges/${id}/undo`, as: anna })),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await postsOf(two.id)).toHaveLength(2)
    expect((await undo(two.id, three.id)).status).toBe(200)
    expect(await postsOf(three.id)).toHaveLength(1)
  })

  test('within thirty days', async () => {
    const [one, two] = [await newTicket(), await newTicket()]
    await merged(one.id, two.id)
    const longAgo = new Date(clock.now().getTime() - 31 * 86_400_000)
    await db.updateTable('ticket_merge').set({ merged_at: longAgo }).where('target_id', '=', one.id).execute()
    expect((await mergesOf(one.id))[0]).toMatchObject({ canUndo: false, postCount: 1 })
    expect((await undo(one.id, two.id)).body.error.name).toBe('merge_not_undoable')
  })
})
