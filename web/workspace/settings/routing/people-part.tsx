import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AgentSeat } from '#contract/routing.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDesk } from '../../desk.ts'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { Absences } from './absences.tsx'
import { seatsQuery, skillsQuery } from './queries.ts'
import { SeatDialog } from './seat-dialog.tsx'

/** What each agent can carry and do, and who is away when. */
export function PeoplePart() {
  const { t } = useTranslation()
  const { agentName } = useDesk()
  const seats = useQuery(seatsQuery)
  const skills = useQuery(skillsQuery)
  const [edited, setEdited] = useState<AgentSeat | null>(null)
  const skillName = (id: number) => skills.data?.items.find((skill) => skill.id === id)?.name ?? '…'
  return (
    <div className="flex flex-col gap-8">
      {/* Without the names of skills nobody could say what an agent can do: the one that did not come is told of. */}
      <Loaded query={skills.data ? seats : skills}>
        {() => (
          <Card>
            <ul>
              {seats.data?.items.map((seat) => {
                const name = agentName(seat.agentId) ?? '…'
                return (
                  <li
                    key={seat.agentId}
                    className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 border-t border-line px-4 py-2 first:border-t-0"
                  >
                    <Avatar name={name} size="md" />
                    <div className="min-w-0">
                      <div className="flex flex-wrap items-baseline gap-x-2">
                        <span className="font-medium">{name}</span>
                        <span className="numeric text-sm text-ink-3">
                          {seat.capacity === null
                            ? t('settings.routing.people.ofTeam')
                            : t('settings.routing.people.own', { count: seat.capacity })}
                        </span>
                      </div>
                      {seat.skills.length > 0 && (
                        <div className="mt-1 flex flex-wrap gap-1">
                          {seat.skills.map(({ skillId, level }) => (
                            <Tag key={skillId}>
                              {skillName(skillId)} <b className="font-semibold">{level}</b>
                            </Tag>
                          ))}
                        </div>
                      )}
                    </div>
                    <IconButton
                      icon="pencil"
                      label={t('settings.routing.people.edit', { name })}
                      onClick={() => setEdited(seat)}
                    />
                  </li>
                )
              })}
            </ul>
          </Card>
        )}
      </Loaded>
      <Absences />
      {edited && (
        <SeatDialog seat={edited} skills={skills.data?.items ?? []} onClose={() => setEdited(null)} />
      )}
    </div>
  )
}
