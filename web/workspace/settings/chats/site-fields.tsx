import { useTranslation } from 'react-i18next'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import { Chips } from '../sentence/chips.tsx'
import { Problem } from '../sentence/token.tsx'
import { type ChatValues, siteOf } from './chat-values.ts'

/** Where the chat may stand. */
export function SiteFields({ form: { values, set, error } }: { form: Form<ChatValues> }) {
  const { t } = useTranslation()
  return (
    <FormRow label={t('settings.chats.sites')} hint={t('settings.chats.sitesHint')}>
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
        {error('sites') ? (
          <Problem>{error('sites')}</Problem>
        ) : (
          values.sites.length === 0 && <p className="text-sm text-ink-3">{t('settings.chats.sitesNone')}</p>
        )}
      </div>
    </FormRow>
  )
}
