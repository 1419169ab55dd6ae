import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { previewTemplate } from '#contract/macros.ts'
import { listTickets, type TicketListItem } from '#contract/tickets.ts'
import { call } from '../../../api/call.ts'
import { isFailure, RequestFailed } from '../../../api/failure.ts'
import { Button, Spinner } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Picker } from '../../../ui/picker.tsx'
import { picturesOf } from '../../composer/macros/macro-pictures.ts'
import { TemplateProblemNote } from '../../composer/macros/template-problem-note.tsx'
import { useTemplateRefusal } from '../../composer/macros/use-template-words.ts'
import { useVariableName } from '../../composer/macros/use-variable-words.ts'
import { RichText } from '../../feed/rich-text.tsx'
import { Callout } from '../../forms/callout.tsx'
import { useDebounced } from '../../palette/use-debounced.ts'
import { hasOpenTag } from './open-tag.ts'

function nameOfTicket({ number, customer }: TicketListItem): string {
  return `${number} · ${customer.name || (customer.email ?? '')}`
}

/** How the words being written read to one customer; the latest tickets are there to choose from. */
export function LivePreview({
  html,
  language,
  isToldElsewhere,
}: {
  html: string
  language: Language
  /** What is wrong with the words stands beside them already. */
  isToldElsewhere: boolean
}) {
  const { t } = useTranslation()
  const refusalOf = useTemplateRefusal()
  const nameOf = useVariableName()
  const [ticketId, setTicketId] = useState<number | null>(null)
  // Half a tag is no mistake yet: what could be read before stays until it is closed, or nobody types on.
  const template = useDebounced(html, hasOpenTag(html) ? 1500 : 300)
  const tickets = useQuery({
    queryKey: ['tickets', 'to-try-macros'],
    queryFn: ({ signal }) => call(listTickets, { query: { status: 'any', limit: 50 } }, { signal }),
    staleTime: 60_000,
  })
  const items = tickets.data?.items ?? []
  const chosen = items.find((ticket) => ticket.id === ticketId) ?? items[0]
  const preview = useQuery({
    queryKey: ['macro-template', template, language, chosen?.id ?? 0],
    queryFn: ({ signal }) =>
      call(previewTemplate, { body: { html: template, language, ticketId: chosen?.id ?? 0 } }, { signal }),
    enabled: chosen !== undefined && template !== '',
    placeholderData: (before) => before,
    retry: (count, error) => !isFailure(error, 'bad_template') && count < 1,
  })
  const refusal = preview.error ? refusalOf(preview.error) : null
  return (
    <section
      aria-label={t('macro.livePreview')}
      className="flex min-w-0 flex-col rounded-md border border-line bg-app"
    >
      <header className="flex flex-wrap items-center gap-2 border-b border-line py-1 pr-1 pl-3">
        <h3 className="text-sm text-ink-3">{t('macro.livePreview')}</h3>
        {preview.isFetching && <Spinner />}
        <span className="ml-auto min-w-0">
          {chosen && (
            <Picker
              trigger={
                <Button
                  look="ghost"
                  className="max-w-72"
                  aria-label={`${t('macro.chooseTicket')}: ${nameOfTicket(chosen)}`}
                >
                  <span className="truncate">{nameOfTicket(chosen)}</span>
                  <Icon name="down" size={12} />
                </Button>
              }
              items={items.map((ticket) => ({
                value: ticket.id,
                label: `${ticket.number} ${ticket.customer.name || (ticket.customer.email ?? '')}`,
                hint: ticket.subject,
              }))}
              value={chosen.id}
              placeholder={t('macro.chooseTicket')}
              align="end"
              onPick={setTicketId}
            />
          )}
        </span>
      </header>
      <div className="min-h-24 px-3 py-2">
        {tickets.data && !chosen ? (
          <p className="text-ink-3">{t('macro.noTickets')}</p>
        ) : template === '' ? (
          <p className="text-ink-3">{t('macro.previewEmpty')}</p>
        ) : refusal ? (
          isToldElsewhere ? (
            <p className="text-ink-3">{t('macro.previewBroken')}</p>
          ) : (
            <TemplateProblemNote refusal={refusal} />
          )
        ) : preview.error ? (
          <Callout tone="bad" icon="alert">
            {t(`errors.${preview.error instanceof RequestFailed ? preview.error.failure : 'internal'}`)}
          </Callout>
        ) : (
          preview.data && (
            <>
              {preview.data.missing.length > 0 && (
                <Callout tone="warn" icon="alert" className="mb-2">
                  {t('macro.missing', { names: preview.data.missing.map(nameOf).join(', ') })}{' '}
                  <span className="text-ink-2">{t('macro.missingHint', { example: '| default: "…"' })}</span>
                </Callout>
              )}
              <RichText html={preview.data.html} files={picturesOf(preview.data.html)} />
            </>
          )
        )}
      </div>
    </section>
  )
}
