import { useTranslation } from 'react-i18next'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import type { ChatValues } from './chat-values.ts'
import { ColourField } from './colour-field.tsx'

/** What the chat begins with: the desk's own colours. */
const usual = { light: '#2f5bea', dark: '#7d9bff' } as const

/** Its colours by day and by night, and its corner. */
export function LookFields({ form: { values, set } }: { form: Form<ChatValues> }) {
  const { t } = useTranslation()
  return (
    <FormRow label={t('settings.chats.look')} hint={t('settings.chats.lookHint')}>
      <ColourField
        label={t('settings.chats.accent')}
        value={values.accent}
        usual={usual.light}
        ground="#ffffff"
        onChange={(accent) => set('accent', accent)}
      />
      <ColourField
        label={t('settings.chats.accentDark')}
        value={values.accentDark}
        usual={values.accent ?? usual.dark}
        ground="#242423"
        isDark
        onChange={(accent) => set('accentDark', accent)}
      />
      <fieldset>
        <legend className="pb-1 text-ink-2">{t('settings.chats.position')}</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-1">
          {(['right', 'left'] as const).map((side) => (
            <label key={side} className="flex items-start gap-2 py-0.5">
              <input
                type="radio"
                name="position"
                checked={values.position === side}
                onChange={() => set('position', side)}
                className="mt-0.5 size-4 flex-none accent-(--accent)"
              />
              {t(`settings.chats.side.${side}`)}
            </label>
          ))}
        </div>
      </fieldset>
    </FormRow>
  )
}
