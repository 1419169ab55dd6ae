import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { previewSignature, type SignatureVariable } from '#contract/signatures.ts'
import { call } from '../../../api/call.ts'
import { Field, Textarea } from '../../../ui/field.tsx'
import { LetterFrame } from '../../feed/letter-frame.tsx'
import { useDebounced } from '../../palette/use-debounced.ts'
import { isTemplateRefusal, useTemplateProblem } from './template-problem.ts'

/** What may be filled in, with its key under `settings.signature.variable` in locales/; a missing one is a type error. */
const variables = {
  'agent.name': 'agent_name',
  'agent.position': 'agent_position',
  'agent.email': 'agent_email',
  'inbox.name': 'inbox_name',
  'inbox.address': 'inbox_address',
  'ticket.number': 'ticket_number',
  'ticket.subject': 'ticket_subject',
  'customer.name': 'customer_name',
} as const satisfies Record<SignatureVariable, string>

const example = '{{ agent.name }}\n{{ inbox.name }}'

/** A signature's template, the words it may have filled in, and how letters will carry it. */
export function SignatureField({
  value,
  error,
  inboxId,
  onChange,
}: {
  value: string
  error: string | null
  /** Whose letters the preview is of. */
  inboxId?: number
  onChange: (value: string) => void
}) {
  const { t } = useTranslation()
  const field = useRef<HTMLTextAreaElement>(null)
  const template = useDebounced(value, 350)
  const sayProblem = useTemplateProblem()
  const preview = useQuery({
    queryKey: ['settings', 'signature', inboxId ?? null, template],
    queryFn: ({ signal }) =>
      call(previewSignature, { body: { template, ...(inboxId && { inboxId }) } }, { signal }),
    enabled: template.trim() !== '',
    placeholderData: (before) => before,
    retry: (count, failure) => !isTemplateRefusal(failure) && count < 2,
  })
  const refusal = template.trim() !== '' && preview.error ? sayProblem(preview.error) : null
  const insert = (name: string) => {
    const at = field.current?.selectionStart ?? value.length
    const end = field.current?.selectionEnd ?? at
    const words = `{{ ${name} }}`
    onChange(value.slice(0, at) + words + value.slice(end))
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(at + words.length, at + words.length)
    })
  }
  return (
    <>
      <Field
        label={t('settings.signature.template')}
        hint={t('settings.signature.formatHint')}
        error={refusal ?? error}
      >
        {(ids) => (
          <Textarea
            {...ids}
            ref={field}
            name="signature"
            rows={5}
            maxLength={20_000}
            spellCheck={false}
            placeholder={example}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="font-mono text-sm"
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="text-sm text-ink-3">{t('settings.signature.variables')}</span>
        {Object.entries(variables).map(([name, key]) => {
          const words = t(`settings.signature.variable.${key}`)
          return (
            <button
              key={name}
              type="button"
              title={`{{ ${name} }}`}
              aria-label={t('settings.signature.insert', { name: words })}
              onClick={() => insert(name)}
              className="rounded-sm border border-line bg-app px-1.5 text-sm text-ink-2 hover:border-line-strong hover:text-ink"
            >
              {words}
            </button>
          )
        })}
      </div>
      {template.trim() !== '' && preview.data && !refusal && (
        <div>
          <p className="pb-1 text-sm text-ink-3">{t('settings.signature.preview')}</p>
          <div className="rounded-md border border-line px-3 py-2">
            {preview.data.html ? (
              <LetterFrame html={preview.data.html} files={[]} showsRemoteImages={false} />
            ) : (
              <span className="text-ink-3">{t('settings.signature.previewEmpty')}</span>
            )}
          </div>
        </div>
      )}
    </>
  )
}
