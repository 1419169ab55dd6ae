import type { RuleAction } from '#contract/rule-actions.ts'
import type { RuleCondition, RuleGroup } from '#contract/rule-conditions.ts'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import type { RuleVersion } from '#contract/rules.ts'

/** One part of a rule as two versions have it: both, only the newer, only the older. */
export interface Part<T> {
  is: 'kept' | 'added' | 'taken'
  of: T
}

export interface VersionDifference {
  /** The older name, where it was another. */
  name: string | null
  triggers: Part<RuleTrigger>[]
  /** How the outermost conditions are joined, older first, where that was otherwise. */
  joined: readonly [RuleGroup, RuleGroup] | null
  conditions: Part<RuleCondition>[]
  actions: Part<RuleAction>[]
  isSame: boolean
}

/** What a version says that another does not, part by part in the order of both; beside none it is as it is. */
export function compareVersions(
  version: Pick<RuleVersion, 'name' | 'content'>,
  other: Pick<RuleVersion, 'name' | 'content'> | undefined,
): VersionDifference {
  const [now, before] = [version.content, (other ?? version).content]
  const name = other && other.name !== version.name ? other.name : null
  const { match, isNot, conditions } = now.conditions
  const old = before.conditions
  const isJoinedAnew = conditions.length > 0 && old.conditions.length > 0
  const joined =
    isJoinedAnew && (match !== old.match || isNot !== old.isNot) ? ([old, now.conditions] as const) : null
  const parts = {
    triggers: compareLists(now.triggers, before.triggers),
    conditions: compareLists(conditions, old.conditions),
    actions: compareLists(now.actions, before.actions),
  }
  const isKept = [...parts.triggers, ...parts.conditions, ...parts.actions].every(({ is }) => is === 'kept')
  return { name, joined, ...parts, isSame: isKept && name === null && joined === null }
}

/** The longest common line of both lists is kept; a part that moved is taken from one place and added in another. */
function compareLists<T>(now: readonly T[], before: readonly T[]): Part<T>[] {
  const said = (items: readonly T[]) => items.map(inOneOrder)
  const [a, b] = [said(before), said(now)]
  const common = a.map(() => b.map(() => 0))
  const at = (i: number, j: number) => common[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i]
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const parts: Part<T>[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [old, next] = [before[i], now[j]]
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ is: 'kept', of: next as T })
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ is: 'taken', of: old as T })
      i += 1
    } else {
      parts.push({ is: 'added', of: next as T })
      j += 1
    }
  }
  return parts
}

/** JSON with keys in one order: what says the same reads the same, whoever wrote it down. */
function inOneOrder(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
