import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type RoutingPolicy, updateRoutingPolicy } from '#contract/routing.ts'
import { call } from '../../../api/call.ts'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'
import { isWhole, NumberInput } from './number-input.tsx'
import { calendarNamesQuery } from './queries.ts'

const methods = ['manual', 'round_robin', 'least_loaded', 'skills'] as const
const none = 0
/** What happens, and after how long. */
const pairClass = 'grid gap-4 border-t border-line pt-4 md:grid-cols-[minmax(0,1fr)_128px]'

interface Typed {
  method: RoutingPolicy['method']
  handsTo: RoutingPolicy['handsTo']
  capacity: string
  calendarId: number
  remembersDays: string
  knownWaitMinutes: string
  overflowTeamId: number
  overflowMinutes: string
  takesBack: RoutingPolicy['takesBack']
  takesBackMinutes: string
  nextBy: RoutingPolicy['nextBy']
}

function typedOf(policy: RoutingPolicy): Typed {
  return {
    method: policy.method,
    handsTo: policy.handsTo,
    capacity: String(policy.capacity),
    calendarId: policy.calendarId ?? none,
    remembersDays: policy.remembersDays === null ? '' : String(policy.remembersDays),
    knownWaitMinutes: String(policy.knownWaitMinutes),
    overflowTeamId: policy.overflowTeamId ?? none,
    overflowMinutes: policy.overflowMinutes === null ? '30' : String(policy.overflowMinutes),
    takesBack: policy.takesBack,
    takesBackMinutes: String(policy.takesBackMinutes),
    nextBy: policy.nextBy,
  }
}

function bodyOf(values: Typed, version: number) {
  const remembers = values.remembersDays.trim() !== ''
  const hasOverflow = values.overflowTeamId !== none
  return {
    version,
    method: values.method,
    handsTo: values.handsTo,
    capacity: Number(values.capacity),
    calendarId: values.calendarId === none ? null : values.calendarId,
    remembersDays: remembers ? Number(values.remembersDays) : null,
    ...(remembers && { knownWaitMinutes: Number(values.knownWaitMinutes) }),
    overflowTeamId: hasOverflow ? values.overflowTeamId : null,
    overflowMinutes: hasOverflow ? Number(values.overflowMinutes) : null,
    takesBack: values.takesBack,
    takesBackMinutes: Number(values.takesBackMinutes),
    nextBy: values.nextBy,
  }
}

