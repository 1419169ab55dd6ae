import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Calendar } from '#contract/calendars.ts'
import type { SlaPolicy } from '#contract/sla.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { queryClient } from '../../query-client.ts'
import { calendarsQuery } from '../calendars/queries.ts'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { PolicyForm } from './policy-form.tsx'
import { freshPolicy, inputOf } from './policy-values.ts'
import { policiesQuery } from './queries.ts'
import { RecomputationLine } from './recomputation-line.tsx'

/** A new policy counts by hours that end: whoever works around the clock chooses so. */
function usualCalendar(calendars: readonly Calendar[]): number | null {
  const isAlways = ({ week }: Calendar) =>
    week.every((day) => day.some(({ from, to }) => from === '00:00' && to === '24:00'))
  return (calendars.find((each) => !isAlways(each)) ?? calendars[0])?.id ?? null
}

export function NewPolicyScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const calendars = useQuery(calendarsQuery)
  return (
    <SettingsPage section="sla" back="/settings/sla" title={t('settings.sla.newTitle')}>
      <Loaded query={calendars}>
        {({ items }) => (
          <PolicyForm
            saved={null}
            start={freshPolicy(usualCalendar(items))}
            onSaved={() => void navigate({ to: '/settings/sla' })}
          />
        )}
      </Loaded>
    </SettingsPage>
  )
}

/** One policy: whom it is for, what it promises, and whom a change would touch. */
export function PolicyScreen() {
  const { t } = useTranslation()
  const { policyId } = useParams({ from: '/desk/settings/sla/$policyId' })
  const policies = useQuery(policiesQuery)
  const policy = policies.data?.items.find((each) => each.id === Number(policyId))
  return (
    <SettingsPage section="sla" back="/settings/sla" title={policy?.name ?? t('settings.section.sla')}>
      <Loaded query={policies}>
        {({ recomputation }) =>
          policy ? (
            <>
              <RecomputationLine recomputation={recomputation} />
              <SavedPolicy key={policy.id} policy={policy} />
            </>
          ) : (
            <EmptyState icon="clock" title={t('settings.sla.goneTitle')}>
              {t('settings.sla.goneText')}
            </EmptyState>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}

function SavedPolicy({ policy }: { policy: SlaPolicy }) {
  // The list is read again while one edits: the form stays with the version it began with until it is saved.
  const [from, setFrom] = useState(policy)
  // What the fields began with: another start is another form.
  const [start, setStart] = useState(policy)
  const takeNewer = async () => {
    const { items } = await queryClient.fetchQuery({ ...policiesQuery, staleTime: 0 })
    const newer = items.find((each) => each.id === policy.id)
    if (!newer) return
    setFrom(newer)
    setStart(newer)
  }
  return (
    <PolicyForm
      key={start.version}
      saved={from}
      start={inputOf(start)}
      onSaved={setFrom}
      onTakeNewer={() => void takeNewer()}
    />
  )
}
