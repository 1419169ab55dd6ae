import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { endAbsence, type OwnAttendance, setOwnStatus } from '#contract/attendance.ts'
import { call } from '../../api/call.ts'
import { RequestFailed } from '../../api/failure.ts'
import { announce } from '../../ui/announce.tsx'
import { MenuChoices, MenuGroup, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { queryClient } from '../query-client.ts'
import { agentStatusesQuery, ownAttendanceQuery } from './queries.ts'
import { StatusDot } from './status-dot.tsx'
import { useLastDay } from './use-last-day.ts'
import { useStatusName } from './use-status-name.ts'

/** Stands for what presence says: a list of choices has no room for null. */
const automatic = 0

type Length = 'open' | 'half' | 'hour' | 'today'
const lengths: readonly Length[] = ['open', 'half', 'hour', 'today']

function endOf(length: Length): string | null {
  if (length === 'open') return null
  const now = new Date()
  if (length === 'today') return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toISOString()
  return new Date(now.getTime() + (length === 'half' ? 30 : 60) * 60_000).toISOString()
}

/** The agent's own status: chosen by hand, for a while or for good, or left to presence. */
export function StatusChoices({ own }: { own: OwnAttendance }) {
  const { t } = useTranslation()
  const dates = useDates()
  const lastDay = useLastDay()
  const statusName = useStatusName()
  const { data } = useQuery(agentStatusesQuery)
  const choose = useMutation({
    mutationFn: (body: { statusId: number | null; until?: string | null }) => call(setOwnStatus, { body }),
    onSuccess: (next) => {
      queryClient.setQueryData(ownAttendanceQuery.queryKey, next)
      announce(t('attendance.now', { status: statusName(next.statusId) }))
    },
    onError: (error) =>
      showToast({
        tone: 'bad',
        text: t(`errors.${error instanceof RequestFailed ? error.failure : 'internal'}`),
      }),
  })
  const comeBack = useMutation({
    mutationFn: (id: number) => call(endAbsence, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['attendance'] }),
  })
  const { absence } = own
  const isAbsent = absence !== null && Date.parse(absence.startsAt) <= Date.now()
  return (
    <>
      {isAbsent && (
        <>
          <p className="px-2 pt-1.5 text-sm text-ink-3">
            {t('attendance.absentUntil', { when: lastDay(absence.endsAt) })}
          </p>
          <MenuItem icon="back" onSelect={() => comeBack.mutate(absence.id)}>
            {t('attendance.endAbsence')}
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      <MenuGroup label={t('attendance.status')}>
        <MenuChoices<number>
          value={own.isByHand ? own.statusId : automatic}
          label={t('attendance.status')}
          choices={[
            {
              value: automatic,
              label: t('attendance.automatic'),
              mark: <StatusDot meaning={own.presence} className="opacity-60" />,
            },
            ...(data?.items ?? []).map((status) => ({
              value: status.id,
              label: statusName(status.id),
              mark: <StatusDot meaning={status.meaning} />,
            })),
          ]}
          onChoose={(id) => choose.mutate({ statusId: id === automatic ? null : id })}
        />
      </MenuGroup>
      {own.isByHand && (
        <MenuGroup
          label={
            own.until
              ? t('attendance.until', { when: dates.sentence(own.until) })
              : t(own.meaning === 'online' ? 'attendance.untilLeaving' : 'attendance.untilChanged')
          }
        >
          <MenuChoices<Length>
            value={own.until === null ? 'open' : null}
            label={t('attendance.howLong')}
            choices={lengths.map((length) => ({ value: length, label: t(`attendance.length.${length}`) }))}
            onChoose={(length) => choose.mutate({ statusId: own.statusId, until: endOf(length) })}
          />
        </MenuGroup>
      )}
      <MenuSeparator />
    </>
  )
}
