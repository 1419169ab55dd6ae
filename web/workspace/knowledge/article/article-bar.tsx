import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { Article } from '#contract/knowledge.ts'
import { buttonClass, IconButton } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { openOverlay } from '../../shell/overlays.ts'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { standTones } from '../list/article-row.tsx'
import { standOf } from '../list/stand-of.ts'
import { knowledgeCategoriesQuery } from '../queries.ts'
import { categoryPath } from '../tree/category-rows.ts'
import { PublishButton } from './publish-button.tsx'
import { SavingLine } from './saving-line.tsx'
import type { ArticleWriting } from './use-article-text.ts'

const languages = ['ru', 'en'] as const

/** Above an article: the way back, its languages, whether it is saved, and what makes it public. */
export function ArticleBar({
  article,
  language,
  writing,
  onVersions,
}: {
  article: Article
  language: Language
  writing: ArticleWriting
  onVersions: () => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const own = useLanguage()
  const { data: tree } = useQuery(knowledgeCategoriesQuery)
  const text = article.texts.find((each) => each.language === language)
  const stand = text && standOf(text)
  const path = categoryPath(tree?.items ?? [], article.categoryId, own)
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
      <IconButton
        icon="menu"
        label={t('nav.open')}
        className="-ml-1.5 lg:hidden"
        onClick={() => openOverlay('navigation')}
      />
      <Link
        to="/knowledge"
        search={{ category: article.categoryId }}
        className={buttonClass('ghost', 'max-w-72 min-w-0 !flex-initial')}
      >
        <Icon name="back" />
        <span className="truncate">{path.join(' · ') || t('knowledge.title')}</span>
      </Link>
      <Tabs<Language>
        label={t('knowledge.inLanguage')}
        value={language}
        items={languages.map((value) => {
          const isThere = article.texts.some((each) => each.language === value)
          return {
            value,
            label: (
              <>
                {t(`knowledge.language.${value}`)}
                {!isThere && (
                  <span className="ml-1 text-ink-3">
                    <span aria-hidden="true">+</span>
                    <span className="sr-only">{t('knowledge.notWritten')}</span>
                  </span>
                )}
              </>
            ),
          }
        })}
        onChange={(value) =>
          void navigate({
            to: '/knowledge/articles/$articleId',
            params: { articleId: article.id },
            search: { language: value },
            replace: true,
          })
        }
      />
      {article.isArchived ? (
        <Tag tone="warn">{t('knowledge.states.archived')}</Tag>
      ) : (
        stand && <Tag tone={standTones[stand]}>{t(`knowledge.stand.${stand}`)}</Tag>
      )}
      <span className="ml-auto" />
      <SavingLine state={writing.state} onRetry={() => void writing.flush()} />
      {text && <IconButton icon="clock" label={t('knowledge.versions')} onClick={onVersions} />}
      {text?.url && (
        <a
          href={text.url}
          target="_blank"
          rel="noopener"
          className={buttonClass('ghost')}
          aria-label={t('knowledge.openOnPortal')}
          title={t('knowledge.openOnPortal')}
        >
          <Icon name="globe" />
        </a>
      )}
      <PublishButton article={article} language={language} writing={writing} />
    </header>
  )
}
