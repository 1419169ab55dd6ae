import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { type PortalSettings, updatePortalSettings } from '#contract/portal-settings.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox, Field, Input, Textarea } from '../../../ui/field.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { type Form, type Problems, useForm } from '../../forms/use-form.ts'
import { queryClient } from '../../query-client.ts'
import { ColourField } from '../chats/colour-field.tsx'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { LeaveGuard } from '../rules/leave-guard.tsx'
import { FooterFields } from './footer-fields.tsx'
import { HostFields } from './host-fields.tsx'
import { LogoField } from './logo-field.tsx'
import { LookPreview } from './look-preview.tsx'
import { isWhole, type PortalValues, savedValues, sentValues } from './portal-values.ts'
import { portalQuery } from './queries.ts'

/** The colours the portal comes with. */
const usual = { light: '#2f5bea', dark: '#7d9bff' } as const
const languages = ['ru', 'en'] as const

/** Everything about the portal, and beside it its pages as they would look now. */
export function PortalForm({ start, onTakeNewer }: { start: PortalSettings; onTakeNewer: () => void }) {
  const { t } = useTranslation()
  const own = useLanguage()
  const [saved, setSaved] = useState(start)
  const [chosen, setLanguage] = useState<Language>(own)
  const keep = (next: PortalSettings) => {
    setSaved(next)
    queryClient.setQueryData(portalQuery.queryKey, next)
  }
  const form = useForm<PortalValues, PortalSettings>({
    initial: savedValues(start),
    check: (values) => {
      const wrong: Problems<PortalValues> = {}
      if (values.languages.length === 0) wrong.languages = t('settings.portal.languageMissing')
      if (values.hasHost && !/^[^\s/:@]+\.[^\s/:@]+$/.test(values.host.trim()))
        wrong.host = t('settings.portal.hostMissing')
      if (values.footer.some((link) => !isWhole(link))) wrong.footer = t('settings.portal.footerMissing')
      return wrong
    },
    at: { address_refused: 'host' },
    words: { address_refused: t('settings.portal.hostRefused') },
    send: (values) => call(updatePortalSettings, { body: { ...sentValues(values), version: saved.version } }),
    onDone: (next) => {
      keep(next)
      form.reset(savedValues(next))
    },
  })
  const { values, set } = form
  // One that was switched off gives way.
  const language = values.languages.includes(chosen) ? chosen : (values.languages[0] ?? own)
  return (
    <div className="grid items-start gap-x-10 xl:grid-cols-[minmax(0,1fr)_430px]">
      <form noValidate onSubmit={form.onSubmit} className="min-w-0">
        <FormRow label={t('settings.portal.basics')}>
          <Checkbox
            label={t('settings.portal.isOn')}
            hint={t('settings.portal.isOnHint')}
            checked={values.isOn}
            onChange={(event) => set('isOn', event.target.checked)}
          />
          <fieldset aria-describedby={form.error('languages') ? 'portal-languages' : undefined}>
            <legend className="pb-1 text-ink-2">{t('settings.portal.languages')}</legend>
            {languages.map((one) => (
              <Checkbox
                key={one}
                label={t(`settings.chats.language.${one}`)}
                checked={values.languages.includes(one)}
                onChange={({ target }) =>
                  set(
                    'languages',
                    languages.filter((each) =>
                      each === one ? target.checked : values.languages.includes(each),
                    ),
                  )
                }
              />
            ))}
            {form.error('languages') && (
              <p id="portal-languages" role="alert" className="text-sm text-bad">
                {form.error('languages')}
              </p>
            )}
          </fieldset>
        </FormRow>
        <WordsRow form={form} language={language} onLanguage={setLanguage} deskName={saved.deskName} />
        <FormRow label={t('settings.portal.look')} hint={t('settings.portal.lookHint')}>
          <LogoField saved={saved} onSaved={keep} />
          <ColourField
            label={t('settings.portal.accent')}
            value={values.accent}
            usual={usual.light}
            ground="#ffffff"
            onChange={(accent) => set('accent', accent)}
          />
          <ColourField
            label={t('settings.portal.accentDark')}
            value={values.accentDark}
            usual={values.accent ?? usual.dark}
            ground="#1b1b1a"
            isDark
            onChange={(accent) => set('accentDark', accent)}
          />
        </FormRow>
        <FooterFields form={form} language={language} />
        <FormRow label={t('settings.portal.requests')} hint={t('settings.portal.requestsHint')}>
          <Checkbox
            label={t('settings.portal.asksCategory')}
            hint={t('settings.portal.asksCategoryHint')}
            checked={values.asksCategory}
            onChange={(event) => set('asksCategory', event.target.checked)}
          />
          <Checkbox
            label={t('settings.portal.showsForms')}
            hint={t('settings.portal.showsFormsHint')}
            checked={values.showsForms}
            onChange={(event) => set('showsForms', event.target.checked)}
          />
          <Checkbox
            label={t('settings.portal.linksLetters')}
            hint={t('settings.portal.linksLettersHint')}
            checked={values.linksLetters}
            onChange={(event) => set('linksLetters', event.target.checked)}
          />
        </FormRow>
        <HostFields form={form} url={saved.url} />
        <FormEnd {...form}>
          {form.failed?.failure === 'version_conflict' && (
            <Button icon="refresh" onClick={onTakeNewer}>
              {t('settings.inboxes.takeNewer')}
            </Button>
          )}
        </FormEnd>
      </form>
      <LookPreview
        values={values}
        logo={saved.logo?.url ?? null}
        language={language}
        onLanguage={setLanguage}
      />
      <LeaveGuard isDirty={() => form.isDirty} text={t('settings.portal.leaveText')} />
    </div>
  )
}

/** What the portal is called and how its front page greets, a language at a time. */
function WordsRow({
  form: { values, set },
  language,
  onLanguage,
  deskName,
}: {
  form: Form<PortalValues>
  language: Language
  onLanguage: (language: Language) => void
  deskName: string
}) {
  const { t } = useTranslation()
  const keys =
    language === 'ru'
      ? ({ name: 'nameRu', title: 'titleRu', text: 'textRu' } as const)
      : ({ name: 'nameEn', title: 'titleEn', text: 'textEn' } as const)
  const said = (key: keyof typeof keys, maxLength: number) => ({
    lang: language,
    maxLength,
    autoComplete: 'off',
    value: values[keys[key]],
    onChange: (event: { target: { value: string } }) => set(keys[key], event.target.value),
  })
  return (
    <FormRow label={t('settings.portal.words')} hint={t('settings.portal.wordsHint')}>
      {values.languages.length > 1 && (
        <Tabs
          label={t('settings.portal.wordsIn')}
          value={language}
          items={languages.map((one) => ({ value: one, label: t(`settings.chats.language.${one}`) }))}
          onChange={onLanguage}
        />
      )}
      <Field label={t('settings.portal.name')} hint={t('settings.portal.nameHint', { name: deskName })}>
        {(ids) => <Input {...ids} {...said('name', 80)} placeholder={deskName} />}
      </Field>
      <Field label={t('settings.portal.greetingTitle')}>
        {(ids) => (
          <Input
            {...ids}
            {...said('title', 120)}
            placeholder={t(`settings.portal.usualGreeting.${language}`)}
          />
        )}
      </Field>
      <Field label={t('settings.portal.greetingText')}>
        {(ids) => <Textarea {...ids} {...said('text', 400)} rows={2} />}
      </Field>
    </FormRow>
  )
}
