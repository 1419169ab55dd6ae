import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type RoutingSettings, updateRoutingSettings } from '#contract/routing.ts'
import type { Source } from '#contract/tickets.ts'
import { call } from '../../../api/call.ts'
import { Checkbox, Input } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormEnd } from '../frame/form-row.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { refreshSettings } from '../use-change.ts'
import { isWhole, NumberInput } from './number-input.tsx'
import { routingSettingsQuery } from './queries.ts'

interface Typed {
  sources: readonly { source: Source; weight: string; most: string }[]
  countsPaused: boolean
  idleMinutes: string
}

/** What a ticket of each channel weighs, and when somebody counts as away. */
export function WeightsForm() {
  const { t } = useTranslation()
  const settings = useQuery(routingSettingsQuery)
  return (
    <section>
      <h2 className="font-semibold">{t('settings.routing.weights.title')}</h2>
      <p className="mt-0.5 mb-3 max-w-[680px] text-ink-3">{t('settings.routing.weights.sub')}</p>
      <Loaded query={settings}>{(saved) => <Form key={saved.version} saved={saved} />}</Loaded>
    </section>
  )
}

function Form({ saved }: { saved: RoutingSettings }) {
  const { t } = useTranslation()
  const form = useForm<Typed>({
    initial: {
      sources: saved.sources.map(({ source, weight, most }) => ({
        source,
        weight: String(weight),
        most: most === null ? '' : String(most),
      })),
      countsPaused: saved.countsPaused,
      idleMinutes: String(saved.idleMinutes),
    },
    check: ({ sources, idleMinutes }) => ({
      ...(sources.some((one) => !isRight(one)) && {
        sources: t('settings.routing.team.wrongNumber', { least: 0, most: 100 }),
      }),
      ...(!isWhole(idleMinutes, 1, 240) && {
        idleMinutes: t('settings.routing.team.wrongNumber', { least: 1, most: 240 }),
      }),
    }),
    send: ({ sources, countsPaused, idleMinutes }) =>
      call(updateRoutingSettings, {
        body: {
          version: saved.version,
          countsPaused,
          idleMinutes: Number(idleMinutes),
          sources: sources.map(({ source, weight, most }) => ({
            source,
            weight: Number(weight),
            most: most.trim() === '' ? null : Number(most),
          })),
        },
      }),
    onDone: () => void refreshSettings(),
    words: { version_conflict: t('settings.routing.team.conflict') },
  })
  const { values, set, error } = form
  const change = (source: Source, part: { weight?: string; most?: string }) =>
    set(
      'sources',
      values.sources.map((one) => (one.source === source ? { ...one, ...part } : one)),
    )
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <table className="w-full max-w-[520px] border-collapse">
        <thead className="text-left text-sm text-ink-3">
          <tr>
            <th className="py-1 pr-3 font-normal">{t('settings.routing.weights.source')}</th>
            <th className="w-24 py-1 pr-3 font-normal">{t('settings.routing.weights.weight')}</th>
            <th className="w-36 py-1 font-normal">{t('settings.routing.weights.most')}</th>
          </tr>
        </thead>
        <tbody>
          {values.sources.map((one) => {
            const name = t(`source.${one.source}`)
            return (
              <tr key={one.source} className="border-t border-line">
                <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                  {name}
                </th>
                <td className="py-1.5 pr-3">
                  <Input
                    name={`weight-${one.source}`}
                    inputMode="numeric"
                    autoComplete="off"
                    aria-label={`${name}: ${t('settings.routing.weights.weight')}`}
                    aria-invalid={isWhole(one.weight, 0, 100) ? undefined : true}
                    className="numeric !w-16"
                    value={one.weight}
                    onChange={(event) => change(one.source, { weight: event.target.value })}
                  />
                </td>
                <td className="py-1.5">
                  <Input
                    name={`most-${one.source}`}
                    inputMode="numeric"
                    autoComplete="off"
                    aria-label={`${name}: ${t('settings.routing.weights.most')}`}
                    aria-invalid={isRight(one) ? undefined : true}
                    placeholder={t('settings.routing.weights.any')}
                    className="numeric"
                    value={one.most}
                    onChange={(event) => change(one.source, { most: event.target.value })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {error('sources') && (
        <p role="alert" className="text-sm text-bad">
          {error('sources')}
        </p>
      )}
      <Checkbox
        label={t('settings.routing.weights.countsPaused')}
        checked={values.countsPaused}
        onChange={(event) => set('countsPaused', event.target.checked)}
      />
      <NumberInput
        label={t('settings.routing.weights.idle')}
        name="idleMinutes"
        value={values.idleMinutes}
        error={error('idleMinutes')}
        onChange={(text) => set('idleMinutes', text)}
      />
      <FormEnd {...form} />
    </form>
  )
}

function isRight({ weight, most }: { weight: string; most: string }): boolean {
  return isWhole(weight, 0, 100) && (most.trim() === '' || isWhole(most, 0, 1000))
}
