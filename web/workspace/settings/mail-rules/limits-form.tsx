import { useTranslation } from 'react-i18next'
import { type MailLimits, updateMailLimits } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { refreshSettings } from '../use-change.ts'

type Name = keyof MailLimits
type Typed = Record<Name, string>

/** The least and the most of each; the server says the same. */
const bounds: Record<Name, readonly [number, number]> = {
  newTicketsPerHour: [1, 100_000],
  automaticLettersPerDay: [0, 1000],
  lettersPerTicketPerHour: [1, 1000],
  reopeningsPerHour: [1, 1000],
  automaticAnswersPerDay: [0, 1000],
  peoplePerLetter: [0, 200],
  blockDays: [1, 3650],
  softBounces: [0, 100],
  softBounceDays: [1, 90],
}

const groups: readonly { group: 'incoming' | 'answers' | 'bounces'; names: readonly Name[] }[] = [
  {
    group: 'incoming',
    names: [
      'newTicketsPerHour',
      'lettersPerTicketPerHour',
      'reopeningsPerHour',
      'automaticLettersPerDay',
      'peoplePerLetter',
    ],
  },
  { group: 'answers', names: ['automaticAnswersPerDay'] },
  { group: 'bounces', names: ['blockDays', 'softBounces', 'softBounceDays'] },
]

function typed(limits: MailLimits): Typed {
  return Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, String(value)])) as Typed
}

/** The limits; generous as they come, so that only a flood meets them. */
export function LimitsForm({ saved }: { saved: MailLimits }) {
  const { t } = useTranslation()
  const form = useForm<Typed>({
    initial: typed(saved),
    check: (values) =>
      Object.fromEntries(
        (Object.keys(bounds) as Name[])
          .filter((name) => !isWithin(name, values[name]))
          .map((name) => {
            const [least, most] = bounds[name]
            return [name, t('settings.mailRules.limits.wrong', { least, most })]
          }),
      ),
    send: (values) => call(updateMailLimits, { body: Object.fromEntries(numbers(values)) }),
    onDone: () => void refreshSettings(),
  })
  return (
    <form noValidate onSubmit={form.onSubmit}>
      {groups.map(({ group, names }) => (
        <FormRow key={group} label={t(`settings.mailRules.limits.${group}`)}>
          {names.map((name) => (
            <Field
              key={name}
              label={t(`settings.mailRules.limits.${name}`)}
              hint={t(`settings.mailRules.limits.${name}Hint`)}
              error={form.error(name)}
            >
              {(ids) => (
                <Input
                  {...ids}
                  name={name}
                  inputMode="numeric"
                  className="numeric !w-28"
                  value={form.values[name]}
                  onChange={(event) => form.set(name, event.target.value)}
                />
              )}
            </Field>
          ))}
        </FormRow>
      ))}
      <FormEnd {...form} />
    </form>
  )
}

function isWithin(name: Name, text: string): boolean {
  const [least, most] = bounds[name]
  return /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
}

function numbers(values: Typed): [string, number][] {
  return Object.entries(values).map(([name, value]) => [name, Number(value)])
}
