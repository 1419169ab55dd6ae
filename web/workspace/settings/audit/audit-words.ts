import { useTranslation } from 'react-i18next'
import { useDesk } from '../../desk.ts'
import { useLanguage } from '../frame/use-language.ts'
import { permissionGroups, permissionKey } from '../permissions.ts'

interface Entry {
  type: string
  data: Record<string, unknown>
}

const permissions = permissionGroups.flatMap((each): readonly string[] => each.permissions)

/** Says an entry of the audit in words: what was done, and the facts that were kept with it. */
export function useAuditWords(): (entry: Entry) => { what: string; about: string } {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { agentName, teamName } = useDesk()
  // Keys come from the server's data: one that has no words yet is shown as it is.
  const known = (key: string, otherwise: string) =>
    i18n.exists(key) ? String(i18n.t(key as never)) : otherwise

  const value = (key: string, of: unknown): string => {
    if (typeof of === 'boolean') return t(of ? 'settings.yes' : 'settings.no')
    if (of === null) return t('settings.none')
    if (key === 'agentId' || key === 'memberIds') return listOf(of, (id) => agentName(id) ?? String(id))
    if (key === 'teamId' || key === 'teamIds') return listOf(of, (id) => teamName(id) ?? String(id))
    if (key === 'permissions' || key === 'scopes') {
      return listOf(of, (each) =>
        permissions.includes(String(each))
          ? t(`settings.permission.${permissionKey(each as 'ticket.read')}`)
          : String(each),
      )
    }
    if (typeof of === 'object' && of !== null && language in of)
      return `«${String((of as Record<string, unknown>)[language])}»`
    if (Array.isArray(of)) return of.map((each) => value(key, each)).join(', ')
    if (typeof of === 'object') return JSON.stringify(of)
    return String(of)
  }

  return ({ type, data }) => ({
    what: known(`settings.audit.type.${type.replace('.', '_')}`, type),
    about: Object.entries(data)
      .filter(([key, of]) => key !== 'id' && of !== undefined)
      .map(([key, of]) => `${known(`settings.audit.field.${key}`, key)}: ${value(key, of)}`)
      .join(' · '),
  })
}

function listOf(of: unknown, name: (each: unknown) => string): string {
  return (Array.isArray(of) ? of : [of]).map(name).join(', ')
}
