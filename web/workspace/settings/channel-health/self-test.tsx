import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type InboxHealth, type SelfTest as SelfTestFacts, startSelfTest } from '#contract/channel-health.ts'
import { call } from '../../../api/call.ts'
import { Button, Spinner } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useKnownWords } from '../frame/use-known-words.ts'
import { useMailChange } from '../letters/use-mail-change.ts'

/** The letter that goes round: a button, and every leg of the last one with its time. */
export function SelfTest({ inbox }: { inbox: InboxHealth }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { selfTest: test } = inbox
  const start = useMailChange({
    send: () => call(startSelfTest, { params: { id: inbox.inboxId } }),
    said: t('settings.health.testStarted'),
  })
  const isRunning = test?.state === 'running'
  return (
    <section aria-label={t('settings.health.test')} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{t('settings.health.test')}</h3>
        <span className="text-sm text-ink-3">
          {test
            ? t(`settings.health.testState.${test.state}`, { when: dates.sentence(test.startedAt) })
            : t('settings.health.testNever')}
        </span>
        <Button
          icon="plane"
          className="ml-auto"
          isBusy={start.isPending || isRunning}
          onClick={() => start.mutate(undefined)}
        >
          {t('settings.health.testRun')}
        </Button>
      </div>
      {test && <Legs test={test} />}
    </section>
  )
}

function Legs({ test }: { test: SelfTestFacts }) {
  const { t, i18n } = useTranslation()
  const known = useKnownWords()
  const seconds = (from: string, to: string) => {
    const ms = Math.max(0, Date.parse(to) - Date.parse(from))
    return new Intl.NumberFormat(i18n.language, {
      style: 'unit',
      unit: 'second',
      unitDisplay: 'short',
      maximumFractionDigits: ms < 10_000 ? 1 : 0,
    }).format(ms / 1000)
  }
  // The answer of the server may come after the letter itself.
  const legs = [
    { name: 'connected', at: test.connectedAt },
    { name: 'handedOver', at: test.handedOverAt },
    { name: 'arrived', at: test.arrivedAt },
    { name: 'recognised', at: test.recognisedAt },
  ] as const
  const next = legs.find((leg) => leg.at === null)?.name
  const hasStopped = test.state === 'failed' || test.state === 'lost'
  return (
    <>
      <ol className="grid gap-2 md:grid-cols-4">
        {legs.map(({ name, at }) => (
          <li key={name} className="flex items-start gap-2 rounded-md bg-app px-3 py-2">
            {at ? (
              <Icon name="check" className="mt-0.5 text-ok" />
            ) : name === next && hasStopped ? (
              <Icon name="alert" className="mt-0.5 text-bad" />
            ) : name === next && test.state === 'running' ? (
              <span className="mt-0.5 text-ink-3">
                <Spinner />
              </span>
            ) : (
              <Icon name="minus" className="mt-0.5 text-ink-3" />
            )}
            <span className="min-w-0">
              {t(`settings.health.leg.${name}`)}
              <span className="numeric block text-sm text-ink-3">
                {at ? seconds(test.startedAt, at) : '—'}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {test.error && (
        <p className="text-bad">
          {known(`delivery.${test.error}`, test.error)}
          {test.detail && (
            <span className="block font-mono text-xs break-words text-ink-2">{test.detail}</span>
          )}
        </p>
      )}
      {test.letterId !== null && (
        <Link
          to="/settings/letters"
          search={{ letter: test.letterId }}
          className="self-start text-sm text-accent hover:underline"
        >
          {t('settings.health.testLetter')}
        </Link>
      )}
    </>
  )
}
