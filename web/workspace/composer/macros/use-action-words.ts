import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { TicketAction } from '#contract/ticket-actions.ts'
import { useDesk } from '../../desk.ts'
import { checklistNamesQuery, ownFieldsQuery } from './queries.ts'

/** What an action does, in a few words: «статус → Решён». */
export function useActionWords(): (action: TicketAction) => string {
  const { t, i18n } = useTranslation()
  const { statusName, categoryPath, teamName, agentName } = useDesk()
  const { data: fields } = useQuery(ownFieldsQuery)
  const { data: checklists } = useQuery(checklistNamesQuery)
  const language = i18n.language === 'en' ? 'en' : 'ru'
  const gone = t('macro.gone')
  const list = (words: readonly string[]) =>
    new Intl.ListFormat(i18n.language, { type: 'unit' }).format(words)
  const to = (what: string, value: string) => `${what} → ${value}`
  return (action) => {
    switch (action.type) {
      case 'set_status':
        return to(t('macro.does.status'), statusName(action.statusId))
      case 'set_priority':
        return to(t('macro.does.priority'), t(`priority.${action.priority}`))
      case 'set_category':
        return to(
          t('macro.does.category'),
          action.categoryId === null ? t('macro.none') : (categoryPath(action.categoryId) ?? gone),
        )
      case 'set_team':
        return to(
          t('macro.does.team'),
          action.teamId === null ? t('macro.none') : (teamName(action.teamId) ?? gone),
        )
      case 'set_assignee':
        return to(
          t('macro.does.assignee'),
          action.assigneeId === null ? t('macro.nobody') : (agentName(action.assigneeId) ?? gone),
        )
      case 'set_subject':
        return to(t('macro.does.subject'), `«${action.subject}»`)
      case 'add_tags':
        return t('macro.does.addTags', { count: action.tags.length, tags: list(action.tags) })
      case 'remove_tags':
        return t('macro.does.removeTags', { count: action.tags.length, tags: list(action.tags) })
      case 'add_note':
        return t('macro.does.note')
      case 'set_field': {
        const field = fields?.items.find((each) => each.owner === 'ticket' && each.key === action.key)
        const said = (value: unknown): string =>
          typeof value === 'boolean'
            ? t(value ? 'macro.yes' : 'macro.no')
            : (field?.choices.find((choice) => choice.value === value)?.names[language] ?? String(value))
        const value = action.value
        return to(
          field?.names[language] ?? action.key,
          value === null ? t('macro.none') : Array.isArray(value) ? list(value.map(said)) : said(value),
        )
      }
      case 'freeze':
        return t('macro.does.freeze', { time: duration(action.minutes, i18n.language) })
      case 'unfreeze':
        return t('macro.does.unfreeze')
      case 'start_checklist': {
        const name = checklists?.items.find((each) => each.id === action.checklistId)?.name
        return t('macro.does.checklist', { name: name ?? gone })
      }
    }
  }
}

/** «3 дня», «2 часа», «40 минут». */
function duration(minutes: number, language: string): string {
  const [count, unit] =
    minutes % 1440 === 0
      ? [minutes / 1440, 'day']
      : minutes % 60 === 0
        ? [minutes / 60, 'hour']
        : [minutes, 'minute']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
