import { describe, expect, test } from 'vitest'
import { putRule, stepRule, stepSection } from './order.ts'

const sections = [
  { groupId: null, ruleIds: [1, 2] },
  { groupId: 7, ruleIds: [3] },
  { groupId: 8, ruleIds: [] },
]
const ids = (of: ReturnType<typeof stepRule>) => of?.map((section) => section.ruleIds)

describe('the order of rules', () => {
  test('a rule goes a place up or down within its section', () => {
    expect(ids(stepRule(sections, 2, -1))).toEqual([[2, 1], [3], []])
  })

  test('at the edge it goes over to the next section', () => {
    expect(ids(stepRule(sections, 2, 1))).toEqual([[1], [2, 3], []])
    expect(ids(stepRule(sections, 3, 1))).toEqual([[1, 2], [], [3]])
    expect(ids(stepRule(sections, 3, -1))).toEqual([[1, 2, 3], [], []])
    expect(stepRule(sections, 1, -1)).toBeNull()
  })

  test('dropped on another, it stands where that one stood', () => {
    expect(ids(putRule(sections, 1, 7, 0))).toEqual([[2], [1, 3], []])
  })

  test('groups change places below the rules without one', () => {
    expect(stepSection(sections, 8, -1)?.map((section) => section.groupId)).toEqual([null, 8, 7])
    expect(stepSection(sections, 7, -1)).toBeNull()
  })
})
