import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type AgentSeat, type Skill, updateAgentSeat } from '#contract/routing.ts'
import type { Source } from '#contract/tickets.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'
import { LevelPicker } from './level-picker.tsx'
import { isWhole, NumberInput } from './number-input.tsx'
import { calendarNamesQuery } from './queries.ts'

const none = 0
const sources: readonly Source[] = ['email', 'chat', 'webform', 'portal', 'phone', 'visit', 'api']

interface Typed {
  capacity: string
  calendarId: number
  limits: Partial<Record<Source, string>>
  skills: ReadonlyMap<number, number>
}

function limitsOf(limits: Typed['limits']): AgentSeat['sourceLimits'] {
  return Object.fromEntries(
    Object.entries(limits).flatMap(([source, text]) => (text.trim() === '' ? [] : [[source, Number(text)]])),
  )
}

/** What one agent can carry and do. */
export function SeatDialog({
  seat,
  skills,
  onClose,
}: {
  seat: AgentSeat
  skills: readonly Skill[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { agentName } = useDesk()
  const { data: calendars } = useQuery(calendarNamesQuery)
  const form = useForm<Typed>({
    initial: {
      capacity: seat.capacity === null ? '' : String(seat.capacity),
      calendarId: seat.calendarId ?? none,
      limits: Object.fromEntries(
        Object.entries(seat.sourceLimits).map(([source, most]) => [source, String(most)]),
      ),
      skills: new Map(seat.skills.map(({ skillId, level }) => [skillId, level])),
    },
    check: ({ capacity, limits }) => ({
      ...(capacity.trim() !== '' &&
        !isWhole(capacity, 1, 10_000) && {
          capacity: t('settings.routing.team.wrongNumber', { least: 1, most: 10_000 }),
        }),
      ...(Object.values(limits).some((text) => text.trim() !== '' && !isWhole(text, 0, 1000)) && {
        limits: t('settings.routing.team.wrongNumber', { least: 0, most: 1000 }),
      }),
    }),
    send: ({ capacity, calendarId, limits, skills: levels }) =>
      call(updateAgentSeat, {
        params: { id: seat.agentId },
        body: {
          capacity: capacity.trim() === '' ? null : Number(capacity),
          calendarId: calendarId === none ? null : calendarId,
          sourceLimits: limitsOf(limits),
          skills: [...levels].map(([skillId, level]) => ({ skillId, level })),
        },
      }),
    onDone: () => {
      void refreshSettings()
      onClose()
    },
  })
  const { values, set, error } = form
  return (
    <FormDialog
      form={form}
      title={agentName(seat.agentId) ?? '…'}
      action={t('action.save')}
      onClose={onClose}
    >
      <div className="grid gap-4 md:grid-cols-2">
        <NumberInput
          label={t('settings.routing.people.capacity')}
          hint={t('settings.routing.people.capacityHint')}
          name="capacity"
          value={values.capacity}
          error={error('capacity')}
          onChange={(text) => set('capacity', text)}
        />
        <Field label={t('settings.routing.people.calendar')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={values.calendarId}
              options={[
                { value: none, label: t('settings.routing.people.asTeam') },
                ...(calendars?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(id) => set('calendarId', id)}
            />
          )}
        </Field>
      </div>
      <fieldset className="border-t border-line pt-4">
        <legend className="float-left w-full pb-2 text-ink-2">{t('settings.routing.people.skills')}</legend>
        {skills.length === 0 && <p className="text-ink-3">{t('settings.routing.people.noSkills')}</p>}
        <ul className="clear-both flex flex-col gap-1">
          {skills.map((skill) => (
            <li key={skill.id} className="flex items-center gap-3">
              <span className="min-w-0 flex-1 truncate">{skill.name}</span>
              <LevelPicker
                label={t('settings.routing.people.level', { name: skill.name })}
                level={values.skills.get(skill.id) ?? 0}
                onChange={(level) => {
                  const next = new Map(values.skills)
                  if (level === 0) next.delete(skill.id)
                  else next.set(skill.id, level)
                  set('skills', next)
                }}
              />
            </li>
          ))}
        </ul>
      </fieldset>
      <fieldset className="border-t border-line pt-4">
        <legend className="float-left w-full text-ink-2">{t('settings.routing.people.limits')}</legend>
        <p className="clear-both pb-2 text-sm text-ink-3">{t('settings.routing.people.limitsHint')}</p>
        <div className="grid grid-cols-2 gap-x-6 gap-y-2">
          {sources.map((source) => (
            <label key={source} className="flex items-center gap-2">
              <span className="min-w-0 flex-1 leading-tight">{t(`source.${source}`)}</span>
              <Input
                name={`limit-${source}`}
                inputMode="numeric"
                autoComplete="off"
                className="numeric !w-16"
                aria-invalid={error('limits') ? true : undefined}
                value={values.limits[source] ?? ''}
                onChange={(event) => set('limits', { ...values.limits, [source]: event.target.value })}
              />
            </label>
          ))}
        </div>
        {error('limits') && (
          <p role="alert" className="pt-1 text-sm text-bad">
            {error('limits')}
          </p>
        )}
      </fieldset>
    </FormDialog>
  )
}
