import { describe, expect, test } from 'vitest'
import { RuleContent } from '#contract/rules.ts'
import { compareVersions } from './compare-versions.ts'

const returns = { field: 'text', values: ['возврат'] }
const urgent = { field: 'priority', values: ['high'] }
const version = (name: string, conditions: unknown[], actions: unknown[], match = 'all') => ({
  name,
  content: RuleContent.parse({
    triggers: [{ on: 'ticket_created' }],
    conditions: { match, conditions },
    actions,
  }),
})
const kind = (of: object) =>
  Object.entries(of).flatMap(([key, value]) => (key === 'field' || key === 'type' ? String(value) : []))
const said = (parts: readonly { is: string; of: object }[]) =>
  parts.map(({ is, of }) => `${is} ${kind(of).join('')}`)

describe('compareVersions', () => {
  const before = version('Возвраты', [returns], [{ type: 'unfreeze' }, { type: 'stop' }])

  test('tells what came and what went, in order', () => {
    const now = version('Возвраты', [returns, urgent], [{ type: 'stop' }])
    const found = compareVersions(now, before)
    expect(said(found.conditions)).toEqual(['kept text', 'added priority'])
    expect(said(found.actions)).toEqual(['taken unfreeze', 'kept stop'])
    expect(found.isSame).toBe(false)
    expect(said(compareVersions(before, now).conditions)).toEqual(['kept text', 'taken priority'])
  })

  test('shows a part that was changed as it was and as it is, and one that moved in both places', () => {
    const now = version('Возвраты', [{ ...returns, how: 'exact' }], [{ type: 'stop' }, { type: 'unfreeze' }])
    const found = compareVersions(now, before)
    expect(said(found.conditions)).toEqual(['taken text', 'added text'])
    expect(said(found.actions)).toEqual(['taken unfreeze', 'kept stop', 'added unfreeze'])
  })

  test('tells another name and another way conditions are joined', () => {
    const found = compareVersions(
      version('Б', [returns, urgent], [{ type: 'stop' }], 'any'),
      version('А', [returns, urgent], [{ type: 'stop' }]),
    )
    expect(found.name).toBe('А')
    expect(found.joined?.map(({ match }) => match)).toEqual(['all', 'any'])
    expect(found.conditions.every(({ is }) => is === 'kept')).toBe(true)
    expect(found.isSame).toBe(false)
  })

  test('says the same of what only stands in another order of keys, and of the first version', () => {
    const other = structuredClone(before)
    other.content.conditions.conditions = [
      { values: ['возврат'], how: 'any_form', isNot: false, field: 'text' },
    ]
    expect(compareVersions(other, before).isSame).toBe(true)
    expect(compareVersions(before, undefined).isSame).toBe(true)
  })
})
