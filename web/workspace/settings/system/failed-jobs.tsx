import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { type Job as JobSchema, retryJob } from '#contract/system.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { useKnownWords } from '../frame/use-known-words.ts'
import { jobsQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'

type Job = z.input<typeof JobSchema>

/** Work that failed: what, why, how often, and Retry. */
export function FailedJobs() {
  const { t } = useTranslation()
  const jobs = useQuery(jobsQuery)
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-lg font-semibold">{t('settings.system.failedJobs')}</h2>
      <Loaded query={jobs} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-ink-3">{t('settings.system.noFailedJobs')}</p>
          ) : (
            <Card>
              {items.map((job) => (
                <JobRow key={job.id} job={job} />
              ))}
            </Card>
          )
        }
      </Loaded>
    </section>
  )
}

function JobRow({ job }: { job: Job }) {
  const { t } = useTranslation()
  const dates = useDates()
  const retry = useChange({
    send: () => call(retryJob, { params: { id: job.id } }),
    said: t('settings.system.retried'),
    words: { not_found: t('settings.system.jobGone') },
  })
  const known = useKnownWords()
  return (
    <div className="flex items-start gap-3 border-t border-line px-4 py-3 first:border-t-0">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <span className="font-medium">
            {known(`settings.system.task.${job.task.replace('.', '_')}`, job.task)}
          </span>
          {job.isDead ? (
            <Tag tone="bad">{t('settings.system.dead')}</Tag>
          ) : (
            <Tag tone="warn">
              {t('settings.system.tryOf', { attempt: job.attempts, most: job.maxAttempts })}
            </Tag>
          )}
        </div>
        {job.lastError && (
          <p className="mt-1 line-clamp-3 font-mono text-sm break-words text-ink-2" title={job.lastError}>
            {job.lastError}
          </p>
        )}
        <p className="numeric mt-0.5 text-sm text-ink-3">
          {job.isDead
            ? t('settings.system.gaveUp', { when: dates.sentence(job.runAt) })
            : t('settings.system.nextTry', { when: dates.sentence(job.runAt) })}
        </p>
      </div>
      <Button icon="refresh" isBusy={retry.isPending} onClick={() => retry.mutate(undefined)}>
        {t('settings.system.retry')}
      </Button>
    </div>
  )
}
