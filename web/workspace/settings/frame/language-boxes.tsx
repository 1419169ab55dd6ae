import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { Checkbox } from '../../../ui/field.tsx'

const languages = ['ru', 'en'] as const satisfies readonly Language[]

/** Which languages something speaks; what speaks none is nothing, so the last one stays. */
export function LanguageBoxes({
  values,
  onChange,
  onAdded,
}: {
  values: readonly Language[]
  onChange: (languages: Language[]) => void
  /** Its words are wanted now. */
  onAdded: (language: Language) => void
}) {
  const { t } = useTranslation()
  return (
    <fieldset className="flex flex-wrap gap-x-6 gap-y-1">
      <legend className="sr-only">{t('settings.chats.languages')}</legend>
      {languages.map((one) => {
        const isOn = values.includes(one)
        return (
          <Checkbox
            key={one}
            label={t(`settings.chats.language.${one}`)}
            checked={isOn}
            disabled={isOn && values.length === 1}
            onChange={(event) => {
              const left = values.filter((each) => each !== one)
              onChange(event.target.checked ? [...left, one] : left)
              if (event.target.checked) onAdded(one)
            }}
          />
        )
      })}
    </fieldset>
  )
}
