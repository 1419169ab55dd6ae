import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { webhooksQuery } from './queries.ts'
import { type MadeSecret, SecretDialog } from './secret-dialog.tsx'
import { WebhookDialog } from './webhook-dialog.tsx'
import { WebhookRow } from './webhook-row.tsx'

/** Other programs that are told what happens to tickets. */
export function WebhooksScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const webhooks = useQuery(webhooksQuery)
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<MadeSecret | null>(null)
  const add = (
    <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
      {t('settings.webhooks.add')}
    </Button>
  )
  const items = webhooks.data?.items ?? []
  return (
    <SettingsPage
      section="webhooks"
      actions={items.length > 0 && add}
      sub={
        <>
          {t('settings.webhooks.sub')}{' '}
          <a href="/api#events" target="_blank" rel="noreferrer" className="text-accent underline">
            {t('settings.webhooks.docs')}
          </a>
        </>
      }
    >
      <Loaded query={webhooks}>
        {() =>
          items.length === 0 ? (
            <EmptyState icon="globe" title={t('settings.webhooks.emptyTitle')} action={add}>
              {t('settings.webhooks.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              <ul aria-label={t('settings.section.webhooks')}>
                {items.map((webhook) => (
                  <WebhookRow key={webhook.id} webhook={webhook} />
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {isAdding && (
        <WebhookDialog
          webhook={null}
          onClose={() => setAdding(false)}
          onMade={(secret) => {
            setAdding(false)
            setMade(secret)
          }}
        />
      )}
      {made && (
        <SecretDialog
          made={made}
          onClose={() => {
            setMade(null)
            void navigate({
              to: '/settings/webhooks/$webhookId',
              params: { webhookId: String(made.id) },
              search: {},
            })
          }}
        />
      )}
    </SettingsPage>
  )
}
