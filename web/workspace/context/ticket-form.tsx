import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getTicketForm } from '#contract/web-form-visits.ts'
import type { Ticket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { Fact, Section } from './section.tsx'

const ticketFormQuery = (id: number) =>
  queryOptions({
    queryKey: ['ticket', id, 'form'],
    queryFn: ({ signal }) => call(getTicketForm, { params: { id } }, { signal }),
    staleTime: Infinity,
  })

/** `https://shop.example/cart?x=1` as somebody reads it. */
const readable = (url: string) => url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/[?#].*$/, '')

/** Where a request was written: the form, its page, and what led there. */
export function TicketFormFacts({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const { data } = useQuery({ ...ticketFormQuery(ticket.id), enabled: ticket.source === 'webform' })
  const form = data?.form
  if (!form) return null
  const pages = [
    { label: t('ticketForm.page'), url: form.pageUrl },
    { label: t('ticketForm.referrer'), url: form.referrer },
  ].filter(({ url }) => /^https?:/.test(url))
  return (
    <Section title={t('ticketForm.section')}>
      <dl className="flex flex-col gap-1.5">
        <Fact label={t('ticketForm.name')}>{form.name}</Fact>
        {pages.map(({ label, url }) => (
          <Fact key={label} label={label}>
            <a
              href={url}
              target="_blank"
              rel="noreferrer noopener"
              title={url}
              className="min-w-0 truncate hover:text-accent"
            >
              {readable(url)}
            </a>
          </Fact>
        ))}
        {Object.entries(form.utm).map(([name, value]) => (
          <Fact key={name} label={name}>
            <span className="min-w-0 break-words">{value}</span>
          </Fact>
        ))}
      </dl>
    </Section>
  )
}
