import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Absence, endAbsence } from '#contract/attendance.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { useDay, useLastDay } from '../../attendance/use-last-day.ts'
import { useSession } from '../../session.ts'
import { FormRow } from '../frame/form-row.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { useChange } from '../use-change.ts'
import { AbsenceDialog } from './absence-dialog.tsx'
import { absencesQuery } from './queries.ts'

/** When the agent is away: nobody has to be asked for that. */
export function OwnAbsences() {
  const { t } = useTranslation()
  const { agent } = useSession()
  const lastDay = useLastDay()
  const absences = useQuery(absencesQuery)
  const [isAdding, setAdding] = useState(false)
  const end = useChange({ send: (absence: Absence) => call(endAbsence, { params: { id: absence.id } }) })
  const day = useDay()
  return (
    <FormRow label={t('settings.routing.people.absences')} hint={t('settings.routing.people.ownHint')}>
      <Loaded query={absences} rows={1}>
        {({ items }) => (
          <ul className="flex flex-col gap-1 empty:hidden">
            {items
              .filter((absence) => absence.agentId === agent.id)
              .map((absence) => (
                <li key={absence.id} className="flex min-h-8 items-center gap-3">
                  <span className="numeric">
                    {t('settings.routing.people.range', {
                      from: day(absence.startsAt),
                      to: lastDay(absence.endsAt),
                    })}
                  </span>
                  <span className="min-w-0 truncate text-ink-3">{absence.remark}</span>
                  <IconButton
                    icon="close"
                    className="ml-auto"
                    label={t('settings.routing.people.endAbsence', { name: agent.name })}
                    disabled={end.isPending}
                    onClick={() => end.mutate(absence)}
                  />
                </li>
              ))}
          </ul>
        )}
      </Loaded>
      <div>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t('settings.routing.people.addAbsence')}
        </Button>
      </div>
      {isAdding && <AbsenceDialog isOwn onClose={() => setAdding(false)} />}
    </FormRow>
  )
}
