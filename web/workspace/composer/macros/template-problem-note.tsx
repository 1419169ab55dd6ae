import { useTranslation } from 'react-i18next'
import { Callout } from '../../forms/callout.tsx'
import type { TemplateRefusal } from './use-template-words.ts'

/** What is wrong with a template, with the line it is in and a mark under the place. */
export function TemplateProblemNote({
  refusal,
  className,
}: {
  refusal: TemplateRefusal
  className?: string
}) {
  const { t } = useTranslation()
  const { text, snippet, column, line } = refusal
  // A long line is shown from shortly before the place.
  const from = Math.max(0, column - 30)
  return (
    <Callout tone="bad" icon="alert" role="alert" className={className}>
      {text}
      {snippet !== '' && (
        <>
          <span className="sr-only">{t('macro.atPlace', { line, column })}</span>
          <pre aria-hidden="true" className="mt-1 overflow-x-auto font-mono text-sm leading-5">
            {`${from > 0 ? '…' : ''}${snippet.slice(from)}\n${' '.repeat(column - 1 - from + (from > 0 ? 1 : 0))}▲`}
          </pre>
        </>
      )}
    </Callout>
  )
}
