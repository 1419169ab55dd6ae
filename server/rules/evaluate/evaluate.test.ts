import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RuleGroup, type RuleTest } from '#contract/rule-conditions.ts'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import { readText } from '#server/platform/language.ts'
import { simulate } from '../dry/simulate.ts'
import { compileConditions } from './compile-conditions.ts'
import { cutLoop, longestChain, mostRunsPerHour } from './cut-loop.ts'
import type { Facts } from './facts.ts'
import { doneBy, hears } from './hear-event.ts'

const now = new Date('2026-11-22T12:00:00Z')

function facts(wishes: { [K in keyof Facts]?: Partial<Facts[K]> } = {}): Facts {
  const plain: Facts = {
    now,
    occasion: { trigger: 'ticket_created', doneBy: ['customer'], note: null },
    ticket: {
      id: 7,
      subject: 'Заказ 5417',
      statusId: 1,
      statusCategory: 'new',
      priority: 'medium',
      categoryId: 12,
      teamId: null,
      assigneeId: null,
      inboxId: 3,
      source: 'email',
      tags: ['Деньги'],
      fields: { plan: 'trial', seats: 12, until: '2026-12-01', parts: ['a', 'b'] },
      createdAt: new Date('2026-11-22T08:00:00Z'),
      lastActivityAt: new Date('2026-11-22T11:00:00Z'),
      waitingSince: new Date('2026-11-22T11:00:00Z'),
      dueAt: null,
      frozenUntil: null,
    },
    categoryLine: [12, 4],
    message: {
      id: 1,
      text: 'Здравствуйте! Мне нужен возврат денег.',
      isAutomatic: false,
      isFirst: true,
      sender: 'Анна anna@shop.example',
      recipients: ['support@desk.example'],
      fileNames: ['чек.pdf'],
    },
    customer: { id: 5, name: 'Анна', emails: ['anna@shop.example'], remark: '', language: 'ru', fields: {} },
    organization: null,
    rating: null,
    messageCount: 1,
    replyCount: 0,
    isFirstTicket: true,
    workingNow: new Map([[1, true]]),
    read: readText,
  }
  return Object.fromEntries(
    Object.entries(plain).map(([key, value]) => {
      const wish = wishes[key as keyof Facts]
      if (wish === undefined) return [key, value]
      const isPlain =
        typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
      return [key, isPlain ? Object.assign({}, value, wish) : wish]
    }),
  ) as unknown as Facts
}

type Loose = Record<string, unknown>
const holds = (condition: Loose, about = facts()): boolean =>
  compileConditions(RuleGroup.parse({ conditions: [condition] })).holds(about)

