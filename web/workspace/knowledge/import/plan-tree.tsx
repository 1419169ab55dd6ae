import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnowledgeImportOptions, KnowledgeImportPlan } from '#contract/knowledge-import.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Tag, type TagTone } from '../../../ui/tag.tsx'
import { Card } from '../../settings/frame/card.tsx'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { type Becomes, becomes, planRows } from './plan-rows.ts'

const tones: Record<Becomes, TagTone> = {
  new: 'ok',
  update: 'accent',
  language: 'accent',
  skip: 'plain',
  archived: 'note',
}
const rowsAtOnce = 200

/** The categories and articles of a plan; once imported (`existing` null), what they became, each a link. */
export function PlanTree({
  plan,
  existing,
}: {
  plan: KnowledgeImportPlan
  existing: KnowledgeImportOptions['existing'] | null
}) {
  const { t } = useTranslation()
  const rows = useMemo(() => planRows(plan), [plan])
  const [most, setMost] = useState(rowsAtOnce)
  if (rows.length === 0) return null
  return (
    <>
      <Card>
        <ul aria-label={t('knowledge.import.tree')}>
          {rows.slice(0, most).map((row) => (
            <li
              key={row.kind === 'article' ? row.article.source : `${row.category.source}/`}
              className="flex min-h-10 items-center gap-2 border-t border-line px-4 py-1.5 first:border-t-0 max-md:px-3"
              style={{ paddingInlineStart: `${16 + Math.min(row.depth, 6) * 20}px` }}
            >
              {row.kind === 'category' ? (
                <>
                  <Icon name="stack" className="text-ink-3" />
                  <span className="min-w-0 font-semibold break-words">{row.category.title}</span>
                  {row.count > 0 && <span className="numeric text-sm text-ink-3">{row.count}</span>}
                  {existing !== null && (
                    <span className="ml-auto flex-none text-sm text-ink-3">
                      {t(`knowledge.import.category.${row.category.fate}`)}
                    </span>
                  )}
                </>
              ) : (
                <ArticleLine article={row.article} existing={existing} />
              )}
            </li>
          ))}
        </ul>
      </Card>
      {rows.length > most && (
        <div className="pt-3 text-center">
          <Button onClick={() => setMost(most + rowsAtOnce)}>{t('action.loadMore')}</Button>
        </div>
      )}
    </>
  )
}

function ArticleLine({
  article,
  existing,
}: {
  article: KnowledgeImportPlan['articles'][number]
  existing: KnowledgeImportOptions['existing'] | null
}) {
  const { t } = useTranslation()
  const own = useLanguage()
  const { articleId } = article
  // In the reader's own language first.
  const texts = article.texts.toSorted((a, b) => Number(b.language === own) - Number(a.language === own))
  const title = texts.map((text) => text.title).join(' · ')
  const became = becomes(article, existing ?? 'update')
  return (
    <>
      <Icon name="book" className="text-ink-3" />
      <span className="min-w-0 flex-1" title={texts.map((text) => text.path).join('\n')}>
        {articleId === null ? (
          <span className="block break-words">{title}</span>
        ) : (
          <Link
            to="/knowledge/articles/$articleId"
            params={{ articleId }}
            search={{ language: texts[0]?.language }}
            className="block break-words text-accent hover:underline"
          >
            {title}
          </Link>
        )}
      </span>
      <span className="flex flex-none items-center gap-1">
        {texts.map(({ language }) => (
          <span key={language} className="text-xs text-ink-3 uppercase">
            <span className="sr-only">{t(`knowledge.language.${language}`)}</span>
            <span aria-hidden="true">{language}</span>
          </span>
        ))}
        {existing !== null && <Tag tone={tones[became]}>{t(`knowledge.import.becomes.${became}`)}</Tag>}
      </span>
    </>
  )
}
