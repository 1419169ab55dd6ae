import { useTranslation } from 'react-i18next'
import { useDesk } from '../../../desk.ts'
import { priorities } from '../../../ticket/priority.tsx'
import { useRuleNames } from '../use-rule-names.ts'

type Changes = Readonly<Record<string, readonly [unknown, unknown]>>

/** Old → new, field by field, as the history tells them. */
export function Differences({ changes }: { changes: Changes }) {
  const differences = useDifferences()
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
      {differences(changes).map(({ field, name, from, to }) => (
        <li key={field} className="min-w-0 break-words">
          <span className="sr-only">{name}: </span>
          {from !== null && (
            <>
              <del title={name} className="text-ink-3">
                {from}
              </del>{' '}
              <span className="text-ink-3">→</span>{' '}
            </>
          )}
          <ins title={name} className="font-medium text-ok no-underline">
            {to}
          </ins>
        </li>
      ))}
    </ul>
  )
}

interface Difference {
  field: string
  name: string
  /** Null where only what came is to be said, as with tags. */
  from: string | null
  to: string
}

/** Fields of `ticket.updated` in words. */
function useDifferences(): (changes: Changes) => Difference[] {
  const { t } = useTranslation()
  const { statusName, teamName, agentName, categoryPath } = useDesk()
  const names = useRuleNames()
  const gone = t('rules.gone')
  const customOf = (field: string) =>
    names.fields.find(({ owner, key }) => owner === 'ticket' && key === field.replace(/^fields?\./, ''))
  const value = (field: string, one: unknown): string => {
    switch (field) {
      case 'statusId':
        return statusName(one)
      case 'priority':
        return t(`priority.${priorities.find((each) => each === one) ?? 'medium'}`)
      case 'teamId':
        return one === null ? t('rules.none.team') : (teamName(one) ?? gone)
      case 'assigneeId':
        return one === null ? t('rules.none.assignee') : (agentName(one) ?? gone)
      case 'categoryId':
        return one === null ? t('rules.none.category') : (categoryPath(one) ?? gone)
      default:
        return one === null || one === undefined || one === ''
          ? t('rules.none.value')
          : [one]
              .flat()
              .map((each) => names.valueName(customOf(field), each))
              .join(', ')
    }
  }
  const fieldName = (field: string): string => {
    const known = {
      statusId: 'status',
      priority: 'priority',
      teamId: 'team',
      assigneeId: 'assignee',
      categoryId: 'category',
      subject: 'subject',
      tags: 'tags',
    } as const
    if (field in known) return t(`rules.field.${known[field as keyof typeof known]}`)
    return names.fieldName('ticket', field.replace(/^fields?\./, ''))
  }
  return (changes) =>
    Object.entries(changes).flatMap(([field, [from, to]]): Difference[] => {
      const name = fieldName(field)
      if (field === 'tags') {
        const [before, after] = [asList(from), asList(to)]
        const added = after.filter((tag) => !before.includes(tag))
        const removed = before.filter((tag) => !after.includes(tag))
        return [
          ...added.map((tag) => ({ field: `+${tag}`, name, from: null, to: `+ ${tag}` })),
          ...removed.map((tag) => ({ field: `-${tag}`, name, from: tag, to: '—' })),
        ]
      }
      return [{ field, name, from: value(field, from), to: value(field, to) }]
    })
}

function asList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
