import type { RuleTemplate } from '#contract/rule-files.ts'
import { newContent } from './content.ts'
import type { RuleStart } from './use-rule-form.ts'

/** What a new rule begins with: a template, or nothing. */
export function startOf(template: RuleTemplate | undefined): RuleStart {
  return {
    name: template?.name ?? '',
    content: template?.content ?? newContent(),
    missing: template?.missing.map((each) => each.name) ?? [],
  }
}
