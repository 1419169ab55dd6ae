import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '#contract/webhooks.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { Chips } from '../letters/mail-filters.tsx'
import { DeliveryRow } from './delivery-row.tsx'
import { DeliverySheet } from './delivery-sheet.tsx'
import { deliveriesQuery, webhookQuery } from './queries.ts'
import { StateTag } from './state-tag.tsx'
import { Standing } from './standing.tsx'
import { WebhookActions } from './webhook-actions.tsx'
import { deliveryStates, readWebhookSearch, type WebhookSearch } from './webhook-search.ts'

/** One webhook: how it stands, and everything that was sent to it. */
export function WebhookScreen() {
  const { webhookId } = useParams({ strict: false })
  const id = Number(webhookId)
  const query = useQuery(webhookQuery(id))
  const webhook = query.data
  return (
    <SettingsPage
      section="webhooks"
      back="/settings/webhooks"
      {...(webhook && { title: webhook.name })}
      mark={webhook && <StateTag webhook={webhook} />}
      actions={webhook && <WebhookActions webhook={webhook} />}
    >
      <Loaded query={query}>{(loaded) => <WebhookPage webhook={loaded} />}</Loaded>
    </SettingsPage>
  )
}

function WebhookPage({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = readWebhookSearch(useSearch({ strict: false }))
  const log = useInfiniteQuery(deliveriesQuery(webhook.id, search.state))
  const items = log.data?.pages.flatMap((page) => page.items) ?? []
  const change = (changes: WebhookSearch) =>
    void navigate({
      to: '/settings/webhooks/$webhookId',
      params: { webhookId: String(webhook.id) },
      search: { ...search, ...changes },
      replace: true,
    })
  return (
    <>
      <Standing webhook={webhook} />
      <div className="mt-8 mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-lg font-semibold">{t('settings.webhooks.log')}</h2>
        <Chips
          label={t('settings.webhooks.logFilter')}
          value={search.state}
          items={[undefined, ...deliveryStates].map((value) => ({
            value,
            label: value ? t(`settings.webhooks.delivery.${value}`) : t('settings.letters.all'),
          }))}
          onChange={(state) => change({ state })}
        />
      </div>
      <Loaded query={log} rows={6}>
        {() =>
          items.length === 0 ? (
            <EmptyState icon="plane" title={t('settings.webhooks.logEmptyTitle')}>
              {t(search.state ? 'settings.webhooks.logEmptyFilter' : 'settings.webhooks.logEmptyText')}
            </EmptyState>
          ) : (
            <div aria-busy={log.isPlaceholderData} className={log.isPlaceholderData ? 'opacity-60' : ''}>
              <Card>
                <ul aria-label={t('settings.webhooks.log')}>
                  {items.map((delivery) => (
                    <DeliveryRow
                      key={delivery.id}
                      delivery={delivery}
                      onOpen={() => change({ delivery: delivery.id })}
                    />
                  ))}
                </ul>
              </Card>
              {log.hasNextPage && (
                <div className="pt-4 text-center">
                  <Button isBusy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                    {t('action.loadMore')}
                  </Button>
                </div>
              )}
            </div>
          )
        }
      </Loaded>
      {search.delivery !== undefined && (
        <DeliverySheet
          key={search.delivery}
          id={search.delivery}
          isDisabled={webhook.state === 'disabled'}
          onClose={() => change({ delivery: undefined })}
        />
      )}
    </>
  )
}
