import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { useKnownWords } from '../frame/use-known-words.ts'
import { useLanguage } from '../frame/use-language.ts'
import { permissionGroups, permissionKey } from '../permissions.ts'
import { rolesQuery } from '../queries.ts'
import { differenceAt, excerpt, factsOf, inside, valueKey } from './audit-values.ts'

interface Entry {
  type: string
  data: Record<string, unknown>
}

interface AuditWords {
  /** What was done. */
  what: string
  /** What it was done with. */
  about: string
  /** What changed, one by one: the old value before the new. */
  changes: string[]
}

const permissions = permissionGroups.flatMap((each): readonly string[] => each.permissions)

/** Numbers that only repeat what another fact of the entry says in words, or that say nothing to people. */
const silent = new Set([
  'id',
  'before',
  'apiKeyId',
  'version',
  'position',
  'mailRuleId',
  'mailRuleIds',
  'webhookId',
  'macroId',
  'ids',
  'calendarId',
  'importId',
  'graphId',
  'agentStatusId',
  'skillId',
  'ruleId',
  'ruleGroupId',
  'skills',
  'needs',
  'sources',
  'sourceLimits',
])

/** Says an entry of the audit in words. */
export function useAuditWords(): (entry: Entry) => AuditWords {
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
    overflowTeamId: teamName,
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

  const value = (path: string, of: unknown, from = 0): string => {
    if (path === 'blockDays' && of === null) return t('settings.blocked.forGood')
    if (of === null || of === undefined || of === '' || (Array.isArray(of) && of.length === 0))
      return t('settings.none')
    if (Array.isArray(of)) return of.map((each) => value(path, each)).join(', ')
    if (typeof of === 'boolean') return t(of ? 'settings.yes' : 'settings.no')
    if (typeof of === 'object') {
      const inLanguage = String((of as Record<string, unknown>)[language])
      return language === 'ru' ? `«${inLanguage}»` : `“${inLanguage}”`
    }
    if (typeof of === 'string' && /^\d{4}-\d\d-\d\dT/.test(of)) return dates.full(of)
    const plain = typeof of === 'string' || typeof of === 'number' ? excerpt(String(of), from) : ''
    const key = valueKey(path, of)
    return named[path]?.(of) ?? (key === null ? plain : inside(known(key, plain)))
  }

  return ({ type, data }) => {
    const before = (data['before'] ?? {}) as Record<string, unknown>
    const says = (path: string) =>
      !silent.has(path.split('.')[0] ?? path) &&
      !(path === 'roleId' && 'names' in data) &&
      !(path === 'teamId' && 'name' in data && !('teamId' in before)) &&
      !(path === 'inboxId' && 'address' in data && !('address' in before))
    const facts = factsOf(Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'before')))
      .filter(([path, of]) => of !== undefined && says(path))
      .map(([path, of]) => {
        const label = known(`settings.audit.field.${path.replaceAll('.', '_')}`, path)
        const from = differenceAt(before[path], of)
        const was = path in before ? `${value(path, before[path], from)} → ` : ''
        return { isChange: path in before, text: `${label}: ${was}${value(path, of, from)}` }
      })
    return {
      what: known(`settings.audit.type.${type.replace('.', '_')}`, type),
      about: facts
        .filter((fact) => !fact.isChange)
        .map((fact) => fact.text)
        .join(' · '),
      changes: facts.filter((fact) => fact.isChange).map((fact) => fact.text),
    }
  }
}
