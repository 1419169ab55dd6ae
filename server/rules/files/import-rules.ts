import type { FieldReference, Reference, ReferenceKind, RuleFile, RuleImport } from '#contract/rule-files.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { checkShape } from '../arrange/check-content.ts'
import { fail, Failed } from '#server/platform/http/failure.ts'
import { createRule } from '../arrange/create-rule.ts'
import { createRuleGroup } from '../arrange/rule-groups.ts'
import { fieldId, type FieldPointer, fieldPointersOf, liveFields, turnFields } from '../field-pointers.ts'
import { findByName, liveKeys, pointersOf, turnReferences } from '../references.ts'

interface Wish {
  file: RuleFile
  isTrial: boolean
  replacements: { kind: ReferenceKind; id: number; by: number }[]
  fieldReplacements: { of: FieldReference['of']; key: string; by: string }[]
}

/**
 * Takes rules in behind the others, off. What an id of the file means here is found by its name, or told by the
 * replacements. A rule that points at what this desk does not have is left out, and what it lacks is said: without it
 * the rule would be another rule.
 */
export async function importRules(tx: Tx, actor: Actor, wish: Wish, now: Date): Promise<RuleImport> {
  const { file, isTrial } = wish
  for (const rule of file.rules) checkRule(rule)
  const idOf = await identify(tx, wish)
  const keyOf = await identifyFields(tx, wish)
  const fields = new Map(file.fields.map((each) => [fieldId(each), each]))
  const names = new Map(file.references.map(({ kind, id, name }) => [`${kind} ${id}`, name]))
  const items: RuleImport['items'] = []
  for (const { name, group, content } of file.rules) {
    const missing = missingOf(names, pointersOf(content), idOf)
    const missingFields = missingFieldsOf(fields, fieldPointersOf(content), keyOf)
    const isTaken = missing.length + missingFields.length === 0 && !isTrial
    const groupId = isTaken && group !== null ? await groupCalled(tx, actor, group, now) : null
    const known = isTaken ? turnReferences(content, (kind, id) => idOf(kind, id) ?? id) : content
    const turned = turnFields(known, (of, key) => keyOf({ of, key }) ?? key)
    items.push({
      name,
      missing,
      missingFields,
      ruleId: isTaken
        ? await createRule(tx, actor, { name, groupId, isActive: false, content: turned }, now)
        : null,
    })
  }
  return { items }
}

/** As for a rule that is saved; the failure says which rule of the file it is. */
function checkRule({ name, content }: RuleFile['rules'][number]): void {
  try {
    checkShape(content)
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    fail(error.failure, { ...error.facts, detail: { ...error.facts.detail, rule: name } })
  }
}

type IdOf = (kind: ReferenceKind, id: number) => number | null

async function identify(tx: Tx, { file, replacements }: Wish): Promise<IdOf> {
  const byName = await findByName(tx, file.references)
  const live = await liveKeys(
    tx,
    replacements.map(({ kind, by }) => ({ kind, id: by, path: '' })),
  )
  const chosen = new Map(
    replacements
      .filter(({ kind, by }) => live.has(`${kind} ${by}`))
      .map(({ kind, id, by }) => [`${kind} ${id}`, by]),
  )
  const named = new Map(
    file.references.map((reference) => [`${reference.kind} ${reference.id}`, byName(reference)]),
  )
  return (kind, id) => chosen.get(`${kind} ${id}`) ?? named.get(`${kind} ${id}`) ?? null
}

type KeyOf = (field: Pick<FieldPointer, 'of' | 'key'>) => string | null

/** A field is the same where owner, key and, if the file tells it, the kind of its values are. */
async function identifyFields(tx: Tx, { file, fieldReplacements }: Wish): Promise<KeyOf> {
  const live = await liveFields(tx)
  const kinds = new Map(file.fields.map((each) => [fieldId(each), each.kind]))
  const chosen = new Map(fieldReplacements.map((each) => [fieldId(each), each.by]))
  return ({ of, key }) => {
    const kind = kinds.get(fieldId({ of, key })) ?? null
    const candidates = [chosen.get(fieldId({ of, key })), key].filter((each) => each !== undefined)
    const isMeant = (each: string) => {
      const field = live.get(fieldId({ of, key: each }))
      return field !== undefined && (kind === null || kind === field.kind)
    }
    return candidates.find(isMeant) ?? null
  }
}

function missingFieldsOf(
  named: ReadonlyMap<string, FieldReference>,
  pointers: readonly FieldPointer[],
  keyOf: KeyOf,
): FieldReference[] {
  const missing = pointers
    .filter((pointer) => keyOf(pointer) === null)
    .map(({ of, key }) => named.get(fieldId({ of, key })) ?? { of, key, name: key, kind: null })
  return [...new Map(missing.map((each) => [fieldId(each), each])).values()]
}

function missingOf(
  names: ReadonlyMap<string, string>,
  pointers: readonly Pick<Reference, 'kind' | 'id'>[],
  idOf: IdOf,
): Reference[] {
  const missing = new Map<string, Reference>()
  for (const { kind, id } of pointers) {
    if (idOf(kind, id) !== null) continue
    const key = `${kind} ${id}`
    missing.set(key, { kind, id, name: names.get(key) ?? '' })
  }
  return [...missing.values()]
}

async function groupCalled(tx: Tx, actor: Actor, name: string, now: Date): Promise<number> {
  const known = await tx.selectFrom('rule_group').select('id').where('name', '=', name).executeTakeFirst()
  return known?.id ?? (await createRuleGroup(tx, actor, name, now)).id
}
