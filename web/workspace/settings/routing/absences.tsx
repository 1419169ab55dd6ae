import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Absence, endAbsence } from '#contract/attendance.ts'
import { call } from '../../../api/call.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDay, useLastDay } from '../../attendance/use-last-day.ts'
import { useDesk } from '../../desk.ts'
import { Card, Row } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { useChange } from '../use-change.ts'
import { AbsenceDialog } from './absence-dialog.tsx'
import { absencesQuery } from './queries.ts'

/** Who is away from when until when; nothing is handed to them meanwhile. */
export function Absences() {
  const { t } = useTranslation()
  const { agentName } = useDesk()
  const lastDay = useLastDay()
  const absences = useQuery(absencesQuery)
  const [isAdding, setAdding] = useState(false)
  const end = useChange({ send: (absence: Absence) => call(endAbsence, { params: { id: absence.id } }) })
  const day = useDay()
  return (
    <section>
      <div className="mb-2 flex items-center gap-3">
        <h2 className="font-semibold">{t('settings.routing.people.absences')}</h2>
        <Button icon="plus" className="ml-auto" onClick={() => setAdding(true)}>
          {t('settings.routing.people.addAbsence')}
        </Button>
      </div>
      <Loaded query={absences} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-ink-3">{t('settings.routing.people.noAbsences')}</p>
          ) : (
            <Card>
              {items.map((absence) => {
                const name = agentName(absence.agentId) ?? '…'
                const isNow = Date.parse(absence.startsAt) <= Date.now()
                return (
                  <Row key={absence.id} className="flex-wrap">
                    <Avatar name={name} />
                    <span className="font-medium">{name}</span>
                    <span className="numeric text-ink-2">
                      {t('settings.routing.people.range', {
                        from: day(absence.startsAt),
                        to: lastDay(absence.endsAt),
                      })}
                    </span>
                    {isNow && <Tag tone="warn">{t('attendance.passed.absent')}</Tag>}
                    <span className="min-w-0 truncate text-ink-3">{absence.remark}</span>
                    <IconButton
                      icon="close"
                      className="ml-auto"
                      label={t('settings.routing.people.endAbsence', { name })}
                      disabled={end.isPending}
                      onClick={() => end.mutate(absence)}
                    />
                  </Row>
                )
              })}
            </Card>
          )
        }
      </Loaded>
      {isAdding && <AbsenceDialog onClose={() => setAdding(false)} />}
    </section>
  )
}
