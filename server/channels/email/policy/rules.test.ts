import { describe, expect, test } from 'vitest'
import * as contract from '#contract/mail-policy.ts'
import { channelAlerts } from '#server/channels/index.ts'
import { buildTeam } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { describeRefusals } from '#test/refusals.ts'

const desk = await mailDesk()
const { ask, as, db } = desk
describeRefusals(contract, desk)

const post = (path: string, body?: unknown) => ask({ method: 'POST', path, body, as })
const rule = async (body: object) => {
  const answer = await post('/mail-rules', body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body as contract.MailRule
}
const clear = async () => {
  const { items } = (await ask({ method: 'GET', path: '/mail-rules', as })).body as {
    items: contract.MailRule[]
  }
  for (const { id } of items) await ask({ method: 'DELETE', path: `/mail-rules/${id}`, as })
}
const ticket = (id: number | null) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

describe('rules before a ticket', () => {
  test('an ignored letter stays in the ledger under the rule’s name, and a person may want it after all', async () => {
    const spam = { field: 'subject', operator: 'contains', value: 'Лотерея' }
    const { id } = await rule({ name: 'Лотереи', conditions: [spam], actions: { drop: 'spam' } })
    const row = await desk.receive(
      buildLetter({ subject: '=?utf-8?Q?=D0=9B=D0=9E=D0=A2=D0=95=D0=A0=D0=95=D0=AF!?=' }),
    )
    expect(row).toMatchObject({
      state: 'ignored',
      reason: 'rule_spam',
      detail: { rule: 'Лотереи', ruleId: id },
    })
    expect(row.ticket_id).toBeNull()
    await post(`/letters/${row.id}/replay`)
    await desk.work()
    expect(await desk.lastLetter()).toMatchObject({ id: row.id, state: 'new_ticket' })
    await clear()
    expect((await desk.receive(buildLetter({ subject: 'lottery ЛОТЕРЕЯ' }))).state).toBe('new_ticket')
  })

  test('team, category, priority, tags and values come from the rule and from what its pattern caught', async () => {
    const team = await buildTeam(db)
    const names = JSON.stringify({ ru: 'Заказы', en: 'Orders' })
    const category = await db
      .insertInto('ticket_category')
      .values({ names, position: 1 })
      .returning('id')
      .executeTakeFirstOrThrow()
    await rule({
      name: 'Заказы',
      match: 'any',
      conditions: [
        { field: 'sender_domain', operator: 'is', value: 'shop.example' },
        { field: 'body', operator: 'matches', value: 'заказ\\s+№?\\s*(?<order>\\d{4,})' },
      ],
      actions: {
        teamId: team.id,
        categoryId: category.id,
        priority: 'high',
        tags: ['заказ', 'order-{order}'],
        values: [{ name: 'Заказ', value: '{order}' }],
      },
    })
    await rule({
      name: 'Срочно',
      conditions: [{ field: 'header', name: 'X-Priority', operator: 'begins', value: '1' }],
      actions: { priority: 'critical' },
    })
    const row = await desk.receive(
      buildLetter({ text: 'Где мой Заказ № 125600?', headers: { 'X-Priority': '1 (Highest)' } }),
    )
    expect(row).toMatchObject({
      state: 'new_ticket',
      detail: { rules: ['Заказы', 'Срочно'], captures: { order: '125600' } },
    })
    expect(await ticket(row.ticket_id)).toMatchObject({
      team_id: team.id,
      category_id: category.id,
      priority: 4,
      tags: ['order-125600', 'заказ'],
    })
    const feed = await ask({ method: 'GET', path: `/tickets/${row.ticket_id}/feed`, as })
    expect(feed.body.items.at(-1)).toMatchObject({
      type: 'ticket.updated',
      actor: { kind: 'system' },
      data: { rules: ['Заказы', 'Срочно'], values: [{ name: 'Заказ', value: '125600' }] },
    })
    const bare = await desk.receive(buildLetter({ from: 'bot@eu.shop.example', text: 'Hello' }))
    expect((await ticket(bare.ticket_id)).tags).toEqual(['заказ'])
    await clear()
  })

  test('they are asked in their order until one stops; a rule that is off is not asked', async () => {
    const everything = [{ field: 'from', operator: 'like', value: '*@customer.example' }]
    const first = await rule({ name: 'First', conditions: everything, actions: { tags: ['first'] } })
    const second = await rule({
      name: 'Second',
      conditions: everything,
      actions: { tags: ['second'], stops: true },
    })
    const third = await rule({ name: 'Third', conditions: everything, actions: { tags: ['third'] } })
    expect((await ticket((await desk.receive(buildLetter())).ticket_id)).tags).toEqual(['first', 'second'])
    const seen = [first.id, second.id, third.id]
    const order = (ids: number[], before = seen) =>
      ask({ method: 'PUT', path: '/mail-rule-order', body: { before, ids }, as })
    expect((await order([third.id, second.id])).body.error.name).toBe('version_conflict')
    expect((await order([third.id, second.id, first.id])).body.items).toMatchObject([
      { name: 'Third' },
      { name: 'Second' },
      { name: 'First' },
    ])
    // Whoever saw the old order does not undo what another did meanwhile.
    expect((await order([second.id, first.id, third.id])).body.error.name).toBe('version_conflict')
    const off = await ask({
      method: 'PATCH',
      path: `/mail-rules/${third.id}`,
      body: { version: third.version, isActive: false },
      as,
    })
    expect(off.body).toMatchObject({ isActive: false, version: 2, actions: { tags: ['third'] } })
    // Another process hears of it a moment later.
    const tags = async () => (await ticket((await desk.receive(buildLetter())).ticket_id)).tags
    await expect.poll(tags, { timeout: 10_000 }).toEqual(['second'])
    await clear()
  })

  test('of two who put the rules in order at once one is refused and the other’s order stands', async () => {
    const made: number[] = []
    for (const name of ['One', 'Two', 'Three', 'Four'])
      made.push((await rule({ name, conditions: [{ field: 'automatic', value: true }], actions: {} })).id)
    const wishes = [made.toReversed(), made.toSpliced(0, 1).concat(made.slice(0, 1))]
    const answers = await Promise.all(
      wishes.map((ids) => ask({ method: 'PUT', path: '/mail-rule-order', body: { before: made, ids }, as })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const { items } = (await ask({ method: 'GET', path: '/mail-rules', as })).body
    const stands = items.map((each: contract.MailRule) => each.id)
    expect(stands).toEqual(wishes[answers.findIndex(({ status }) => status === 200)])
    await clear()
  })

  test('an answer in a ticket is not dropped unless the rule is for answers too', async () => {
    const { ticket_id: id } = await desk.receive(
      buildLetter({ from: 'anna@customer.example', subject: 'First' }),
    )
    const conditions = [{ field: 'subject', operator: 'contains', value: 'HD-' }]
    const { id: ruleId, version } = await rule({ name: 'Strict', conditions, actions: { drop: 'ignore' } })
    const again = () =>
      desk.receive(buildLetter({ from: 'anna@customer.example', subject: `Re: [HD-${id}]` }))
    expect(await again()).toMatchObject({ state: 'threaded', ticket_id: id })
    await ask({ method: 'PATCH', path: `/mail-rules/${ruleId}`, body: { version, appliesTo: 'all' }, as })
    await expect.poll(async () => (await again()).reason, { timeout: 10_000 }).toBe('rule_ignored')
    await clear()
  })

  test('a trial says what each rule and each condition would say, and changes nothing', async () => {
    const { id } = await rule({
      name: 'Size and file',
      conditions: [
        { field: 'has_attachment', value: true },
        { field: 'size', operator: 'below', kilobytes: 10 },
        { field: 'automatic', value: false },
        { field: 'authentication', verdict: 'none' },
        { field: 'inbox', operator: 'is', inboxId: desk.inbox.id },
      ],
      actions: { drop: 'ignore' },
    })
    const row = await desk.receive(buildLetter({ subject: 'Kept', text: 'order 77' }))
    const tried = await post('/mail-rule-trials', { letterId: row.id })
    expect(tried.body).toMatchObject({
      letter: { subject: 'Kept', kind: 'person', to: ['support@desk.example'] },
      rules: [{ ruleId: id, isMatched: false, conditions: [false, true, true, true, true] }],
      decidedBy: null,
    })
    const draft = {
      id,
      name: 'Changed',
      conditions: [{ field: 'body', operator: 'matches', value: 'order (?<n>\\d+)' }],
      actions: { tags: ['n{n}'] },
    }
    const drafted = await post('/mail-rule-trials', { raw: buildLetter({ text: 'order 78' }), draft })
    expect(drafted.body).toMatchObject({
      rules: [{ name: 'Changed', isMatched: true }],
      actions: { tags: ['n78'] },
      captures: { n: '78' },
    })
    expect((await post('/mail-rule-trials', {})).status).toBe(400)
    expect((await post('/mail-rule-trials', { letterId: 999_999 })).status).toBe(404)
    await clear()
  })

  test('what cannot be a rule is refused by name', async () => {
    const make = async (body: object) =>
      (await post('/mail-rules', { name: 'X', actions: {}, ...body })).body.error
    const pattern = (value: string) => ({ conditions: [{ field: 'subject', operator: 'matches', value }] })
    expect(await make(pattern('(a)\\1'))).toMatchObject({
      name: 'invalid_pattern',
      fields: [{ path: 'body.conditions.0.value' }],
      detail: { condition: 0, problem: 'unsupported' },
    })
    expect((await make({ conditions: [] })).name).toBe('invalid_input')
    const conditions = [{ field: 'has_attachment', value: true }]
    expect((await make({ conditions, actions: { teamId: 99_999 } })).name).toBe('unknown_reference')
    const stale = await ask({ method: 'PATCH', path: '/mail-rules/999', body: { version: 1 }, as })
    expect(stale.status).toBe(404)
  })
})

describe('limits', () => {
  test('of a letter to a crowd so many people are taken into the ticket, and no more', async () => {
    const crowd = Array.from({ length: 60 }, (_, at) => `p${at}@crowd.example`).join(', ')
    const { ticket_id: id } = await desk.receive(buildLetter({ headers: { Cc: crowd } }))
    const people = await db
      .selectFrom('ticket_participant')
      .select('address')
      .where('ticket_id', '=', id)
      .execute()
    expect(people).toHaveLength(contract.usualLimits.peoplePerLetter)
    expect(contract.usualLimits.peoplePerLetter).toBeLessThanOrEqual(40)
  })

  test('of a machine’s letters on one ticket the first few are shown, the rest stays in the ledger', async () => {
    await ask({ method: 'PATCH', path: '/mail-limits', body: { automaticLettersPerDay: 2 }, as })
    const first = await desk.receive(
      buildLetter({ from: 'away@customer.example', messageId: 'away@customer.example' }),
    )
    const again = () =>
      desk.receive(
        buildLetter({
          from: 'away@customer.example',
          headers: { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': '<away@customer.example>' },
        }),
      )
    const reasons: (string | null)[] = []
    // The listener may hear of the limit a moment later.
    await expect
      .poll(async () => reasons.push((await again()).reason) && reasons.at(-1), { timeout: 10_000 })
      .toBe('automatic_flood')
    expect(reasons.length).toBeLessThanOrEqual(contract.usualLimits.automaticLettersPerDay + 1)
    expect(await channelAlerts(db)).toMatchObject([
      { name: 'answer_flood', detail: { subject: 'away@customer.example' } },
    ])
    await db.deleteFrom('mail_alert').execute()
    expect((await ticket(first.ticket_id)).status_category).toBe('new')
    await ask({
      method: 'PATCH',
      path: '/mail-limits',
      body: { automaticLettersPerDay: contract.usualLimits.automaticLettersPerDay },
      as,
    })
  })

  test('a flood of one sender stays in the ledger, and administrators are told once', async () => {
    const limits = { newTicketsPerHour: 3, blockDays: 5 }
    expect((await ask({ method: 'PATCH', path: '/mail-limits', body: limits, as })).body).toMatchObject(
      limits,
    )
    expect((await ask({ method: 'PATCH', path: '/mail-limits', body: { blockDays: 0 }, as })).status).toBe(
      400,
    )
    const states: string[] = []
    for (let at = 0; at < 6; at++) {
      states.push((await desk.receive(buildLetter({ from: 'Flood@customer.example' }))).reason ?? '')
    }
    expect(states).toEqual([
      'no_thread',
      'no_thread',
      'no_thread',
      'sender_flood',
      'sender_flood',
      'sender_flood',
    ])
    expect(await channelAlerts(db)).toMatchObject([
      { name: 'sender_flood', detail: { subject: 'flood@customer.example', count: 3 } },
    ])
    const told = await db.selectFrom('event').selectAll().where('type', '=', 'mail.sender_flood').execute()
    expect(told).toHaveLength(1)
    expect((await desk.receive(buildLetter({ from: 'other@customer.example' }))).state).toBe('new_ticket')
    const conditions = [{ field: 'from', operator: 'is', value: 'flood@customer.example' }]
    await rule({ name: 'Our monitoring', conditions, actions: { isTrusted: true } })
    const trusted = async () => (await desk.receive(buildLetter({ from: 'flood@customer.example' }))).state
    await expect.poll(trusted, { timeout: 10_000 }).toBe('new_ticket')
    await clear()
  })
})
