import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { orderSlaPolicies, type SlaPolicy } from '#contract/sla.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useChange } from '../use-change.ts'
import { PolicyRow } from './policy-row.tsx'
import { policiesQuery } from './queries.ts'
import { RecomputationLine } from './recomputation-line.tsx'
import { usePolicyWords } from './use-policy-words.ts'
import { type Weighty, WeightyChange } from './weighty-change.tsx'

/** What is promised to whom: policies in the order in which they are asked. */
export function PoliciesScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const policies = useQuery(policiesQuery)
  const [asked, setAsked] = useState<{ policy: SlaPolicy; change: Weighty } | null>(null)
  const items = policies.data?.items ?? []
  const words = usePolicyWords(items)
  const order = useChange({
    send: (ids: number[]) => call(orderSlaPolicies, { body: { ids, includesOpen: false } }),
  })
  // By its id: a colleague's change may give every policy another place while one is being dragged.
  const move = (id: number, to: number) => {
    const ids = items.map((policy) => policy.id)
    const from = ids.indexOf(id)
    if (from === -1 || to < 0 || to >= ids.length || from === to) return
    order.mutate(ids.toSpliced(from, 1).toSpliced(to, 0, id))
  }
  const add = (
    <Button look="primary" icon="plus" onClick={() => void navigate({ to: '/settings/sla/new' })}>
      {t('settings.sla.add')}
    </Button>
  )
  return (
    <SettingsPage section="sla" isNarrow sub={t('settings.sla.sub')} actions={items.length > 0 && add}>
      <Loaded query={policies}>
        {({ recomputation }) =>
          items.length === 0 ? (
            <EmptyState icon="clock" title={t('settings.sla.emptyTitle')} action={add}>
              {t('settings.sla.emptyText')}
            </EmptyState>
          ) : (
            <>
              <RecomputationLine recomputation={recomputation} />
              <Card>
                <ol>
                  {items.map((policy, at) => (
                    <PolicyRow
                      key={policy.id}
                      policy={policy}
                      words={words}
                      at={at}
                      count={items.length}
                      isMoving={order.isPending}
                      onMove={move}
                      onAsk={(change) => setAsked({ policy, change })}
                    />
                  ))}
                </ol>
              </Card>
              <p className="mt-3 text-sm text-ink-3">{t('settings.sla.orderHint')}</p>
            </>
          )
        }
      </Loaded>
      {asked && <WeightyChange {...asked} onClose={() => setAsked(null)} />}
    </SettingsPage>
  )
}
