import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { type ApiKey as ApiKeySchema, revokeApiKey } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { shortDate } from '../../../ui/dates.ts'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { permissionKey } from '../permissions.ts'
import { apiKeysQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'
import { NewApiKey } from './new-api-key.tsx'

type ApiKey = z.input<typeof ApiKeySchema>
type Doing = { what: 'add' } | { what: 'revoke'; key: ApiKey } | null

/** Keys by which programs act for people. */
export function ApiKeysScreen() {
  const { t } = useTranslation()
  const keys = useQuery(apiKeysQuery)
  const [doing, setDoing] = useState<Doing>(null)
  const revoke = useChange({
    send: (key: ApiKey) => call(revokeApiKey, { params: { id: key.id } }),
    said: (_, key) => t('settings.apiKeys.revoked', { name: key.name }),
    onDone: () => setDoing(null),
  })
  const add = (
    <Button look="primary" icon="plus" onClick={() => setDoing({ what: 'add' })}>
      {t('settings.apiKeys.add')}
    </Button>
  )
  const isEmpty = keys.data?.items.length === 0
  return (
    <SettingsPage
      section="apiKeys"
      actions={!isEmpty && add}
      sub={
        <>
          {t('settings.apiKeys.sub')}{' '}
          <a href="/api" target="_blank" rel="noreferrer" className="text-accent underline">
            {t('settings.apiKeys.docs')}
          </a>
        </>
      }
    >
      <Loaded query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="code" title={t('settings.apiKeys.emptyTitle')} action={add}>
              {t('settings.apiKeys.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              {items.map((key) => (
                <KeyRow key={key.id} apiKey={key} onRevoke={() => setDoing({ what: 'revoke', key })} />
              ))}
            </Card>
          )
        }
      </Loaded>
      {doing?.what === 'add' && <NewApiKey onClose={() => setDoing(null)} />}
      {doing?.what === 'revoke' && (
        <Confirm
          isOpen
          onClose={() => setDoing(null)}
          onConfirm={() => revoke.mutate(doing.key)}
          isBusy={revoke.isPending}
          title={t('settings.apiKeys.revokeTitle', { name: doing.key.name })}
          action={t('settings.apiKeys.revoke')}
        >
          {t('settings.apiKeys.revokeText')}
        </Confirm>
      )}
    </SettingsPage>
  )
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { agentName } = useDesk()
  const language = useLanguage()
  const scopes = apiKey.scopes.map((scope) => t(`settings.permission.${permissionKey(scope)}`))
  return (
    <Row className="min-h-14 flex-wrap md:flex-nowrap">
      <span className="min-w-0 flex-1 max-md:basis-full">
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{apiKey.name}</span>
          <code className="font-mono text-sm text-ink-3">{apiKey.start}…</code>
        </span>
        <span className="block text-sm text-ink-3">
          {t('settings.apiKeys.actsFor', { name: agentName(apiKey.agentId) ?? '…' })} ·{' '}
          <span title={scopes.join('\n')}>{t('settings.roles.permissions', { count: scopes.length })}</span>
        </span>
      </span>
      <span className="text-sm text-ink-3 max-md:flex-1">
        {apiKey.lastUsedAt
          ? t('settings.apiKeys.lastUsed', { when: dates.sentence(apiKey.lastUsedAt) })
          : t('settings.apiKeys.neverUsed')}
      </span>
      {apiKey.expiresAt && (
        <Tag>
          {t('settings.apiKeys.until', { date: shortDate(new Date(apiKey.expiresAt), new Date(), language) })}
        </Tag>
      )}
      <Button
        look="ghost"
        className="!text-bad"
        aria-label={`${t('settings.apiKeys.revoke')}: ${apiKey.name}`}
        onClick={onRevoke}
      >
        {t('settings.apiKeys.revoke')}
      </Button>
    </Row>
  )
}
