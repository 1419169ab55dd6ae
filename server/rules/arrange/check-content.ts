import type { RuleAction } from '#contract/rule-actions.ts'
import type { RuleGroup, RuleTest } from '#contract/rule-conditions.ts'
import type { RuleContent } from '#contract/rules.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { checkReplyTemplate } from '#server/macros/index.ts'
import { fail, Failed } from '#server/platform/http/failure.ts'
import { isTimeZone } from '#server/platform/time-zones.ts'
import { isEmptyPhrase, openPattern, PatternError } from '#server/platform/language.ts'
import { liveKeys, pointersOf } from '../references.ts'

/** What the shape of the input cannot say: patterns that compile, words that are words, time zones, what is named. */
export async function checkContent(db: Db, content: RuleContent): Promise<void> {
  checkShape(content)
  const pointers = pointersOf(content)
  const live = await liveKeys(db, pointers)
  const gone = pointers.filter(({ kind, id }) => !live.has(`${kind} ${id}`))
  if (gone.length > 0) {
    fail('unknown_reference', {
      fields: gone.map(({ kind, id, path }) => ({
        path: `body.content.${path}`,
        message: `no ${kind} ${id}`,
      })),
    })
  }
}

/** Everything that can be said without the database. */
export function checkShape(content: RuleContent): void {
  checkWords(content)
  checkZones(content)
  checkTemplates(content)
}

/** The words alone: for a rule that is only tried. */
export function checkWords(content: Pick<RuleContent, 'conditions'>): void {
  for (const { path, test } of testsOf(content.conditions, 'conditions')) {
    if (!('how' in test)) continue
    for (const value of test.values) {
      const problem = test.how === 'pattern' ? patternProblem(value) : null
      if (problem) {
        fail('invalid_pattern', {
          fields: [{ path: `body.content.${path}`, message: problem.message }],
          detail: { path, problem: problem.problem },
        })
      }
      // «…» has no word and would never be found.
      const mode = test.how === 'any_form' ? 'forms' : 'exact'
      if (test.how !== 'pattern' && test.how !== 'equals' && isEmptyPhrase({ text: value, mode })) {
        fail('invalid_input', { fields: [{ path: `body.content.${path}`, message: 'no word' }] })
      }
    }
  }
}

/** Why a pattern cannot be used; null for one that can. */
export function patternProblem(pattern: string): PatternError | null {
  try {
    openPattern(pattern)
    return null
  } catch (error) {
    if (error instanceof PatternError) return error
    throw error
  }
}

/** Every test of a rule and where it stands. */
export function testsOf(group: RuleGroup, path: string): { path: string; test: RuleTest }[] {
  return group.conditions.flatMap((condition, at) =>
    'field' in condition ? [{ path: `${path}.${at}`, test: condition }] : testsOf(condition, `${path}.${at}`),
  )
}

/** Words with variables that cannot be filled in, with the line at which they break. */
function checkTemplates({ actions }: RuleContent): void {
  for (const [at, action] of actions.entries()) {
    for (const [part, template] of Object.entries(templatesOf(action))) {
      const problem = templateProblem(template)
      if (!problem) continue
      const path = `body.content.actions.${at}.${part}`
      fail('bad_template', { ...problem.facts, fields: [{ path, message: 'bad template' }] })
    }
  }
}

/** The words of an action that variables are filled into, by where in it they stand. */
export function templatesOf(action: RuleAction): Record<string, string> {
  if (action.type === 'mail') return { text: action.text, subject: action.subject }
  return action.type === 'reply' ? { text: action.text } : {}
}

/** Why words with variables cannot be filled in; null for those that can. */
export function templateProblem(template: string): Failed | null {
  try {
    checkReplyTemplate(template)
    return null
  } catch (error) {
    if (error instanceof Failed) return error
    throw error
  }
}

function checkZones(content: RuleContent): void {
  for (const [at, trigger] of content.triggers.entries()) {
    if (trigger.on === 'schedule' && !isTimeZone(trigger.timeZone)) {
      fail('invalid_input', {
        fields: [{ path: `body.content.triggers.${at}.timeZone`, message: 'no such time zone' }],
      })
    }
    if (trigger.on === 'field_changed' && trigger.field === 'custom' && trigger.key === null) {
      fail('invalid_input', { fields: [{ path: `body.content.triggers.${at}.key`, message: 'which field' }] })
    }
  }
}
