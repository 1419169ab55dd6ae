import { useTranslation } from 'react-i18next'
import type { ProactiveMessage } from '#contract/chat.ts'
import type { Language } from '#contract/common.ts'
import { Button } from '../../../ui/button.tsx'
import { inputClass, Textarea } from '../../../ui/field.tsx'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import { useLineFocus } from '../frame/use-line-focus.ts'
import { NumberToken } from '../sentence/number-token.tsx'
import { Problem, QuietChoice, RemoveToken } from '../sentence/token.tsx'
import { type ChatValues, languages } from './chat-values.ts'

const atMost = 20

/** What the chat says by itself, each a sentence: where, after how long, which words. */
export function ProactiveLines({ form: { values, set, error } }: { form: Form<ChatValues> }) {
  const { t } = useTranslation()
  const { proactive } = values
  const box = useLineFocus<HTMLDivElement>(proactive.length)
  const change = (at: number, next: Partial<ProactiveMessage>) =>
    set(
      'proactive',
      proactive.map((one, index) => (index === at ? { ...one, ...next } : one)),
    )
  const add = () => {
    const id = `m${Date.now().toString(36)}${proactive.length}`
    set('proactive', [...proactive, { id, pagePart: '', afterSeconds: 15, texts: {} }])
  }
  return (
    <FormRow label={t('settings.chats.invitations')} hint={t('settings.chats.invitationsHint')}>
      <div ref={box} className="flex flex-col gap-3">
        {proactive.map((message, at) => (
          <Sentence
            key={message.id}
            at={at}
            message={message}
            spoken={languages.filter((language) => values.languages.includes(language))}
            isBad={error('proactive') !== null}
            onChange={(next) => change(at, next)}
            onRemove={() => set('proactive', proactive.toSpliced(at, 1))}
          />
        ))}
        {error('proactive') && <Problem>{error('proactive')}</Problem>}
        {proactive.length < atMost && (
          <div>
            <Button icon="plus" onClick={add}>
              {t('settings.chats.addInvitation')}
            </Button>
          </div>
        )}
      </div>
    </FormRow>
  )
}

function Sentence({
  at,
  message,
  spoken,
  isBad,
  onChange,
  onRemove,
}: {
  at: number
  message: ProactiveMessage
  spoken: readonly Language[]
  isBad: boolean
  onChange: (next: Partial<ProactiveMessage>) => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  const { pagePart, afterSeconds, texts } = message
  const isEverywhere = pagePart === ''
  const isEmpty = spoken.every((language) => !texts[language]?.trim())
  return (
    <fieldset data-line className="rounded-lg border border-line px-3 py-2.5">
      <legend className="sr-only">{t('settings.chats.invitationAt', { number: at + 1 })}</legend>
      <div className="flex items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
          <QuietChoice
            look="name"
            label={t('settings.chats.where')}
            value={isEverywhere ? 'any' : 'part'}
            choices={[
              { value: 'any', label: t('settings.chats.anyPage') },
              { value: 'part', label: t('settings.chats.pageWith') },
            ]}
            // The words of an address have to begin with something.
            onChoose={(where) => onChange({ pagePart: where === 'any' ? '' : pagePart || '/' })}
          />
          {!isEverywhere && (
            <input
              aria-label={t('settings.chats.pagePart')}
              value={pagePart}
              maxLength={300}
              spellCheck={false}
              placeholder="/delivery"
              onChange={(event) => onChange({ pagePart: event.target.value || '/' })}
              className="h-(--control) w-36 max-w-64 flex-1 rounded-md border border-transparent bg-accent-soft px-2.5 font-mono text-sm text-accent focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent max-md:text-[16px]"
            />
          )}
          <span>{t('settings.chats.after')}</span>
          <NumberToken
            label={t('settings.chats.seconds')}
            value={afterSeconds}
            isBad={isBad && !(afterSeconds >= 0 && afterSeconds <= 3600)}
            onChange={(seconds) => onChange({ afterSeconds: Math.round(seconds) })}
          />
          <span>{t('settings.chats.secondsSay')}</span>
        </div>
        <RemoveToken
          label={t('settings.chats.removeInvitation', { number: at + 1 })}
          onClick={onRemove}
          className="!size-(--control)"
        />
      </div>
      <div className="mt-2 flex flex-col gap-1.5">
        {spoken.map((language) => (
          <Textarea
            key={language}
            lang={language}
            rows={2}
            maxLength={300}
            aria-label={t('settings.chats.invitationText', { language: t(`settings.chats.in.${language}`) })}
            aria-invalid={(isBad && isEmpty) || undefined}
            placeholder={t(`settings.chats.invitationExample.${language}`)}
            value={texts[language] ?? ''}
            onChange={(event) => {
              const { [language]: _, ...others } = texts
              const text = event.target.value
              onChange({ texts: text === '' ? others : { ...texts, [language]: text } })
            }}
            className={inputClass}
          />
        ))}
      </div>
    </fieldset>
  )
}
