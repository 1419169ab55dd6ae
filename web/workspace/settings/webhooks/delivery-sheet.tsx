import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resendWebhookDelivery, type WebhookAttempt } from '#contract/webhooks.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Loaded } from '../frame/loaded.tsx'
import { Facts, Part } from '../letters/facts.tsx'
import { DeliveryLine } from './delivery-row.tsx'
import { deliveryQuery } from './queries.ts'
import { useWebhookChange } from './use-webhook-change.ts'
import { deliveryTones, useWebhookWords } from './webhook-words.ts'

const panelId = 'delivery-panel'
const tabs = ['request', 'response'] as const

/** One delivery: what was sent and what was answered, try by try. */
export function DeliverySheet({
  id,
  isDisabled,
  onClose,
}: {
  id: number
  isDisabled: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useWebhookWords()
  const [tab, setTab] = useState<(typeof tabs)[number]>('request')
  const [chosen, setChosen] = useState<number | null>(null)
  const query = useQuery(deliveryQuery(id))
  const delivery = query.data
  const resend = useWebhookChange({
    send: () => call(resendWebhookDelivery, { params: { id } }),
    said: t('settings.webhooks.resentOne'),
    onDone: () => setChosen(null),
  })
  const attempts = delivery?.attempts ?? []
  const attempt = attempts.find((each) => each.id === chosen) ?? attempts.at(-1)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      place="right"
      width={720}
      title={delivery ? words.type(delivery.type) : t('settings.webhooks.one')}
      footer={
        delivery &&
        !isDisabled && (
          <Button icon="refresh" isBusy={resend.isPending} onClick={() => resend.mutate(undefined)}>
            {t(
              delivery.state === 'pending' && delivery.tries > 0
                ? 'settings.webhooks.now'
                : 'settings.webhooks.resend',
            )}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4 px-4 pt-4 pb-6">
        <Loaded query={query} rows={4}>
          {(full) => (
            <>
              <div className="flex flex-wrap items-center gap-2">
                <Tag tone={deliveryTones[full.state]}>{t(`settings.webhooks.delivery.${full.state}`)}</Tag>
                <span className="text-ink-2">
                  <DeliveryLine delivery={full} />
                </span>
              </div>
              <Facts
                items={[
                  { name: t('settings.webhooks.happened'), value: dates.full(full.at) },
                  {
                    name: t('settings.webhooks.ticket'),
                    value: full.ticket && (
                      <Link
                        to="/tickets/$ticketId"
                        params={{ ticketId: full.ticket.id }}
                        search={{}}
                        className="numeric text-accent hover:underline"
                      >
                        {full.ticket.number}
                      </Link>
                    ),
                  },
                  {
                    name: 'webhook-id',
                    value: <span className="font-mono text-xs break-all">{full.messageId}</span>,
                  },
                ]}
              />
              {attempts.length > 1 && attempt && (
                <Select
                  label={t('settings.webhooks.attempt')}
                  value={attempt.id}
                  options={attempts.map((each, at) => ({
                    value: each.id,
                    label: `${at + 1}. ${dates.full(each.at)} — ${each.isSuccess ? each.status : words.problem(each.problem, each.status)}`,
                  }))}
                  onChange={setChosen}
                />
              )}
              <Tabs
                label={t('settings.webhooks.one')}
                value={tab}
                items={tabs.map((value) => ({ value, label: t(`settings.webhooks.${value}`) }))}
                onChange={setTab}
                panelId={panelId}
              />
              <div id={panelId} role="tabpanel" className="flex flex-col gap-4">
                {tab === 'request' ? (
                  <>
                    {attempt && <Head lines={attempt.requestHeaders} />}
                    <Body text={pretty(full.body)} empty={t('settings.webhooks.notYet')} />
                  </>
                ) : attempt ? (
                  <Response attempt={attempt} />
                ) : (
                  <p className="text-ink-3">{t('settings.webhooks.notYet')}</p>
                )}
              </div>
            </>
          )}
        </Loaded>
      </div>
    </Dialog>
  )
}

function Response({ attempt }: { attempt: WebhookAttempt }) {
  const { t } = useTranslation()
  const words = useWebhookWords()
  return (
    <>
      <Facts
        items={[
          { name: t('settings.webhooks.status'), value: attempt.status },
          {
            name: t('settings.webhooks.problemName'),
            // A status that is no success says it all.
            value:
              attempt.problem !== 'status' &&
              attempt.problem &&
              words.problem(attempt.problem, attempt.status),
          },
          {
            name: t('settings.webhooks.detail'),
            value: attempt.detail && <span className="font-mono text-xs">{attempt.detail}</span>,
          },
          {
            name: t('settings.webhooks.took'),
            value: t('settings.webhooks.ms', { count: attempt.durationMs }),
          },
          { name: t('settings.webhooks.address'), value: attempt.address },
        ]}
      />
      {attempt.responseHeaders && <Head lines={attempt.responseHeaders} />}
      {attempt.responseBody !== null && (
        <Body
          text={pretty(attempt.responseBody)}
          empty={t('settings.webhooks.noBody')}
          isCut={attempt.isCut}
        />
      )}
    </>
  )
}

function Head({ lines }: { lines: WebhookAttempt['requestHeaders'] }) {
  const { t } = useTranslation()
  return (
    <Part title={t('settings.webhooks.head')}>
      <dl className="font-mono text-xs leading-5">
        {lines.map(({ name, value }) => (
          <div key={name} className="break-all">
            <dt className="inline text-ink-3">{name}: </dt>
            <dd className="inline">{value}</dd>
          </div>
        ))}
      </dl>
    </Part>
  )
}

function Body({ text, empty, isCut }: { text: string; empty: string; isCut?: boolean }) {
  const { t } = useTranslation()
  return (
    <Part title={t('settings.webhooks.body')}>
      {text === '' ? (
        <p className="text-ink-3">{empty}</p>
      ) : (
        <pre
          tabIndex={0}
          aria-label={t('settings.webhooks.body')}
          className="max-h-[48dvh] overflow-auto rounded-md bg-hover px-3 py-2 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
        >
          {text}
        </pre>
      )}
      {isCut && <p className="mt-1 text-sm text-ink-3">{t('settings.webhooks.cut')}</p>}
    </Part>
  )
}

/** JSON is set out; anything else is shown as it is. */
function pretty(text: string | null): string {
  if (text === null) return ''
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
