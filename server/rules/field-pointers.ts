import { sql } from 'kysely'
import type { FieldKind, FieldOwner } from '#contract/fields.ts'
import type { RuleAction } from '#contract/rule-actions.ts'
import type { RuleGroup } from '#contract/rule-conditions.ts'
import type { RuleContent } from '#contract/rules.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { turnTemplateFields } from './template-fields.ts'

/** A field of the desk's own that a rule names, by itself or within a letter's words, and where in its content. */
export interface FieldPointer {
  of: FieldOwner
  key: string
  path: string
}

type TurnKey = (of: FieldOwner, key: string, path: string) => string

/** Every field of the desk's own that a rule names. */
export function fieldPointersOf(content: RuleContent): FieldPointer[] {
  const pointers: FieldPointer[] = []
  turnFields(content, (of, key, path) => {
    pointers.push({ of, key, path })
    return key
  })
  return pointers
}

/** The same rule with other fields in the places of its own. */
export function turnFields(content: RuleContent, turn: TurnKey): RuleContent {
  return {
    // Only a ticket's fields are watched and set.
    triggers: content.triggers.map((trigger, at) =>
      trigger.on === 'field_changed' && trigger.field === 'custom' && trigger.key !== null
        ? { ...trigger, key: turn('ticket', trigger.key, `triggers.${at}`) }
        : trigger,
    ),
    conditions: turnGroup(content.conditions, turn, 'conditions'),
    actions: content.actions.map((action, at) => turnAction(action, turn, `actions.${at}`)),
  }
}

function turnAction(action: RuleAction, turn: TurnKey, path: string): RuleAction {
  const filled = (text: string) => turnTemplateFields(text, (of, key) => turn(of, key, path))
  switch (action.type) {
    case 'set_field':
      return { ...action, key: turn('ticket', action.key, path) }
    case 'reply':
      return { ...action, text: filled(action.text) }
    case 'mail':
      return { ...action, subject: filled(action.subject), text: filled(action.text) }
    default:
      return action
  }
}

function turnGroup(group: RuleGroup, turn: TurnKey, path: string): RuleGroup {
  const conditions = group.conditions.map((condition, at) => {
    const here = `${path}.${at}`
    if (!('field' in condition)) return turnGroup(condition, turn, here)
    if (condition.field !== 'custom') return condition
    return { ...condition, key: turn(condition.of, condition.key, here) }
  })
  return { ...group, conditions }
}

interface LiveField {
  kind: FieldKind
  name: string
}

/** As fields are told apart: `customer plan`. */
export const fieldId = ({ of, key }: Pick<FieldPointer, 'of' | 'key'>): string => `${of} ${key}`

/** The desk's own fields that are in use, by `fieldId`. */
export async function liveFields(db: Db): Promise<ReadonlyMap<string, LiveField>> {
  const { rows } = await sql<{ of: FieldOwner; key: string; kind: FieldKind; name: string }>`
    select owner as of, key, kind, names ->> 'ru' as name from custom_field where archived_at is null`.execute(
    db,
  )
  return new Map(rows.map((row) => [fieldId(row), { kind: row.kind, name: row.name }]))
}
