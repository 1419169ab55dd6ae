import { useTranslation } from 'react-i18next'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import type { Form } from '../../forms/use-form.ts'
import { siteOf } from '../chats/chat-values.ts'
import { ColourField } from '../chats/colour-field.tsx'
import { FormRow } from '../frame/form-row.tsx'
import { Chips } from '../sentence/chips.tsx'
import { Problem } from '../sentence/token.tsx'
import type { FormValues } from './form-values.ts'

/** How it looks, what it offers, what keeps machines away, and where it may stand. */
export function GuardFields({ form: { values, set, error } }: { form: Form<FormValues> }) {
  const { t } = useTranslation()
  return (
    <>
      <FormRow label={t('settings.chats.look')} hint={t('settings.webForms.lookHint')}>
        <Checkbox
          label={t('settings.webForms.inheritsLook')}
          hint={t('settings.webForms.inheritsLookHint')}
          checked={values.inheritsLook}
          onChange={(event) => set('inheritsLook', event.target.checked)}
        />
        <ColourField
          label={t('settings.chats.accent')}
          value={values.accent}
          usual="#2f5bea"
          ground="#ffffff"
          onChange={(accent) => set('accent', accent)}
        />
        <ColourField
          label={t('settings.chats.accentDark')}
          value={values.accentDark}
          usual={values.accent ?? '#7d9bff'}
          ground="#242423"
          isDark
          onChange={(accent) => set('accentDark', accent)}
        />
      </FormRow>
      <FormRow label={t('settings.webForms.sending')}>
        <Checkbox
          label={t('settings.webForms.hasSuggestions')}
          hint={t('settings.webForms.hasSuggestionsHint')}
          checked={values.hasSuggestions}
          onChange={(event) => set('hasSuggestions', event.target.checked)}
        />
        <Field
          label={t('settings.webForms.redirectUrl')}
          hint={t('settings.webForms.redirectHint')}
          error={error('redirectUrl')}
        >
          {(ids) => (
            <Input
              {...ids}
              type="url"
              placeholder="https://shop.example/thanks"
              maxLength={1000}
              value={values.redirectUrl ?? ''}
              onChange={(event) => set('redirectUrl', event.target.value)}
            />
          )}
        </Field>
      </FormRow>
      <FormRow label={t('settings.webForms.spam')} hint={t('settings.webForms.spamHint')}>
        <Checkbox
          label={t('settings.webForms.needsProof')}
          hint={t('settings.webForms.needsProofHint')}
          checked={values.needsProof}
          onChange={(event) => set('needsProof', event.target.checked)}
        />
        <Checkbox
          label={t('settings.webForms.takesPlain')}
          hint={t('settings.webForms.takesPlainHint')}
          checked={values.takesPlain}
          onChange={(event) => set('takesPlain', event.target.checked)}
        />
      </FormRow>
      <FormRow label={t('settings.chats.sites')} hint={t('settings.webForms.sitesHint')}>
        <div className="flex flex-col gap-1">
          <Chips
            label={t('settings.chats.site')}
            values={values.sites}
            onChange={(sites) => set('sites', [...new Set(sites.map(siteOf))])}
            placeholder="https://shop.example"
            another={t('settings.chats.anotherSite')}
            separators={/[,\s]/}
            isBad={error('sites') !== null}
            isMono
          />
          {error('sites') && <Problem>{error('sites')}</Problem>}
        </div>
      </FormRow>
    </>
  )
}
