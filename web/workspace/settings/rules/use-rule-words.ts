import { useTranslation } from 'react-i18next'
import type { RuleAction } from '#contract/rule-actions.ts'
import type { RuleGroup, RuleTest } from '#contract/rule-conditions.ts'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import { useDesk } from '../../desk.ts'
import { nothing, useChoices } from './editor/use-choices.ts'
import {
  customOperatorKey,
  isChoiceTest,
  isGroup,
  isIdTest,
  isNumberTest,
  isTextTest,
  isYesNoTest,
} from './fields.ts'
import { type RuleNames, useRuleNames } from './use-rule-names.ts'

const longestText = 60
/** Fields for whose "nothing" there is a word: «не назначен». */
const hasOwnNone = (field: string) => field === 'category' || field === 'team' || field === 'assignee'

export interface RuleWords {
  names: RuleNames
  trigger: (trigger: RuleTrigger) => string
  test: (test: RuleTest) => string
  /** What a group means, without what is in it. */
  groupSays: (group: Pick<RuleGroup, 'match' | 'isNot'>) => string
  /** The whole of the conditions in one sentence; '' when nothing is asked. */
  group: (group: RuleGroup) => string
  action: (action: RuleAction) => string
}

/** A rule in words: what sets it going, what it asks, what it does. */
export function useRuleWords(): RuleWords {
  const { t, i18n } = useTranslation()
  const { desk, statusName, teamName, agentName, categoryPath } = useDesk()
  const { idItems, choiceItems } = useChoices()
  const names = useRuleNames()
  const gone = t('rules.gone')
  const quoted = (text: string) => t('event.quoted', { text })
  const short = (text: string) => quoted(text.length > longestText ? `${text.slice(0, longestText)}…` : text)
  const or = (items: string[]) => new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(items)
  const and = (items: string[]) => new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(items)
  const idName = (field: string, id: number | null): string => {
    if (id === null) return idItems(field as 'team')[0]?.label ?? gone
    switch (field) {
      case 'status':
        return statusName(id)
      case 'category':
        return categoryPath(id) ?? gone
      case 'team':
        return teamName(id) ?? gone
      case 'assignee':
        return agentName(id) ?? gone
      case 'inbox':
        return desk.inboxes.find((inbox) => inbox.id === id)?.name ?? gone
      default:
        return `№ ${id}`
    }
  }

  const trigger = (one: RuleTrigger): string => {
    const event = t(`rules.trigger.${one.on}`)
    switch (one.on) {
      case 'field_changed': {
        const field =
          one.field === 'custom' ? names.fieldName('ticket', one.key ?? '') : t(`rules.field.${one.field}`)
        const value = (each: unknown) => {
          if (typeof each === 'number') return idName(one.field, each)
          if (each === null && hasOwnNone(one.field)) return idName(one.field, null)
          return each === null ? t('rules.none.value') : quoted(watchedName(one.field, one.key, each))
        }
        const sides = (['from', 'to'] as const).flatMap((side) =>
          one[side] ? [`${t(`rules.changed.${side}`)} ${or(one[side].map(value))}`] : [],
        )
        return [event, field, ...sides].join(' ')
      }
      case 'sla_warned':
      case 'sla_breached':
        return one.clocks ? `${event}: ${or(one.clocks.map((clock) => t(`rules.clock.${clock}`)))}` : event
      case 'silence': {
        const said = t(`rules.say.silence_${one.of}`, { hours: one.hours })
        if (one.calendarId === null) return said
        return `${said} (${quoted(names.nameOf('calendars', one.calendarId) ?? gone)})`
      }
      case 'schedule':
        return t('rules.say.schedule', {
          days: and(one.days.map((day) => t(`rules.day.${day as 1}`))),
          time: one.time,
        })
      default:
        return event
    }
  }

  const watchedName = (field: string, key: string | null, value: unknown): string => {
    if (field === 'priority' || field === 'status_category')
      return choiceItems(field).find((item) => item.value === value)?.label ?? String(value)
    const custom = names.fields.find((each) => each.owner === 'ticket' && each.key === key)
    return field === 'custom' ? names.valueName(custom, value) : String(value)
  }

  const test = (one: RuleTest): string => {
    if (isTextTest(one)) {
      const operator =
        one.how === 'equals'
          ? t(one.isNot ? 'rules.operator.equalsNot' : 'rules.operator.equals')
          : t(one.isNot ? 'rules.operator.containsNot' : 'rules.operator.contains')
      const said = `${t(`rules.field.${one.field}`)} ${operator} ${or(one.values.map(quoted))}`
      return one.how === 'exact' || one.how === 'pattern' ? `${said} (${t(`rules.how.${one.how}`)})` : said
    }
    if (isIdTest(one)) {
      const values = one.values.map((id) => (id === null ? idName(one.field, null) : idName(one.field, id)))
      return `${t(`rules.field.${one.field}`)} ${t(one.isNot ? 'rules.operator.isNot' : 'rules.operator.is')} ${or(values)}`
    }
    if (isChoiceTest(one)) {
      const items = choiceItems(one.field)
      const values = one.values.map(
        (value) => items.find((item) => item.value === (value ?? nothing))?.label ?? String(value),
      )
      return `${t(`rules.field.${one.field}`)} ${t(one.isNot ? 'rules.operator.isNot' : 'rules.operator.is')} ${or(values)}`
    }
    if (isNumberTest(one)) {
      return `${t(`rules.field.${one.field}`)} ${t(`rules.operator.${one.operator}`)} ${one.value}`
    }
    if (isYesNoTest(one)) return t(`rules.sayYesNo.${one.field}_${one.isNot ? 'no' : 'yes'}`)
    if (one.field === 'tags') {
      const how = one.isNot ? 'none' : one.match
      return `${t('rules.field.tags')} ${t(`rules.operator.tags_${how}`)} ${(how === 'all' ? and : or)(one.values.map(quoted))}`
    }
    if (one.field === 'working_time') {
      return t(one.isNot ? 'rules.say.notWorkingTime' : 'rules.say.workingTime', {
        calendar: names.nameOf('calendars', one.calendarId) ?? gone,
      })
    }
    if (one.field !== 'custom') return gone
    const field = names.fields.find((each) => each.owner === one.of && each.key === one.key)
    const operator = t(`rules.custom.${customOperatorKey(field?.kind, one.operator, one.isNot)}`)
    const values = one.values.map((value) => quoted(names.valueName(field, value)))
    return [names.fieldName(one.of, one.key), operator, or(values)].filter(Boolean).join(' ')
  }

  const groupSays = ({ match, isNot }: Pick<RuleGroup, 'match' | 'isNot'>) =>
    t(`rules.group.${isNot ? 'not_' : ''}${match}` as 'rules.group.all')
  const group = (one: RuleGroup): string => {
    const parts = one.conditions.map((each) => {
      if (!isGroup(each)) return test(each)
      const inner = group(each)
      return each.isNot ? `${groupSays(each)} (${inner})` : each.conditions.length > 1 ? `(${inner})` : inner
    })
    return (one.match === 'all' ? and : or)(parts.filter((part) => part !== ''))
  }

  const action = (one: RuleAction): string => {
    const name = t(`rules.action.${one.type}`)
    const to = (value: string) => `${name} → ${value}`
    const toNamed = (...which: Parameters<typeof names.nameOf>) => {
      const known = names.nameOf(...which)
      return known === null ? name : to(known ?? gone)
    }
    switch (one.type) {
      case 'set_status':
        return to(statusName(one.statusId))
      case 'set_priority':
        return to(t(`priority.${one.priority}`))
      case 'set_category':
        return to(idName('category', one.categoryId))
      case 'set_team':
        return to(idName('team', one.teamId))
      case 'set_assignee':
        return to(idName('assignee', one.assigneeId))
      case 'route': {
        const method = t(`rules.methods.${one.method ?? 'own'}`)
        return to(one.teamId === null ? method : `${method}, ${idName('team', one.teamId)}`)
      }
      case 'add_tags':
      case 'remove_tags':
        return to(one.tags.join(', '))
      case 'set_subject':
        return to(short(one.subject))
      case 'add_note':
      case 'reply':
        return to(short(one.text))
      case 'notify': {
        const who = [
          ...one.agentIds.map((id) => agentName(id) ?? gone),
          ...one.teamIds.map((id) => teamName(id) ?? gone),
          ...(one.toAssignee ? [t('rules.toAssignee')] : []),
        ]
        return to(who.join(', '))
      }
      case 'mail':
        return to(one.to.join(', '))
      case 'set_field': {
        const field = names.fields.find((each) => each.owner === 'ticket' && each.key === one.key)
        const values =
          one.value === null ? [] : [one.value].flat().map((each) => names.valueName(field, each))
        return `${names.fieldName('ticket', one.key)} → ${values.join(', ') || t('rules.none.value')}`
      }
      case 'freeze':
        return to(duration(one.minutes))
      case 'start_checklist':
        return toNamed('checklists', one.checklistId)
      case 'run_macro':
        return toNamed('macros', one.macroId)
      case 'call_webhook':
        return toNamed('webhooks', one.webhookId)
      case 'set_sla_policy':
        return one.policyId === null ? to(t('rules.none.policy')) : toNamed('policies', one.policyId)
      case 'unfreeze':
      case 'stop':
        return name
    }
  }

  const duration = (minutes: number): string => {
    const [value, unit]: [number, string] =
      minutes % 1440 === 0
        ? [minutes / 1440, 'day']
        : minutes % 60 === 0
          ? [minutes / 60, 'hour']
          : [minutes, 'minute']
    return new Intl.NumberFormat(i18n.language, {
      style: 'unit',
      unit,
      unitDisplay: 'long',
    }).format(value)
  }

  return { names, trigger, test, groupSays, group, action }
}
