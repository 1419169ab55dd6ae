import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnowledgeImportPlan } from '#contract/knowledge-import.ts'
import { Button } from '../../../ui/button.tsx'
import { textIfAny } from '../../../ui/i18n.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Card } from '../../settings/frame/card.tsx'
import { useKnownWords } from '../../settings/frame/use-known-words.ts'

const shownAtFirst = 6

/** What is wrong with which file, by name and reason. */
export function PlanProblems({ problems }: { problems: KnowledgeImportPlan['problems'] }) {
  const { t, i18n } = useTranslation()
  const known = useKnownWords()
  const [isWhole, setWhole] = useState(false)
  if (problems.length === 0) return null
  const shown = isWhole ? problems : problems.slice(0, shownAtFirst)
  return (
    <Card
      className="mb-4"
      header={
        <>
          <Icon name="alert" className="text-warn" />
          <h3 className="font-semibold">{t('knowledge.import.problems', { count: problems.length })}</h3>
        </>
      }
    >
      <ul className="py-1.5">
        {shown.map(({ path, problem, detail }, at) => (
          <li key={at} className="px-4 py-1.5">
            <span className="block font-mono text-sm wrap-anywhere text-ink-2">{path}</span>
            <span>
              {known(`knowledge.import.problem.${problem}`, problem)}
              {detail !== null && (
                <span className="wrap-anywhere text-ink-3">
                  {': '}
                  {(problem === 'not_imported' && textIfAny(i18n, `errors.${detail}`)) || detail}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {problems.length > shown.length && (
        <div className="border-t border-line px-2.5 py-1.5">
          <Button look="ghost" onClick={() => setWhole(true)}>
            {t('knowledge.import.allProblems', { count: problems.length })}
          </Button>
        </div>
      )}
    </Card>
  )
}
