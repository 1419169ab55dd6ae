import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ArticleListItem, ArticleTextState, KnowledgeCategory } from '#contract/knowledge.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Tag, type TagTone } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { categoryPath } from '../tree/category-rows.ts'
import { VisibilityMark } from '../tree/visibility-mark.tsx'
import { type TextStand, standOf } from './stand-of.ts'

export const standTones: Record<TextStand, TagTone> = {
  published: 'ok',
  changed: 'accent',
  scheduled: 'accent',
  review: 'warn',
  draft: 'plain',
}

/** How far a text is, with its language where an article may have two. */
export function StandTag({ text, isNamed = true }: { text: ArticleTextState; isNamed?: boolean }) {
  const { t } = useTranslation()
  const stand = standOf(text)
  return (
    <Tag tone={standTones[stand]}>
      {isNamed && (
        <span aria-label={t(`knowledge.language.${text.language}`)}>{text.language.toUpperCase()}</span>
      )}
      {t(`knowledge.stand.${stand}`)}
    </Tag>
  )
}

/** One article in a list: what it is called, where it stands, how far it is and what its readers say of it. */
export function ArticleRow({
  item,
  categories,
  isBare,
}: {
  item: ArticleListItem
  /** Stands in a row that has its own edges. */
  isBare?: boolean
  /** Named only where articles of several stand together. */
  categories?: readonly KnowledgeCategory[]
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const dates = useDates()
  const text = item.texts.find((each) => each.language === language) ?? item.texts[0]
  const opinions = item.helpedCount + item.notHelpedCount
  const share = opinions > 0 ? Math.round((100 * item.helpedCount) / opinions) : null
  const path = categories ? categoryPath(categories, item.categoryId, language).join(' · ') : ''
  return (
    <Link
      to="/knowledge/articles/$articleId"
      params={{ articleId: item.id }}
      search={{ language: text?.language }}
      className={classNames(
        'flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1',
        isBare ? '-my-1 rounded-sm py-1' : 'min-h-14 px-4 py-2 hover:bg-hover',
      )}
    >
      <span className="min-w-0 flex-1 basis-72">
        <span className="flex items-center gap-1.5">
          <span className="truncate font-medium" lang={text?.language}>
            {text?.title ?? t('knowledge.untitled')}
          </span>
          <VisibilityMark visibility={item.visibility} />
        </span>
        <span className="block truncate text-sm text-ink-3">
          {[path, t('knowledge.changedAt', { when: dates.sentence(item.updatedAt) })]
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
      </span>
      {share !== null && (
        <span className="numeric text-sm text-ink-3" title={t('knowledge.opinions', { count: opinions })}>
          {t('knowledge.helpedShare', { share })}
        </span>
      )}
      <span className="flex flex-wrap gap-1">
        {item.texts.map((each) => (
          <StandTag key={each.language} text={each} />
        ))}
      </span>
    </Link>
  )
}
