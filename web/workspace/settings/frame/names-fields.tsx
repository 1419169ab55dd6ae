import { useTranslation } from 'react-i18next'
import type { Names } from '#contract/common.ts'
import { Field, Input } from '../../../ui/field.tsx'

/** A name in both languages of the desk. Left empty, the second takes the words of the first. */
export function NamesFields({
  ru,
  en,
  onChange,
  error,
  isFocused,
}: {
  ru: string
  en: string
  onChange: (language: 'ru' | 'en', text: string) => void
  error: string | null
  isFocused?: boolean
}) {
  const { t, i18n } = useTranslation()
  const order = i18n.language === 'en' ? (['en', 'ru'] as const) : (['ru', 'en'] as const)
  const text = { ru, en }
  return (
    <div className="grid gap-4 md:grid-cols-2">
      {order.map((language, at) => (
        <Field
          key={language}
          label={t(`settings.nameIn.${language}`)}
          error={at === 0 ? error : null}
          hint={at === 1 ? t('settings.nameSame') : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              lang={language}
              name={`name-${language}`}
              // oxlint-disable-next-line jsx-a11y/no-autofocus
              autoFocus={isFocused && at === 0}
              autoComplete="off"
              maxLength={200}
              placeholder={at === 1 ? text[order[0]] : undefined}
              value={text[language]}
              onChange={(event) => onChange(language, event.target.value)}
            />
          )}
        </Field>
      ))}
    </div>
  )
}

/** Both names from what was typed; null when nothing was. */
export function namesOf({ ru, en }: { ru: string; en: string }): Names | null {
  const names = { ru: ru.trim() || en.trim(), en: en.trim() || ru.trim() }
  return names.ru ? names : null
}
