import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { useKnownWords } from '../frame/use-known-words.ts'
import { useLanguage } from '../frame/use-language.ts'
import { permissionGroups, permissionKey } from '../permissions.ts'
import { rolesQuery } from '../queries.ts'

interface Entry {
  type: string
  data: Record<string, unknown>
}

const permissions = permissionGroups.flatMap((each): readonly string[] => each.permissions)

/** Numbers that only repeat what another fact of the entry says in words. */
const silent = new Set(['id', 'before', 'apiKeyId', 'version', 'position', 'mailRuleId', 'mailRuleIds'])

/** Says an entry of the audit in words: what was done, and what exactly, the old value before the new. */
export function useAuditWords(): (entry: Entry) => { what: string; about: string } {
  const { t } = useTranslation()
  const language = useLanguage()
  const dates = useDates()
  const { desk, agentName, teamName, categoryPath } = useDesk()
  const { data: roles } = useQuery(rolesQuery)
  const known = useKnownWords()

  const named: Record<string, (id: unknown) => string | undefined> = {
    agentId: agentName,
    memberIds: agentName,
    teamId: teamName,
    teamIds: teamName,
    parentId: categoryPath,
    roleId: (id) => roles?.items.find((role) => role.id === id)?.names[language],
    inboxId: (id) => desk.inboxes.find((inbox) => inbox.id === id)?.name,
    permissions: (each) => permissionWords(each),
    scopes: (each) => permissionWords(each),
  }
  const permissionWords = (each: unknown) =>
    permissions.includes(String(each))
      ? t(`settings.permission.${permissionKey(each as 'ticket.read')}`)
      : undefined

  const value = (key: string, of: unknown): string => {
    if (of === null || of === undefined || (Array.isArray(of) && of.length === 0)) return t('settings.none')
    if (Array.isArray(of)) return of.map((each) => value(key, each)).join(', ')
    if (typeof of === 'boolean') return t(of ? 'settings.yes' : 'settings.no')
    if (typeof of === 'object') {
      const inLanguage = (of as Record<string, unknown>)[language]
      return typeof inLanguage === 'string'
        ? language === 'ru'
          ? `«${inLanguage}»`
          : `“${inLanguage}”`
        : JSON.stringify(of)
    }
    if (typeof of === 'string' && /^\d{4}-\d\d-\d\dT/.test(of)) return dates.full(of)
    return named[key]?.(of) ?? (typeof of === 'string' || typeof of === 'number' ? String(of) : '')
  }

  return ({ type, data }) => {
    const before = (data['before'] ?? {}) as Record<string, unknown>
    const says = (key: string) =>
      !silent.has(key) &&
      !(key === 'roleId' && 'names' in data) &&
      !(key === 'teamId' && 'name' in data) &&
      !(key === 'inboxId' && 'address' in data)
    return {
      what: known(`settings.audit.type.${type.replace('.', '_')}`, type),
      about: Object.entries(data)
        .filter(([key, of]) => of !== undefined && says(key))
        .map(([key, of]) => {
          const label = known(`settings.audit.field.${key}`, key)
          const was = key in before ? `${value(key, before[key])} → ` : ''
          return `${label}: ${was}${value(key, of)}`
        })
        .join(' · '),
    }
  }
}
