import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import { Field, Input } from '../../ui/field.tsx'
import { passwordStrength, type Strength } from './password-strength.ts'

const bars: Record<Strength, { count: number; colour: string; text: string }> = {
  short: { count: 1, colour: 'bg-bad', text: 'text-ink-3' },
  weak: { count: 1, colour: 'bg-warn', text: 'text-warn' },
  fair: { count: 2, colour: 'bg-ok', text: 'text-ok' },
  strong: { count: 3, colour: 'bg-ok', text: 'text-ok' },
}

/** A password that can be looked at; for a new one, words and three bars say how good it is. */
export function PasswordField({
  label,
  value,
  onChange,
  error,
  isNew,
  about,
  hint,
  isFocused,
  id: name = 'password',
}: {
  label: string
  value: string
  onChange: (value: string) => void
  error: string | null
  isNew?: boolean
  /** The person's name and address: a password made of them is weak. */
  about?: readonly string[]
  hint?: string
  isFocused?: boolean
  id?: string
}) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  const strength = passwordStrength(value, about)
  const bar = bars[strength]
  const said = isNew ? (
    <span className="flex items-center gap-2">
      <span aria-hidden="true" className="flex flex-none gap-0.5">
        {[1, 2, 3].map((each) => (
          <span
            key={each}
            className={classNames(
              'h-1 w-5 rounded-full transition-colors duration-(--fast)',
              value && each <= bar.count ? bar.colour : 'bg-line-strong',
            )}
          />
        ))}
      </span>
      <span className={value ? bar.text : ''}>{t(`password.${value ? strength : 'rule'}`)}</span>
    </span>
  ) : (
    hint
  )
  return (
    <Field label={label} error={error} hint={said}>
      {(ids) => (
        <span className="relative block">
          <Input
            {...ids}
            name={name}
            type={isShown ? 'text' : 'password'}
            autoComplete={isNew ? 'new-password' : 'current-password'}
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={isFocused}
            value={value}
            maxLength={200}
            spellCheck={false}
            autoCapitalize="off"
            onChange={(event) => onChange(event.target.value)}
            className="!pr-20"
          />
          <button
            type="button"
            aria-pressed={isShown}
            aria-label={t('password.showLabel')}
            onClick={() => setShown(!isShown)}
            className="absolute inset-y-0.5 right-0.5 rounded-sm px-2 text-sm text-ink-3 hover:text-ink"
          >
            {t(isShown ? 'password.hide' : 'password.show')}
          </button>
        </span>
      )}
    </Field>
  )
}
