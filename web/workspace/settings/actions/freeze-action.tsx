import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TicketAction } from '#contract/ticket-actions.ts'
import { Line } from '../sentence/line.tsx'
import { NumberToken } from '../sentence/number-token.tsx'
import { QuietChoice } from '../sentence/token.tsx'

const minutesIn = { minutes: 1, hours: 60, days: 1440 } as const
type Unit = keyof typeof minutesIn
const units: readonly Unit[] = ['minutes', 'hours', 'days']

function unitOf(minutes: number): Unit {
  return minutes % 1440 === 0 ? 'days' : minutes % 60 === 0 ? 'hours' : 'minutes'
}

/** «2 дня», «5 дней»: the word alone, as it stands behind so many. */
function unitName(unit: Unit, amount: number, language: string): string {
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: unit.slice(0, -1),
    unitDisplay: 'long',
  })
  const parts = format.formatToParts(Number.isNaN(amount) ? 0 : amount)
  return parts.find(({ type }) => type === 'unit')?.value ?? unit
}

/** Puts the ticket aside for so many minutes, hours or days. */
export function FreezeAction({
  name,
  action,
  isBad,
  onChange,
}: {
  name: string
  action: Extract<TicketAction, { type: 'freeze' }>
  isBad: boolean
  onChange: (action: TicketAction) => void
}) {
  const { t, i18n } = useTranslation()
  const [unit, setUnit] = useState(unitOf(action.minutes))
  const [amount, setAmount] = useState(action.minutes / minutesIn[unit])
  const set = (next: number, of: Unit) => {
    setAmount(next)
    setUnit(of)
    const minutes = Math.round(next * minutesIn[of])
    onChange({ ...action, minutes: Number.isNaN(minutes) ? 0 : minutes })
  }
  return (
    <Line name={name}>
      <NumberToken label={name} value={amount} isBad={isBad} onChange={(next) => set(next, unit)} />
      <QuietChoice
        look="value"
        label={t('rules.unit')}
        value={unit}
        choices={units.map((value) => ({ value, label: unitName(value, amount, i18n.language) }))}
        onChoose={(next) => set(amount, next)}
      />
    </Line>
  )
}
