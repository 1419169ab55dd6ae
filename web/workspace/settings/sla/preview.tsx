import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SlaExample, SlaPolicyInput, SlaPreview } from '#contract/sla.ts'
import { Button, Spinner } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/field.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useSettled } from '../calendars/use-settled.ts'
import { Card } from '../frame/card.tsx'
import { isWhole } from './policy-values.ts'
import { previewQuery } from './queries.ts'

/** Whom saving would touch, counted while one edits: how many, whose deadline comes sooner, and a few of them by number. */
export function Preview({
  policyId,
  policy,
  isChanged,
  includesOpen,
  onIncludesOpen,
}: {
  policyId: number | null
  policy: SlaPolicyInput
  isChanged: boolean
  includesOpen: boolean
  onIncludesOpen: (includesOpen: boolean) => void
}) {
  const { t } = useTranslation()
  const asked = useSettled(policy, 500)
  const isAskable = asked.conditions.every(isWhole)
  const preview = useQuery({
    ...previewQuery(policyId, asked, includesOpen),
    enabled: isChanged && isAskable,
  })
  return (
    <section className="border-t border-line py-5" aria-labelledby="sla-preview">
      <h2 id="sla-preview" className="font-medium">
        {t('settings.sla.preview.title')}
      </h2>
      <Checkbox
        className="mt-2 mb-3"
        label={t('settings.sla.preview.includesOpen')}
        hint={t('settings.sla.preview.includesOpenHint')}
        checked={includesOpen}
        onChange={(event) => onIncludesOpen(event.target.checked)}
      />
      {!isChanged ? (
        <p className="text-ink-3">{t('settings.sla.preview.unchanged')}</p>
      ) : !isAskable ? (
        <p className="text-ink-3">{t('settings.sla.conditionMissing')}</p>
      ) : preview.isError ? (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-bad">
          {t('settings.sla.preview.failed')}
          <Button icon="refresh" onClick={() => void preview.refetch()}>
            {t('action.retry')}
          </Button>
        </p>
      ) : preview.data ? (
        <div className={preview.isPlaceholderData ? 'opacity-60' : undefined}>
          <Outcome preview={preview.data} />
        </div>
      ) : (
        <p className="flex items-center gap-2 text-ink-3" role="status">
          <Spinner /> {t('settings.sla.preview.counting')}
        </p>
      )}
    </section>
  )
}

/** What a change comes to, in numbers and a few tickets. */
export function Outcome({ preview }: { preview: SlaPreview }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const { looked, isWhole: isAll, touched, overdueBefore, overdueAfter } = preview
  const facts = (['joining', 'leaving', 'sooner', 'later', 'appearing', 'vanishing'] as const)
    .map((kind) => ({ kind, count: preview[kind] }))
    .filter(({ count }) => count > 0)
  if (isAll && touched === 0) return <p className="text-ink-2">{t('settings.sla.preview.nobody')}</p>
  return (
    <Card
      header={
        <>
          <b className="font-semibold">{t('settings.sla.preview.touched', { count: touched })}</b>
          <span className="numeric text-ink-3">
            {t(isAll ? 'settings.sla.preview.ofAll' : 'settings.sla.preview.ofLatest', { count: looked })}
          </span>
          {overdueAfter !== overdueBefore && (
            <span className={`numeric ml-auto ${overdueAfter > overdueBefore ? 'text-bad' : 'text-ok'}`}>
              {t('settings.sla.preview.overdue', {
                before: number.format(overdueBefore),
                after: number.format(overdueAfter),
              })}
            </span>
          )}
        </>
      }
    >
      {facts.length > 0 && (
        <ul className="numeric flex flex-wrap gap-x-4 gap-y-1 px-4 py-2 text-sm text-ink-2">
          {facts.map(({ kind, count }) => (
            <li key={kind}>{t(`settings.sla.preview.${kind}`, { count })}</li>
          ))}
        </ul>
      )}
      {preview.examples.map((example) => (
        <Example key={`${example.ticketId} ${example.clock}`} example={example} />
      ))}
    </Card>
  )
}

const insTones = { ok: 'text-ok', bad: 'text-bad', plain: 'text-ink-2' } as const
const insClass = (tone: keyof typeof insTones) => `font-medium no-underline ${insTones[tone]}`

function Example({ example }: { example: SlaExample }) {
  const { t } = useTranslation()
  const dates = useDates()
  const none = t('settings.sla.preview.none')
  const due = (at: string | null) => (at === null ? none : dates.sentence(at))
  const { policyBefore, policyAfter, dueBefore, dueAfter, isOverdueAfter } = example
  return (
    <div className="grid grid-cols-[84px_minmax(0,1fr)_minmax(0,1fr)] gap-x-3 gap-y-0.5 border-t border-line px-4 py-2 max-md:grid-cols-[84px_minmax(0,1fr)]">
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId: example.ticketId }}
        search={{}}
        className="numeric text-ink-3 hover:underline"
      >
        {example.number}
      </Link>
      <span className="truncate" title={example.subject}>
        {example.subject}
      </span>
      <span className="numeric max-md:col-start-2">
        {policyBefore !== policyAfter && (
          <span className="block">
            <del className="text-ink-3">{policyBefore ?? none}</del> →{' '}
            <ins className={insClass(policyAfter === null ? 'plain' : 'ok')}>{policyAfter ?? none}</ins>
          </span>
        )}
        {/* A ticket whose clocks stand has no deadline to be moved. */}
        {(dueBefore !== null || dueAfter !== null) && (
          <>
            <span className="text-ink-3">{t(`settings.sla.clock.${example.clock}`)}: </span>
            {dueBefore !== dueAfter && (
              <>
                <del className="whitespace-nowrap text-ink-3">{due(dueBefore)}</del>{' '}
              </>
            )}
            <span className="whitespace-nowrap">
              {dueBefore !== dueAfter && '→ '}
              <ins className={insClass(isOverdueAfter ? 'bad' : dueAfter === null ? 'plain' : 'ok')}>
                {due(dueAfter)}
              </ins>
            </span>
          </>
        )}
      </span>
    </div>
  )
}
