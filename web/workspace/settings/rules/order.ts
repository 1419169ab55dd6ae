import type { RuleList } from '#contract/rules.ts'

/** The rules' order as it is sent: the section without a group first. */
export interface Section {
  groupId: number | null
  ruleIds: number[]
}

export function sectionsOf({ items, groups }: RuleList): Section[] {
  const rules = items.toSorted((a, b) => a.place - b.place)
  return [null, ...groups.map((group) => group.id)].map((groupId) => ({
    groupId,
    ruleIds: rules.filter((rule) => rule.groupId === groupId).map((rule) => rule.id),
  }))
}

/** One place up or down; at an edge, into the next section. Null when there is nowhere to go. */
export function stepRule(sections: readonly Section[], ruleId: number, by: -1 | 1): Section[] | null {
  const at = sections.findIndex((section) => section.ruleIds.includes(ruleId))
  const section = sections[at]
  if (!section) return null
  const place = section.ruleIds.indexOf(ruleId)
  const next = place + by
  if (next >= 0 && next < section.ruleIds.length) return putRule(sections, ruleId, section.groupId, next)
  const other = sections[at + by]
  return other ? putRule(sections, ruleId, other.groupId, by < 0 ? other.ruleIds.length : 0) : null
}

/** Takes the rule out and puts it to a place of a section; the place is counted without it. */
export function putRule(
  sections: readonly Section[],
  ruleId: number,
  groupId: number | null,
  place: number,
): Section[] {
  return sections.map((section) => {
    const ruleIds = section.ruleIds.filter((id) => id !== ruleId)
    return section.groupId === groupId
      ? { groupId: section.groupId, ruleIds: ruleIds.toSpliced(place, 0, ruleId) }
      : { groupId: section.groupId, ruleIds }
  })
}

/** Groups run in their order, too. The section without a group stays first. */
export function stepSection(sections: readonly Section[], groupId: number, by: -1 | 1): Section[] | null {
  const at = sections.findIndex((section) => section.groupId === groupId)
  const section = sections[at]
  const to = at + by
  if (!section || to < 1 || to >= sections.length) return null
  return sections.toSpliced(at, 1).toSpliced(to, 0, section)
}

/** The list as it will be once the server has put it so. */
export function arranged(list: RuleList, sections: readonly Section[]): RuleList {
  const order = sections.flatMap((section) => section.ruleIds.map((id) => ({ id, groupId: section.groupId })))
  return {
    groups: sections.flatMap(({ groupId }) => list.groups.find((group) => group.id === groupId) ?? []),
    items: order.flatMap(({ id, groupId }, at) => {
      const rule = list.items.find((each) => each.id === id)
      return rule ? { ...rule, groupId, place: at + 1 } : []
    }),
  }
}