/** How a team hands out: what it does, to whom, and what happens when nobody can take a ticket. */
export function PolicyDialog({ policy, onClose }: { policy: RoutingPolicy; onClose: () => void }) {
  const { t } = useTranslation()
  const { desk, teamName } = useDesk()
  const { data: calendars } = useQuery(calendarNamesQuery)
  const wrong = (least: number, most: number) => t('settings.routing.team.wrongNumber', { least, most })
  const form = useForm<Typed>({
    initial: typedOf(policy),
    check: (values) => ({
      ...(!isWhole(values.capacity, 1, 10_000) && { capacity: wrong(1, 10_000) }),
      ...(values.remembersDays.trim() !== '' &&
        !isWhole(values.remembersDays, 1, 3650) && { remembersDays: wrong(1, 3650) }),
      ...(values.remembersDays.trim() !== '' &&
        !isWhole(values.knownWaitMinutes, 0, 2880) && { knownWaitMinutes: wrong(0, 2880) }),
      ...(values.overflowTeamId !== none &&
        !isWhole(values.overflowMinutes, 1, 100_000) && { overflowMinutes: wrong(1, 100_000) }),
      ...(values.takesBack !== 'nothing' &&
        !isWhole(values.takesBackMinutes, 1, 100_000) && { takesBackMinutes: wrong(1, 100_000) }),
    }),
    send: (values) =>
      call(updateRoutingPolicy, { params: { id: policy.teamId }, body: bodyOf(values, policy.version) }),
    onDone: () => {
      void refreshSettings()
      onClose()
    },
    words: { version_conflict: t('settings.routing.team.conflict') },
  })
  const { values, set, error } = form
  const isManual = values.method === 'manual'
  return (
    <FormDialog
      form={form}
      title={teamName(policy.teamId) ?? '…'}
      action={t('action.save')}
      onClose={onClose}
      width={560}
    >
      <Field
        label={t('settings.routing.team.method')}
        hint={t(`settings.routing.team.methodHint.${values.method}`)}
      >
        {(ids) => (
          <Select
            id={ids.id}
            value={values.method}
            options={methods.map((value) => ({
              value,
              label: t(`settings.routing.team.methodName.${value}`),
            }))}
            onChange={(method) => set('method', method)}
          />
        )}
      </Field>
      <div className="grid gap-4 md:grid-cols-2">
        {!isManual && (
          <Field label={t('settings.routing.team.handsTo')}>
            {(ids) => (
              <Select
                id={ids.id}
                value={values.handsTo}
                options={(['online', 'away', 'anyone'] as const).map((value) => ({
                  value,
                  label: t(`settings.routing.team.handsToName.${value}`),
                }))}
                onChange={(handsTo) => set('handsTo', handsTo)}
              />
            )}
          </Field>
        )}
        <Field label={t('settings.routing.team.nextBy')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={values.nextBy}
              options={(['urgent', 'oldest'] as const).map((value) => ({
                value,
                label: t(`settings.routing.team.nextByName.${value}`),
              }))}
              onChange={(nextBy) => set('nextBy', nextBy)}
            />
          )}
        </Field>
        <NumberInput
          label={t('settings.routing.team.capacity')}
          hint={t('settings.routing.team.capacityHint')}
          name="capacity"
          value={values.capacity}
          error={error('capacity')}
          onChange={(text) => set('capacity', text)}
        />
        <Field label={t('settings.routing.team.calendar')} hint={t('settings.routing.team.calendarHint')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={values.calendarId}
              options={[
                { value: none, label: t('settings.routing.team.noCalendar') },
                ...(calendars?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(calendarId) => set('calendarId', calendarId)}
            />
          )}
        </Field>
      </div>
      {!isManual && (
        <fieldset className="grid gap-4 border-t border-line pt-4 md:grid-cols-2">
          <legend className="sr-only">{t('settings.routing.team.remembers')}</legend>
          <NumberInput
            label={t('settings.routing.team.remembers')}
            hint={t('settings.routing.team.remembersHint')}
            name="remembersDays"
            placeholder={t('settings.no')}
            unit={t('settings.routing.team.remembersDays')}
            value={values.remembersDays}
            error={error('remembersDays')}
            onChange={(text) => set('remembersDays', text)}
          />
          {values.remembersDays.trim() !== '' && (
            <NumberInput
              label={t('settings.routing.team.knownWait')}
              hint={t('settings.routing.team.knownWaitHint')}
              name="knownWaitMinutes"
              unit={t('settings.routing.team.knownWaitMinutes')}
              value={values.knownWaitMinutes}
              error={error('knownWaitMinutes')}
              onChange={(text) => set('knownWaitMinutes', text)}
            />
          )}
        </fieldset>
      )}
      <div className={pairClass}>
        <Field label={t('settings.routing.team.overflow')} hint={t('settings.routing.team.overflowHint')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={values.overflowTeamId}
              options={[
                { value: none, label: t('settings.routing.team.noOverflow') },
                ...desk.teams
                  .filter((team) => team.id !== policy.teamId)
                  .map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(teamId) => set('overflowTeamId', teamId)}
            />
          )}
        </Field>
        {values.overflowTeamId !== none && (
          <NumberInput
            label={t('settings.routing.team.overflowMinutes')}
            name="overflowMinutes"
            value={values.overflowMinutes}
            error={error('overflowMinutes')}
            onChange={(text) => set('overflowMinutes', text)}
          />
        )}
      </div>
      {!isManual && (
        <div className={pairClass}>
          <Field label={t('settings.routing.team.takesBack')} hint={t('settings.routing.team.takesBackHint')}>
            {(ids) => (
              <Select
                id={ids.id}
                value={values.takesBack}
                options={(['nothing', 'unanswered', 'waiting'] as const).map((value) => ({
                  value,
                  label: t(`settings.routing.team.takesBackName.${value}`),
                }))}
                onChange={(takesBack) => set('takesBack', takesBack)}
              />
            )}
          </Field>
          {values.takesBack !== 'nothing' && (
            <NumberInput
              label={t('settings.routing.team.takesBackMinutes')}
              name="takesBackMinutes"
              value={values.takesBackMinutes}
              error={error('takesBackMinutes')}
              onChange={(text) => set('takesBackMinutes', text)}
            />
          )}
        </div>
      )}
    </FormDialog>
  )
}
