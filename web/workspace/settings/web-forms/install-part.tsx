import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WebForm } from '#contract/web-forms.ts'
import { Input } from '../../../ui/field.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Callout } from '../../forms/callout.tsx'
import { CodeBlock } from '../chats/install/code-block.tsx'
import { CopyLine } from '../frame/copy-line.tsx'
import { FormRow } from '../frame/form-row.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { previewWish, savedValues } from './form-values.ts'
import { previewQuery } from './queries.ts'
import { plainForm, scriptTag } from './snippets.ts'

const places = ['page', 'window'] as const

/** Three ways to use a form: its own page, one line on any site, plain HTML. */
export function InstallPart({ form }: { form: WebForm & { url: string } }) {
  const { t } = useTranslation()
  const own = useLanguage()
  const language = form.languages.includes(own) ? own : (form.languages[0] ?? own)
  const [place, setPlace] = useState<(typeof places)[number]>('page')
  const [button, setButton] = useState('')
  const { data: shown } = useQuery(previewQuery(previewWish(savedValues(form), language)))
  const url = form.url.replace(/\/help\/(?:ru|en)\//, `/help/${language}/`)
  const origin = new URL(form.url).origin
  const words = button.trim() || form.texts[language]?.title || form.name
  return (
    <div>
      {!form.isActive && (
        <Callout tone="warn" icon="alert">
          {t('settings.webForms.installOff')}
        </Callout>
      )}
      <FormRow label={t('settings.webForms.ownPage')} hint={t('settings.webForms.ownPageHint')}>
        <CopyLine text={url} label={t('settings.webForms.ownPage')} isQuiet />
        <a href={url} target="_blank" rel="noreferrer" className="self-start text-accent">
          {t('settings.webForms.openPage')}
        </a>
      </FormRow>
      <FormRow label={t('settings.webForms.script')} hint={t('settings.webForms.scriptHint')}>
        <Tabs
          label={t('settings.webForms.script')}
          value={place}
          items={places.map((one) => ({ value: one, label: t(`settings.webForms.place.${one}`) }))}
          onChange={setPlace}
        />
        {place === 'window' && (
          <Input
            aria-label={t('settings.webForms.windowButton')}
            placeholder={words}
            maxLength={60}
            value={button}
            onChange={(event) => setButton(event.target.value)}
          />
        )}
        <CodeBlock
          label={t('settings.webForms.script')}
          code={scriptTag(origin, form.key, place === 'window' ? words : undefined)}
        />
      </FormRow>
      <FormRow label={t('settings.webForms.plain')} hint={t('settings.webForms.plainHint')}>
        {form.takesPlain ? (
          shown && <CodeBlock label={t('settings.webForms.plain')} code={plainForm(shown, url)} />
        ) : (
          <p className="text-ink-3">{t('settings.webForms.plainOff')}</p>
        )}
      </FormRow>
    </div>
  )
}