describe('one test', () => {
  test.each<[Loose, boolean]>([
    [{ field: 'status', values: [1, 2] }, true],
    [{ field: 'status', values: [2] }, false],
    [{ field: 'category', values: [4] }, true],
    [{ field: 'category', values: [null] }, false],
    [{ field: 'team', values: [null] }, true],
    [{ field: 'organization', values: [null] }, true],
    [{ field: 'status_category', values: ['new'] }, true],
    [{ field: 'priority', values: ['high'], isNot: true }, true],
    [{ field: 'language', values: ['ru'] }, true],
    [{ field: 'done_by', values: ['customer'] }, true],
    [{ field: 'tags', values: ['деньги'] }, true],
    [{ field: 'tags', match: 'all', values: ['деньги', 'срочно'] }, false],
    [{ field: 'text', values: ['возвраты'] }, true],
    [{ field: 'text', values: ['вернуться'] }, false],
    [{ field: 'message', how: 'exact', values: ['возврата'] }, false],
    [{ field: 'subject', how: 'pattern', values: ['заказ \\d{4}$'] }, true],
    [{ field: 'subject', how: 'equals', values: ['ЗАКАЗ 5417'] }, true],
    [{ field: 'sender', how: 'exact', values: ['anna@shop.example'] }, true],
    [{ field: 'recipient', how: 'pattern', values: ['^support@'] }, true],
    [{ field: 'file_name', how: 'pattern', values: ['\\.pdf$'] }, true],
    [{ field: 'organization_name', values: ['Ромашка'] }, false],
    [{ field: 'age_hours', operator: 'above', value: 3.9 }, true],
    [{ field: 'age_hours', operator: 'below', value: 4 }, false],
    [{ field: 'waiting_hours', operator: 'below', value: 2 }, true],
    [{ field: 'message_count', operator: 'below', value: 2 }, true],
    [{ field: 'file_count', operator: 'above', value: 0 }, true],
    [{ field: 'is_first_message' }, true],
    [{ field: 'is_automatic' }, false],
    [{ field: 'has_files' }, true],
    [{ field: 'is_overdue' }, false],
    [{ field: 'is_frozen', isNot: true }, true],
    [{ field: 'working_time', calendarId: 1 }, true],
    [{ field: 'working_time', calendarId: 2 }, false],
    [{ field: 'custom', of: 'ticket', key: 'plan', operator: 'is', values: ['Trial'] }, true],
    [{ field: 'custom', of: 'ticket', key: 'parts', operator: 'is', values: ['b'] }, true],
    [{ field: 'custom', of: 'ticket', key: 'seats', operator: 'above', values: [10] }, true],
    [{ field: 'custom', of: 'ticket', key: 'until', operator: 'below', values: ['2026-12-02'] }, true],
    [{ field: 'custom', of: 'ticket', key: 'gone', operator: 'filled' }, false],
    [{ field: 'custom', of: 'ticket', key: 'constructor', operator: 'filled' }, false],
    [{ field: 'custom', of: 'organization', key: 'plan', operator: 'is', values: ['trial'] }, false],
  ])('%j holds: %s', (condition, expected) => {
    expect(holds(condition)).toBe(expected)
    expect(holds({ ...condition, isNot: condition['isNot'] !== true })).toBe(!expected)
  })

  const romashka = { id: 9, name: 'ООО «Ромашка»', domains: ['romashka.example', 'r.example'], fields: {} }
  const known = facts({ customer: { id: 5, remark: 'Всегда платит вовремя' }, organization: romashka })
  const unknown = facts({
    ticket: { inboxId: null },
    customer: { name: '', emails: [], remark: '', language: null },
    organization: null,
  })

  // Of a customer everything is known of, once met and once not; then of one nothing is known of.
  test.each<[Loose, met: unknown[], not: unknown[]]>([
    [{ field: 'customer' }, [5, 6], [6]],
    [{ field: 'organization' }, [9, null], [8, null]],
    [{ field: 'inbox' }, [3], [4, null]],
    [{ field: 'language' }, ['ru'], ['en', null]],
    [{ field: 'customer_name' }, ['анна'], ['Ольга']],
    [{ field: 'customer_name', how: 'equals' }, ['анна'], ['анн']],
    [{ field: 'customer_email', how: 'equals' }, ['ANNA@shop.example'], ['shop.example']],
    [{ field: 'customer_email', how: 'pattern' }, ['@shop\\.example$'], ['^shop']],
    [{ field: 'customer_remark' }, ['платить'], ['должник']],
    [{ field: 'organization_name' }, ['ромашки'], ['Василёк']],
    [{ field: 'organization_domain', how: 'equals' }, ['r.example'], ['example']],
  ])('%j of whom is known and of whom is not', (condition, met, not) => {
    expect(holds({ ...condition, values: met }, known)).toBe(true)
    expect(holds({ ...condition, values: not }, known)).toBe(false)
    expect(holds({ ...condition, values: not, isNot: true }, known)).toBe(true)
    const some = met.filter((value) => value !== null)
    const isThere = condition['field'] === 'customer'
    expect(holds({ ...condition, values: some }, unknown)).toBe(isThere)
    expect(holds({ ...condition, values: some, isNot: true }, unknown)).toBe(!isThere)
  })

  test.each(['inbox', 'organization', 'language'])('no %s is asked for by nothing', (field) => {
    expect(holds({ field, values: [null] }, unknown)).toBe(true)
    expect(holds({ field, values: [null] }, known)).toBe(false)
  })

  // «Анне» is a French name too, «марке» a town: a word that never changes may be a form of another.
  test.each([
    ['Анне', ['Анна', 'анне', 'Анну', 'АННА']],
    ['Кристине', ['Кристина', 'Кристину']],
    ['Марине', ['Марина', 'Мариной']],
    ['марке', ['марка', 'марки']],
    ['мыло', ['мыла']],
  ])('«%s» meets the other forms of the word it may be, either way round', (word, forms) => {
    const saying = (text: string): Facts =>
      facts({ customer: { name: text }, message: { text: `Передайте ${text}.` } })
    for (const field of ['customer_name', 'message']) {
      expect(forms.filter((form) => !holds({ field, values: [word] }, saying(form)))).toEqual([])
      expect(forms.filter((form) => !holds({ field, values: [form] }, saying(word)))).toEqual([])
    }
  })

  test('nobody waits: neither more than so many hours nor fewer', () => {
    const idle = facts({ ticket: { waitingSince: null } })
    expect(holds({ field: 'waiting_hours', operator: 'below', value: 5 }, idle)).toBe(false)
    expect(holds({ field: 'waiting_hours', operator: 'above', value: 0 }, idle)).toBe(false)
  })

  test('what is no test is no empty group either, which would hold for everything', () => {
    expect(() => RuleGroup.parse({ conditions: [{ field: 'nonsense', values: [1] }] })).toThrow()
    expect(() => RuleGroup.parse({ conditions: [{ field: 'status', values: [] }] })).toThrow()
  })
})

