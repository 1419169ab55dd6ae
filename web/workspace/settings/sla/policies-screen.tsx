import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SlaPolicy } from '#contract/sla.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { PolicyRow } from './policy-row.tsx'
import { policiesQuery } from './queries.ts'
import { RecomputationLine } from './recomputation-line.tsx'
import { usePolicyWords } from './use-policy-words.ts'
import { useReorder } from './use-reorder.ts'
import { type Weighty, WeightyChange } from './weighty-change.tsx'

/** What is promised to whom: policies in the order in which they are asked. */
export function PoliciesScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const policies = useQuery(policiesQuery)
  const [asked, setAsked] = useState<{ policy: SlaPolicy; change: Weighty } | null>(null)
  const { items, move } = useReorder(policies.data?.items ?? [])
  const words = usePolicyWords(items)
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
