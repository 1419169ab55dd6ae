import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { newContent } from './content.ts'
import { ruleTemplatesQuery } from './queries.ts'
import { startOf } from './rule-start.ts'
import type { useRuleForm } from './use-rule-form.ts'

/** Templates above a rule that is not saved yet. What one takes the place of comes back with one press. */
export function TemplateStrip({ form }: { form: ReturnType<typeof useRuleForm> }) {
  const { t } = useTranslation()
  const { data } = useQuery(ruleTemplatesQuery)
  const [bringBack, setBringBack] = useState<(() => void) | null>(null)
  // Without them the page is as good as ever: nothing is said while they load or when they fail.
  if (!data) return null
  const isBare = JSON.stringify(form.content) === JSON.stringify(newContent())
  const isTemplate = data.items.some(
    ({ content }) => JSON.stringify(content) === JSON.stringify(form.content),
  )
  return (
    <div role="group" aria-label={t('rules.beginFromReady')} className="flex flex-wrap items-center gap-1.5">
      <span className="mr-1 text-ink-3" aria-hidden="true">
        {t('rules.beginFromReady')}
      </span>
      {data.items.map((template) => (
        <Button
          key={template.key}
          title={template.summary}
          aria-pressed={JSON.stringify(template.content) === JSON.stringify(form.content)}
          onClick={() => {
            const undo = form.beginFrom(startOf(template))
            if (!isBare && !isTemplate) setBringBack(() => undo)
          }}
        >
          {template.name}
        </Button>
      ))}
      {bringBack && (
        <Button
          look="ghost"
          className="!text-accent"
          onClick={() => {
            bringBack()
            setBringBack(null)
          }}
        >
          {t('rules.bringBack')}
        </Button>
      )}
    </div>
  )
}
