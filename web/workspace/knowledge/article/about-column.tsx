import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { type Article, updateArticle } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Select } from '../../../ui/select.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { TagField } from '../../context/tag-field.tsx'
import { useCan } from '../../session.ts'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { useChange } from '../../settings/use-change.ts'
import { knowledgeCategoriesQuery } from '../queries.ts'
import { visibilities } from '../tree/category-dialog.tsx'
import { categoryRows, narrower, titleOf } from '../tree/category-rows.ts'
import { AddressField } from './address-field.tsx'
import { Attachments } from './attachments.tsx'
import { Part } from './part.tsx'
import { AuthorsField, RelatedField } from './people-and-related.tsx'
import { ReadersPart } from './readers-part.tsx'
import type { ArticleWriting } from './use-article-text.ts'

interface Change {
  categoryId?: number
  visibility?: Article['visibility']
  tags?: string[]
  authorIds?: number[]
  relatedIds?: number[]
}

/** What an article is in every language: where it stands, who may read it, who wrote it, and what readers say. */
export function AboutColumn({
  article,
  language,
  writing,
}: {
  article: Article
  language: Language
  writing: ArticleWriting
}) {
  const { t } = useTranslation()
  const can = useCan()
  const own = useLanguage()
  const dates = useDates()
  const { data: tree } = useQuery(knowledgeCategoriesQuery)
  const rows = categoryRows(tree?.items ?? [])
  const text = article.texts.find((each) => each.language === language)
  const other = article.texts.find((each) => each.language !== language)
  // What is planned is as good as published.
  const isPublished = article.texts.some((each) => each.publishedAt !== null || each.publishAt !== null)
  const mayChange = can(isPublished ? 'article.publish' : 'article.write') && !article.isArchived
  const change = useChange({
    send: (body: Change) =>
      call(updateArticle, { params: { id: article.id }, body: { version: article.version, ...body } }),
    words: { version_conflict: t('knowledge.changedMeanwhile') },
    onDone: writing.adopt,
  })
  const place = rows.find((row) => row.category.id === article.categoryId)
  const real = place ? narrower(place.visibility, article.visibility) : article.visibility
  return (
    <aside
      aria-label={t('knowledge.about')}
      className="flex flex-col gap-5 max-xl:mt-10 max-xl:border-t max-xl:border-line max-xl:pt-6"
    >
      {text && (
        <Part label={t('knowledge.state')}>
          <ul className="flex flex-col gap-0.5 text-ink-2">
            <li>
              {text.publishedAt
                ? t('knowledge.publishedAt', { when: dates.sentence(text.publishedAt) })
                : t('knowledge.neverPublished')}
            </li>
            {text.publishedAt && text.isChanged && (
              <li className="text-accent">{t('knowledge.hasChanges')}</li>
            )}
            {text.publishAt && (
              <li className="text-accent">
                {t('knowledge.willBePublished', { when: dates.sentence(text.publishAt) })}
              </li>
            )}
            {other && other.updatedAt > text.updatedAt && (
              <li className="text-warn">{t(`knowledge.otherNewer.${other.language}`)}</li>
            )}
            {text.isInReview && (
              <li className="text-warn">
                {[t('knowledge.inReview'), text.reviewAskedBy?.name].filter(Boolean).join(' · ')}
              </li>
            )}
            <li className="text-ink-3">
              {[t('knowledge.changedAt', { when: dates.sentence(text.updatedAt) }), text.updatedBy?.name]
                .filter(Boolean)
                .join(' · ')}
            </li>
          </ul>
        </Part>
      )}
      <Part label={t('knowledge.category')}>
        <Select
          label={t('knowledge.category')}
          isDisabled={!mayChange}
          value={article.categoryId}
          options={rows.map((row) => ({
            value: row.category.id,
            label: `${'\u2003'.repeat(row.depth)}${titleOf(row.category, own)}`,
          }))}
          onChange={(categoryId) => change.mutate({ categoryId })}
        />
      </Part>
      <Part label={t('knowledge.whoReads')}>
        <Select
          label={t('knowledge.whoReads')}
          isDisabled={!mayChange}
          value={article.visibility}
          options={visibilities.map((value) => ({ value, label: t(`knowledge.visibility.${value}`) }))}
          onChange={(visibility) => change.mutate({ visibility })}
        />
        {real !== article.visibility && (
          <p className="mt-1 text-sm text-warn">
            {t('knowledge.narrowed', { level: t(`knowledge.visibility.${real}`) })}
          </p>
        )}
      </Part>
      <Part label={t('knowledge.tags')}>
        <div className="flex flex-wrap gap-1">
          <TagField
            tags={article.tags}
            isDisabled={!mayChange}
            onChange={(tags) => change.mutate({ tags })}
          />
        </div>
      </Part>
      <AuthorsField
        article={article}
        mayChange={mayChange}
        onChange={(authorIds) => change.mutate({ authorIds })}
      />
      <RelatedField
        article={article}
        language={language}
        mayChange={mayChange}
        onChange={(relatedIds) => change.mutate({ relatedIds })}
      />
      {text && <AddressField article={article} text={text} writing={writing} mayChange={mayChange} />}
      <Attachments article={article} mayChange={mayChange} />
      <ReadersPart article={article} />
    </aside>
  )
}