test('the trace names every test and group, whether it held, and the words', () => {
  const { trace } = compileConditions(
    RuleGroup.parse({
      conditions: [
        { field: 'text', values: ['возврат', 'жалоба'] },
        { match: 'any', conditions: [{ field: 'priority', values: ['high'] }, { field: 'is_waiting' }] },
      ],
    }),
  )
  expect(trace(facts())).toEqual([
    { path: 'conditions', isHeld: true, words: [] },
    { path: 'conditions.0', isHeld: true, words: ['возврат'] },
    { path: 'conditions.1', isHeld: true, words: [] },
    { path: 'conditions.1.0', isHeld: false, words: [] },
    { path: 'conditions.1.1', isHeld: true, words: [] },
  ])
})

/** Trees of tests whose answers are known. */
const leaf = fc.boolean().map((isTrue): RuleTest => ({ field: 'is_waiting', isNot: !isTrue }))
const tree = fc.letrec<{ group: RuleGroup }>((tie) => ({
  group: fc.record({
    match: fc.constantFrom('all' as const, 'any' as const),
    isNot: fc.boolean(),
    conditions: fc.array(fc.oneof({ maxDepth: 3 }, leaf, tie('group')), { maxLength: 4 }),
  }),
})).group

/** What a group means, said as plainly as can be. */
function meaning(group: RuleGroup): boolean {
  const answers = group.conditions.map((one) => ('field' in one ? !one.isNot : meaning(one)))
  const isMet =
    answers.length === 0 || (group.match === 'all' ? !answers.includes(false) : answers.includes(true))
  return isMet !== group.isNot
}

test('groups within groups mean what they say, asked quickly or traced', () => {
  fc.assert(
    fc.property(tree, (group) => {
      const { holds: quick, trace } = compileConditions(group)
      const about = facts()
      expect(quick(about)).toBe(meaning(group))
      expect(trace(about)[0]?.isHeld).toBe(meaning(group))
    }),
  )
})

test('asking twice answers the same and changes nothing', () => {
  fc.assert(
    fc.property(tree, (group) => {
      const about = facts()
      const before = structuredClone({ ...about, read: null })
      const { trace } = compileConditions(group)
      expect(trace(about)).toEqual(trace(about))
      expect({ ...about, read: null }).toEqual(before)
    }),
  )
})

