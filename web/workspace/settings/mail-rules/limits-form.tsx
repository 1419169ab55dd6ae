import { useTranslation } from 'react-i18next'
import { MailLimits, updateMailLimits } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { refreshSettings } from '../use-change.ts'

type Name = keyof MailLimits
type Typed = Record<Name, string>

const groups: readonly { group: 'incoming' | 'answers' | 'bounces'; names: readonly Name[] }[] = [
  { group: 'incoming', names: ['newTicketsPerHour', 'automaticLettersPerDay', 'peoplePerLetter'] },
  { group: 'answers', names: ['automaticAnswersPerDay'] },
  { group: 'bounces', names: ['blockDays', 'softBounces', 'softBounceDays'] },
]

function typed(limits: MailLimits): Typed {
  return Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, String(value)])) as Typed
}

/** The limits; generous as they come, so that only a flood meets them. */
export function LimitsForm({ saved }: { saved: MailLimits }) {
  const { t } = useTranslation()
  const read = (values: Typed) => MailLimits.safeParse(Object.fromEntries(numbers(values)))
  const form = useForm<Typed>({
    initial: typed(saved),
    check: (values) => {
      const parsed = read(values)
      const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0]))
      return Object.fromEntries(wrong.map((name) => [name, t('settings.mailRules.limits.wrong')]))
    },
    send: async (values) => {
      const parsed = read(values)
      if (parsed.success) await call(updateMailLimits, { body: parsed.data })
    },
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

function numbers(values: Typed): [string, number][] {
  return Object.entries(values).map(([name, value]) => [
    name,
    value.trim() === '' ? Number.NaN : Number(value),
  ])
}
