import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import { isWhole, mostFooterLinks, newFooterLink, type PortalValues } from './portal-values.ts'

/** Links under every page, named in the language that is being written. */
export function FooterFields({
  form: { values, set, error },
  language,
}: {
  form: Form<PortalValues>
  language: Language
}) {
  const { t } = useTranslation()
  const { footer } = values
  const change = (key: number, part: Partial<(typeof footer)[number]>) =>
    set(
      'footer',
      footer.map((link) => (link.key === key ? { ...link, ...part } : link)),
    )
  const other = language === 'ru' ? 'en' : 'ru'
  const problem = error('footer')
  return (
    <FormRow label={t('settings.portal.footer')} hint={t('settings.portal.footerHint')}>
      {footer.length > 0 && (
        <ul className="flex flex-col gap-2">
          {footer.map((link, at) => (
            <li key={link.key} className="flex flex-wrap items-center gap-2">
              <Input
                aria-label={t('settings.portal.footerTitle', { number: at + 1 })}
                aria-invalid={problem && !isWhole(link) ? true : undefined}
                lang={language}
                maxLength={80}
                className="!w-44 max-md:!w-full"
                placeholder={link[other] || t('settings.portal.footerTitleExample')}
                value={link[language]}
                onChange={(event) => change(link.key, { [language]: event.target.value })}
              />
              <Input
                aria-label={t('settings.portal.footerUrl', { number: at + 1 })}
                aria-invalid={problem && !isWhole(link) ? true : undefined}
                maxLength={500}
                inputMode="url"
                spellCheck={false}
                className="!w-auto flex-1"
                placeholder="https://shop.example/privacy"
                value={link.url}
                onChange={(event) => change(link.key, { url: event.target.value })}
              />
              <IconButton
                icon="close"
                label={t('settings.portal.footerRemove', { number: at + 1 })}
                onClick={() =>
                  set(
                    'footer',
                    footer.filter(({ key }) => key !== link.key),
                  )
                }
              />
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
      {footer.length < mostFooterLinks && (
        <Button
          icon="plus"
          className="self-start"
          onClick={() => set('footer', [...footer, newFooterLink()])}
        >
          {t('settings.portal.footerAdd')}
        </Button>
      )}
    </FormRow>
  )
}
