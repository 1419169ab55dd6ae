import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChannelWatch, updateChannelWatch } from '#contract/channel-health.ts'
import { call } from '../../../api/call.ts'
import { Checkbox } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Card, Row } from '../frame/card.tsx'
import { useMailChange } from '../letters/use-mail-change.ts'

const minutes = [5, 10, 15, 30, 60, 180] as const
const hours = [1, 3, 6, 12, 24] as const
/** No number of hours: they begin at one. */
const never = 0

/** When an inbox counts as stopped, and whether letters are written about it. Each choice holds at once. */
export function WatchForm({ watch }: { watch: ChannelWatch }) {
  const { t } = useTranslation()
  // What was chosen is shown while it is being saved.
  const [chosen, setChosen] = useState<Partial<ChannelWatch>>({})
  const now = { ...watch, ...chosen }
  const change = useMailChange({
    send: (changes: Partial<ChannelWatch>) => call(updateChannelWatch, { body: changes }),
    said: t('action.saved'),
  })
  const set = (changes: Partial<ChannelWatch>) => {
    setChosen((before) => ({ ...before, ...changes }))
    change.mutate(changes, { onError: () => setChosen({}) })
  }
  const inMinutes = (value: number) => ({ value, label: t('settings.health.minutes', { count: value }) })
  const offered = (value: number) =>
    [...new Set([...minutes, value])].toSorted((a, b) => a - b).map(inMinutes)
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-lg font-semibold">{t('settings.health.watch')}</h2>
      <Card>
        <Row className="flex-wrap">
          <span className="min-w-0 flex-1">{t('settings.health.silentAfter')}</span>
          <Select
            label={t('settings.health.silentAfter')}
            value={now.silentMinutes}
            options={offered(now.silentMinutes)}
            onChange={(silentMinutes) => set({ silentMinutes })}
            className="!w-40"
          />
        </Row>
        <Row className="flex-wrap">
          <span className="min-w-0 flex-1">{t('settings.health.queueAfter')}</span>
          <Select
            label={t('settings.health.queueAfter')}
            value={now.queueMinutes}
            options={offered(now.queueMinutes)}
            onChange={(queueMinutes) => set({ queueMinutes })}
            className="!w-40"
          />
        </Row>
        <Row className="flex-wrap">
          <span className="min-w-0 flex-1">{t('settings.health.testEvery')}</span>
          <Select
            label={t('settings.health.testEvery')}
            value={now.selfTestHours ?? never}
            options={[
              { value: never, label: t('settings.health.testByHand') },
              ...hours.map((value) => ({ value, label: t('settings.health.everyHours', { count: value }) })),
            ]}
            onChange={(value) => set({ selfTestHours: value === never ? null : value })}
            className="!w-40"
          />
        </Row>
        <Row>
          <Checkbox
            checked={now.areLettersSent}
            onChange={(event) => set({ areLettersSent: event.target.checked })}
            label={t('settings.health.tell')}
            hint={t('settings.health.tellHint')}
          />
        </Row>
      </Card>
    </section>
  )
}
