import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Calendar, CalendarUse } from '#contract/calendars.ts'

const kinds = ['policy', 'team', 'agent', 'rule'] as const satisfies readonly CalendarUse['kind'][]
/** More of one kind are a number. */
const mostNamed = 8

/** What counts by a calendar, by name, each with the way to where that is chosen. */
export function CalendarUses({ uses }: Pick<Calendar, 'uses'>) {
  const { t } = useTranslation()
  return (
    <ul className="flex flex-col gap-1">
      {kinds.map((kind) => {
        const own = uses.filter((use) => use.kind === kind)
        if (own.length === 0) return null
        return (
          <li key={kind} className="min-w-0 break-words">
            <span className="text-ink-3">{t(`settings.calendars.useKind.${kind}`)}: </span>
            {own.slice(0, mostNamed).map((use, at) => (
              <span key={use.id}>
                {at > 0 && ', '}
                <UseLink use={use} />
                {use.isArchived && ` (${t(`settings.calendars.useGone.${kind}`)})`}
              </span>
            ))}
            {own.length > mostNamed &&
              ` ${t('settings.calendars.usesMore', { count: own.length - mostNamed })}`}
          </li>
        )
      })}
    </ul>
  )
}

function UseLink({ use }: { use: CalendarUse }) {
  const link = 'underline decoration-line-strong underline-offset-2 hover:text-ink'
  if (use.kind === 'policy')
    return use.isArchived ? (
      use.name
    ) : (
      <Link to="/settings/sla/$policyId" params={{ policyId: String(use.id) }} className={link}>
        {use.name}
      </Link>
    )
  if (use.kind === 'rule')
    return (
      <Link to="/settings/rules/$ruleId" params={{ ruleId: String(use.id) }} className={link}>
        {use.name}
      </Link>
    )
  return (
    <Link to="/settings/routing" search={{ part: use.kind === 'team' ? 'teams' : 'people' }} className={link}>
      {use.name}
    </Link>
  )
}
