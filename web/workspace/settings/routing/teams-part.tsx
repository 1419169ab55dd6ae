import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoutingPolicy } from '#contract/routing.ts'
import { buttonClass, IconButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDesk } from '../../desk.ts'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { PolicyDialog } from './policy-dialog.tsx'
import { policiesQuery } from './queries.ts'

/** How each team hands its tickets out, a line each. */
export function TeamsPart() {
  const { t } = useTranslation()
  const { teamName } = useDesk()
  const policies = useQuery(policiesQuery)
  const [edited, setEdited] = useState<RoutingPolicy | null>(null)
  const facts = (policy: RoutingPolicy): string[] => {
    if (policy.method === 'manual' && policy.overflowTeamId === null) return []
    const { overflowTeamId, overflowMinutes, remembersDays, knownWaitMinutes } = policy
    return [
      t('settings.routing.team.sumCapacity', { count: policy.capacity }),
      ...(remembersDays === null ? [] : [t('settings.routing.team.sumRemembers', { count: remembersDays })]),
      ...(remembersDays === null || knownWaitMinutes === 0 || policy.method === 'manual'
        ? []
        : [t('settings.routing.team.sumKnownWait', { count: knownWaitMinutes })]),
      ...(overflowTeamId === null || overflowMinutes === null
        ? []
        : [
            t('settings.routing.team.sumOverflow', {
              count: overflowMinutes,
              team: teamName(overflowTeamId) ?? '…',
            }),
          ]),
      ...(policy.takesBack === 'nothing' ? [] : [t('settings.routing.team.sumTakesBack')]),
    ]
  }
  return (
    <>
      <Loaded query={policies}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon="users"
              title={t('settings.routing.team.emptyTitle')}
              action={
                <Link to="/settings/teams" className={buttonClass('primary')}>
                  {t('settings.routing.team.toTeams')}
                </Link>
              }
            >
              {t('settings.routing.team.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              <ul>
                {items.map((policy) => {
                  const name = teamName(policy.teamId) ?? '…'
                  return (
                    <li
                      key={policy.teamId}
                      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-t border-line px-4 py-2.5 first:border-t-0"
                    >
                      <div className="min-w-0">
                        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                          <span className="font-medium">{name}</span>
                          <Tag tone={policy.method === 'manual' ? 'plain' : 'accent'}>
                            {t(`settings.routing.team.methodName.${policy.method}`)}
                          </Tag>
                          {policy.waiting > 0 && (
                            <Tag tone="warn">
                              {t('settings.routing.team.sumWaiting', { count: policy.waiting })}
                            </Tag>
                          )}
                        </div>
                        <p className="mt-0.5 text-sm text-ink-3">
                          {facts(policy).join(' · ') || t('settings.routing.team.methodHint.manual')}
                        </p>
                      </div>
                      <IconButton
                        icon="pencil"
                        label={t('settings.routing.team.edit', { name })}
                        onClick={() => setEdited(policy)}
                      />
                    </li>
                  )
                })}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {edited && <PolicyDialog policy={edited} onClose={() => setEdited(null)} />}
    </>
  )
}
