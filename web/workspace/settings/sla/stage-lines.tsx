import { useTranslation } from 'react-i18next'
import type { SlaPolicyInput, SlaTarget } from '#contract/sla.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'
import { useLineFocus } from '../frame/use-line-focus.ts'
import { DurationInput } from './duration-input.tsx'

type Stage = SlaPolicyInput['stages'][number]
const times = ['business', 'calendar'] as const satisfies readonly SlaTarget['time'][]

/** How long a ticket may lie with a team. */
export function StageLines({
  stages,
  onChange,
}: {
  stages: readonly Stage[]
  onChange: (stages: Stage[]) => void
}) {
  const { t } = useTranslation()
  const box = useLineFocus<HTMLDivElement>(stages.length)
  const { desk } = useDesk()
  const free = desk.teams.filter((team) => !stages.some((stage) => stage.teamId === team.id))
  const put = (at: number, stage: Stage) => onChange(stages.map((each, of) => (of === at ? stage : each)))
  return (
    <div ref={box} className="contents">
      {stages.length > 0 && (
        <ul className="flex flex-col gap-2">
          {stages.map((stage, at) => {
            const name = desk.teams.find((team) => team.id === stage.teamId)?.name ?? `#${stage.teamId}`
            return (
              <li
                key={stage.teamId}
                data-line
                className="grid grid-cols-[minmax(0,1fr)_110px_130px_auto] items-center gap-2 max-md:grid-cols-[1fr_1fr_auto]"
              >
                <Select<number>
                  label={t('settings.sla.stageTeam', { at: at + 1 })}
                  className="max-md:col-span-2 max-md:col-start-1 max-md:row-start-1"
                  value={stage.teamId}
                  options={[
                    { value: stage.teamId, label: name },
                    ...free.map((team) => ({ value: team.id, label: team.name })),
                  ]}
                  onChange={(teamId) => put(at, { ...stage, teamId })}
                />
                <DurationInput
                  label={t('settings.sla.stageTime', { name })}
                  className="max-md:row-start-2"
                  minutes={stage.target.minutes}
                  onChange={(minutes) =>
                    minutes !== null && put(at, { ...stage, target: { ...stage.target, minutes } })
                  }
                />
                <Select
                  label={t('settings.sla.stageHours', { name })}
                  className="max-md:row-start-2"
                  value={stage.target.time}
                  options={times.map((value) => ({ value, label: t(`settings.sla.time.${value}`) }))}
                  onChange={(time) => put(at, { ...stage, target: { ...stage.target, time } })}
                />
                <IconButton
                  icon="close"
                  label={t('settings.sla.removeStage', { name })}
                  className="max-md:col-start-3 max-md:row-start-1"
                  onClick={() => onChange(stages.filter((_, of) => of !== at))}
                />
              </li>
            )
          })}
        </ul>
      )}
      <div>
        <Button
          icon="plus"
          disabled={free.length === 0}
          onClick={() => {
            const [team] = free
            if (team)
              onChange([
                ...stages,
                { teamId: team.id, target: { minutes: 240, time: stages[0]?.target.time ?? 'business' } },
              ])
          }}
        >
          {t('settings.sla.addStage')}
        </Button>
      </div>
    </div>
  )
}