test('whatever rules lead to one another, every chain of effects ends', () => {
  const rules = fc.integer({ min: 1, max: 12 })
  // Which rules each rule's effects wake: any graph, with any circles.
  const graph = fc.array(fc.array(rules, { maxLength: 4 }), { minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(graph, rules, (wakes, first) => {
      let longest = 0
      const walk = (rule: number, chain: readonly number[]): void => {
        if (cutLoop(rule, chain, 0)) return
        const next = [...chain, rule]
        longest = Math.max(longest, next.length)
        expect(new Set(next).size).toBe(next.length)
        for (const woken of wakes[rule - 1]?.slice(0, 2) ?? []) walk(woken, next)
      }
      walk(first, [])
      expect(longest).toBeLessThanOrEqual(longestChain)
    }),
  )
  expect(cutLoop(1, [2, 1, 3], 0)).toBe('own_effect')
  expect(cutLoop(1, [], mostRunsPerHour)).toBe('too_often')
})

describe('an event is heard', () => {
  const changed = (changes: Record<string, [unknown, unknown]>, type = 'ticket.updated') =>
    ({ type, actorKind: 'agent', data: { changes } }) as const
  const watch = (field: string, from: unknown[] | null, to: unknown[] | null, key: string | null = null) =>
    ({ on: 'field_changed', field, key, from, to }) as RuleTrigger
  const categoryOf = (id: number) => ({ 1: 'new', 2: 'open', 3: 'open' })[id] ?? null

  test.each<[string, RuleTrigger, ReturnType<typeof changed>, boolean]>([
    ['any change', watch('priority', null, null), changed({ priority: ['low', 'high'] }), true],
    ['to what is meant', watch('priority', null, ['high']), changed({ priority: ['low', 'high'] }), true],
    [
      'from something else',
      watch('priority', ['medium'], null),
      changed({ priority: ['low', 'high'] }),
      false,
    ],
    ['another field', watch('team', null, null), changed({ priority: ['low', 'high'] }), false],
    ['from nobody', watch('assignee', [null], null), changed({ assigneeId: [null, 4] }), true],
    [
      'a category by its status',
      watch('status_category', ['new'], ['open']),
      changed({ statusId: [1, 2] }),
      true,
    ],
    [
      'a status within a category',
      watch('status_category', null, null),
      changed({ statusId: [2, 3] }),
      false,
    ],
    [
      'opened again',
      watch('status_category', null, ['open']),
      changed({ statusCategory: ['solved', 'open'] }, 'ticket.reopened'),
      true,
    ],
    ['a tag that came', watch('tags', null, ['b']), changed({ tags: [['a'], ['a', 'b']] }), true],
    ['a tag that stayed', watch('tags', null, ['a']), changed({ tags: [['a'], ['a', 'b']] }), false],
    ['a tag that went', watch('tags', ['a'], null), changed({ tags: [['a'], []] }), true],
    [
      'a field of the desk',
      watch('custom', null, ['gold'], 'plan'),
      changed({ 'fields.plan': [null, 'gold'] }),
      true,
    ],
  ])('%s', (_name, trigger, event, expected) => {
    expect(hears(trigger, event, categoryOf)).toBe(expected)
  })

  test('what a machine answers is no answer of an agent', () => {
    const answered = { type: 'reply.created', data: {} } as const
    expect(hears({ on: 'agent_replied' }, { ...answered, actorKind: 'agent' }, categoryOf)).toBe(true)
    expect(hears({ on: 'agent_replied' }, { ...answered, actorKind: 'system' }, categoryOf)).toBe(false)
  })
})

test('on paper, the last word on a field counts, and what is so already is no change', () => {
  const { changes, others } = simulate(
    [
      { type: 'set_priority', priority: 'low' },
      { type: 'set_priority', priority: 'high' },
      { type: 'add_tags', tags: ['б', 'а'] },
      { type: 'remove_tags', tags: ['Деньги'] },
      { type: 'set_team', teamId: null },
      { type: 'add_note', text: 'Hm.' },
      { type: 'set_field', key: 'plan', value: 'gold' },
      { type: 'stop' },
    ],
    facts().ticket,
  )
  expect(changes).toEqual({
    priority: ['medium', 'high'],
    tags: [['Деньги'], ['а', 'б']],
    'fields.plan': ['trial', 'gold'],
  })
  expect(others).toEqual([{ type: 'add_note', text: 'Hm.' }])
})

test.each([
  ['agent', undefined, ['agent']],
  ['agent', 'macro', ['macro', 'agent']],
  ['system', 'macro', ['macro']],
  ['system', 'rule', ['rule']],
  ['system', 'mail_rule', ['rule']],
  ['customer', undefined, ['customer']],
] as const)('what %s does by %s is done by %j', (actorKind, kind, expected) => {
  const cause = kind && { kind, id: 1, name: 'Something' }
  expect(doneBy({ type: 'ticket.updated', actorKind, data: { cause } })).toEqual(expected)
})
