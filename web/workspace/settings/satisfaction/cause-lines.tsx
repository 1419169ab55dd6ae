import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import { useLineFocus } from '../frame/use-line-focus.ts'
import { Problem } from '../sentence/token.tsx'
import { newCause, type SurveyValues } from './survey-values.ts'
import { languages } from './text-fields.tsx'

const atMost = 12

/** What a customer may tick as the reason of their score, in both languages side by side. */
export function CauseLines({ form: { values, set, error } }: { form: Form<SurveyValues> }) {
  const { t } = useTranslation()
  const { causes } = values
  const box = useLineFocus<HTMLUListElement>(causes.length)
  const isBad = error('causes') !== null
  const move = (at: number, by: -1 | 1) => {
    const one = causes[at]
    if (one) set('causes', causes.toSpliced(at, 1).toSpliced(at + by, 0, one))
  }
  return (
    <FormRow label={t('settings.satisfaction.causes')} hint={t('settings.satisfaction.causesHint')}>
      <ul ref={box} className="flex flex-col gap-2">
        {causes.map((cause, at) => (
          <li key={cause.key} data-line className="flex items-center gap-1.5 max-sm:items-start">
            <span className="grid min-w-0 flex-1 gap-1.5 sm:grid-cols-2">
              {languages.map((language) => (
                <Input
                  key={language}
                  lang={language}
                  name={`${cause.key}-${language}`}
                  autoComplete="off"
                  maxLength={80}
                  value={cause[language]}
                  placeholder={t(`settings.satisfaction.causeExample.${language}`)}
                  aria-label={t('settings.satisfaction.causeIn', {
                    number: at + 1,
                    language: t(`settings.chats.in.${language}`),
                  })}
                  aria-invalid={(isBad && !cause[language].trim()) || undefined}
                  onChange={(event) =>
                    set('causes', causes.with(at, { ...cause, [language]: event.target.value }))
                  }
                />
              ))}
            </span>
            <IconButton
              icon="up"
              label={t('settings.satisfaction.causeUp', { number: at + 1 })}
              disabled={at === 0}
              onClick={() => move(at, -1)}
            />
            <IconButton
              icon="trash"
              label={t('settings.satisfaction.causeRemove', { number: at + 1 })}
              onClick={() => set('causes', causes.toSpliced(at, 1))}
            />
          </li>
        ))}
      </ul>
      {isBad && <Problem>{error('causes')}</Problem>}
      {causes.length === 0 && <p className="text-ink-3">{t('settings.satisfaction.noCauses')}</p>}
      {causes.length < atMost && (
        <div className="flex flex-wrap gap-2">
          <Button icon="plus" onClick={() => set('causes', [...causes, newCause(causes)])}>
            {t('settings.satisfaction.addCause')}
          </Button>
          {causes.length === 0 && (
            <Button look="ghost" onClick={() => set('causes', usualCauses())}>
              {t('settings.satisfaction.usualCauses')}
            </Button>
          )}
        </div>
      )}
    </FormRow>
  )
}

/** What desks mostly ask about; in both languages, since both are saved. */
function usualCauses(): SurveyValues['causes'] {
  return [
    { key: 'speed', ru: 'Скорость ответа', en: 'Speed of the answer' },
    { key: 'solution', ru: 'Решение вопроса', en: 'The solution itself' },
    { key: 'clarity', ru: 'Понятность объяснений', en: 'How clear it was' },
    { key: 'politeness', ru: 'Вежливость', en: 'Politeness' },
  ]
}
