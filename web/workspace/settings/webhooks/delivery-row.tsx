import { useTranslation } from 'react-i18next'
import type { WebhookDelivery } from '#contract/webhooks.ts'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { deliveryTones, useWebhookWords } from './webhook-words.ts'

/** One delivery: of what, about which ticket, and how it stands. The whole row opens it. */
export function DeliveryRow({ delivery, onOpen }: { delivery: WebhookDelivery; onOpen: () => void }) {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useWebhookWords()
  return (
    <li className="border-t border-line first:border-t-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Tag tone={deliveryTones[delivery.state]}>{t(`settings.webhooks.delivery.${delivery.state}`)}</Tag>
        <span className="min-w-0 flex-1 basis-40 truncate">
          {words.type(delivery.type)}
          {delivery.ticket && (
            <span className="numeric ml-2 text-ink-3 max-md:hidden">{delivery.ticket.number}</span>
          )}
        </span>
        <span className="min-w-0 truncate text-sm text-ink-3 max-md:order-last max-md:basis-full">
          {delivery.ticket && <span className="numeric mr-2 md:hidden">{delivery.ticket.number}</span>}
          <DeliveryLine delivery={delivery} />
        </span>
        <time
          dateTime={delivery.at}
          title={dates.full(delivery.at)}
          className="numeric flex-none text-sm text-ink-3"
        >
          {dates.feed(delivery.at)}
        </time>
      </button>
    </li>
  )
}

/** How it stands, in a few words. */
export function DeliveryLine({ delivery }: { delivery: WebhookDelivery }) {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useWebhookWords()
  const problem = words.problem(delivery.problem, delivery.status)
  if (delivery.state === 'delivered' && delivery.tries <= 1) return <>{t('settings.webhooks.atOnce')}</>
  if (delivery.state === 'delivered') return <>{t('settings.webhooks.tries', { count: delivery.tries })}</>
  if (delivery.state === 'failed') return <>{problem}</>
  if (delivery.tries === 0)
    return <>{t(delivery.nextTryAt === null ? 'settings.webhooks.behind' : 'settings.webhooks.soon')}</>
  return (
    <>
      {problem}
      {delivery.nextTryAt &&
        ` · ${t('settings.webhooks.again', { when: dates.sentence(delivery.nextTryAt) })}`}
    </>
  )
}
