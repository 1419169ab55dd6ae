import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { contrast } from '../../../ui/contrast.ts'

const isColour = (text: string) => /^#[0-9a-f]{6}$/.test(text)

/** A colour by the browser's palette or by its number; said where it cannot be told from what is behind it. */
export function ColourField({
  label,
  value,
  usual,
  ground,
  isDark,
  onChange,
}: {
  label: string
  /** Null for the usual one. */
  value: string | null
  usual: string
  ground: string
  isDark?: boolean
  onChange: (colour: string | null) => void
}) {
  const { t } = useTranslation()
  // What is being typed and is no colour yet.
  const [typed, setTyped] = useState<string | null>(null)
  const shown = value ?? usual
  const type = (text: string) => {
    const colour = `#${text.trim().toLowerCase().replace(/^#/, '')}`
    if (!isColour(colour)) return setTyped(text)
    setTyped(null)
    onChange(colour)
  }
  const contrasts = contrast(shown, ground)
  const ratio = contrasts.toLocaleString(useLanguage(), { maximumFractionDigits: 1 })
  const warning =
    contrasts < 3
      ? t(isDark ? 'settings.chats.faintDark' : 'settings.chats.faint', { ratio })
      : contrasts < 4.5
        ? t(isDark ? 'settings.chats.paleDark' : 'settings.chats.pale', { ratio })
        : null
  return (
    <Field
      label={label}
      error={typed === null ? null : t('settings.chats.colourWrong')}
      hint={
        warning && (
          <span role="status" className="flex items-start gap-1.5 text-warn">
            <Icon name="alert" size={14} className="mt-0.5" />
            {warning}
          </span>
        )
      }
    >
      {(ids) => (
        <span className="flex items-center gap-2">
          <input
            type="color"
            aria-label={t('settings.chats.palette', { label })}
            value={shown}
            onChange={(event) => type(event.target.value)}
            className="h-(--control) w-11 flex-none cursor-pointer rounded-md border border-line bg-raised p-1"
          />
          <Input
            {...ids}
            value={typed ?? shown}
            maxLength={7}
            spellCheck={false}
            onChange={(event) => type(event.target.value)}
            onBlur={() => setTyped(null)}
            className="!w-28 font-mono text-sm"
          />
          {value !== null && (
            <Button look="ghost" onClick={() => onChange(null)}>
              {t('settings.chats.asUsual')}
            </Button>
          )}
        </span>
      )}
    </Field>
  )
}
