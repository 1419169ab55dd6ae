import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  createRule,
  publishRuleDraft,
  type Rule,
  type RuleContent,
  saveRuleDraft,
  updateRule,
} from '#contract/rules.ts'
import { call } from '../../../api/call.ts'
import { RequestFailed } from '../../../api/failure.ts'
import { announce } from '../../../ui/announce.tsx'
import { queryClient } from '../../query-client.ts'
import { refreshSettings } from '../use-change.ts'
import { type ContentProblem, findProblems, lineOf, type Problems } from './content.ts'
import { ruleQuery } from './queries.ts'
import { whole } from './whole.ts'

export interface RuleStart {
  name: string
  content: RuleContent
  missing: readonly string[]
}
/** `live`: what the rule does from now on; `draft`: kept aside, the rule goes on as it was. */
export type SaveAs = 'live' | 'draft'

/** What the server found wrong, by line. */
function problemsOf(error: RequestFailed): Map<string, ContentProblem> {
  const problem: ContentProblem =
    error.failure === 'invalid_pattern'
      ? 'invalid_pattern'
      : error.failure === 'bad_template'
        ? 'invalid_template'
        : error.failure === 'unknown_reference'
          ? 'gone'
          : 'refused'
  return new Map(
    error.fields.flatMap(({ path }) => {
      const line = lineOf(path)
      return line === null ? [] : [[line, problem] as const]
    }),
  )
}

/** A rule as it is being changed: its values, what is wrong with them, and how they are saved. */
export function useRuleForm(rule: Rule | null, start: RuleStart, onCreated?: (rule: Rule) => void) {
  const { t } = useTranslation()
  const [from, setFrom] = useState({ ...start, version: rule?.version ?? 0 })
  const [name, setName] = useState(start.name)
  // By hand: a template's name goes with the template.
  const [isNamed, setNamed] = useState(rule !== null)
  const [content, setContent] = useState(start.content)
  const [isDraft, setDraft] = useState(rule?.draft != null)
  const [problems, setProblems] = useState<Problems>(new Map())
  const [failure, setFailure] = useState<string | null>(null)
  const [isConflict, setConflict] = useState(false)
  // What a template brought is worth asking for, too, as long as it is not kept anywhere.
  const [isKept, setKept] = useState(rule !== null)
  const isDirty =
    name !== from.name ||
    JSON.stringify(content) !== JSON.stringify(from.content) ||
    (!isKept && from.name !== '')
  const dirty = useRef(isDirty)
  dirty.current = isDirty

  const begin = (next: Rule) => {
    const shown = next.draft ?? next.content
    dirty.current = false
    setKept(true)
    setFrom({ name: next.name, content: shown, missing: [], version: next.version })
    setName(next.name)
    setContent(shown)
    setDraft(next.draft !== null)
    setProblems(new Map())
    setFailure(null)
    setConflict(false)
    queryClient.setQueryData(ruleQuery(next.id).queryKey, next)
  }

  const send = async (as: SaveAs): Promise<Rule> => {
    if (!rule) {
      return whole(call(createRule, { body: { name, groupId: null, isActive: false, content } }))
    }
    const params = { id: rule.id }
    const newName = name === from.name ? {} : { name }
    let { version } = from
    if (as === 'live' && !isDraft) {
      return whole(call(updateRule, { params, body: { version, content, ...newName } }))
    }
    if ('name' in newName) ({ version } = await call(updateRule, { params, body: { version, ...newName } }))
    const kept = await whole<Rule>(call(saveRuleDraft, { params, body: { version, content } }))
    if (as === 'draft') return kept
    return whole(call(publishRuleDraft, { params, body: { version: kept.version } }))
  }

  const save = useMutation({
    mutationFn: send,
    onSuccess: (saved) => {
      begin(saved)
      announce(t('action.saved'))
      void refreshSettings()
      if (!rule) onCreated?.(saved)
    },
    onError: (error) => {
      const failed = error instanceof RequestFailed ? error : null
      const found = failed ? problemsOf(failed) : new Map<string, ContentProblem>()
      setProblems(found)
      setConflict(failed?.failure === 'version_conflict')
      setFailure(found.size > 0 ? t('rules.seeBelow') : t(`errors.${failed?.failure ?? 'internal'}`))
    },
  })

  const show = (shown: RuleStart) => {
    setFrom({ ...from, missing: shown.missing })
    setName(shown.name)
    setContent(shown.content)
    setProblems(new Map())
    setFailure(null)
  }

  return {
    name,
    content,
    problems,
    failure,
    isConflict,
    isDraft,
    isDirty,
    missing: from.missing,
    isBusy: save.isPending,
    isDirtyNow: () => dirty.current,
    /** Puts a template in the place of what is there; a name that was typed stays. Gives back how to undo it. */
    beginFrom: (template: RuleStart) => {
      const was = { name, content, missing: from.missing }
      show({ ...template, name: isNamed ? name : template.name })
      return () => show(was)
    },
    setName: (typed: string) => {
      setNamed(typed.trim() !== '')
      setName(typed)
    },
    setContent: (next: RuleContent) => {
      setContent(next)
      setFailure(null)
      // What was wrong is looked at anew; the rest is not blamed before it is sent.
      if (problems.size > 0) {
        const now = findProblems(next)
        setProblems(new Map([...problems].filter(([path]) => now.has(path))))
      }
    },
    begin,
    save: (as: SaveAs) => {
      const wrong = findProblems(content)
      setProblems(wrong)
      if (!name.trim()) setFailure(t('rules.nameMissing'))
      else if (wrong.size > 0) setFailure(t('rules.seeBelow'))
      else {
        setFailure(null)
        save.mutate(as)
        return
      }
      requestAnimationFrame(() =>
        document
          .querySelector<HTMLElement>('[data-rule] :is([aria-invalid="true"], [data-invalid])')
          ?.focus(),
      )
    },
  }
}
