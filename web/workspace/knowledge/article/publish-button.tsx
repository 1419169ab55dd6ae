import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import {
  type Article,
  askArticleReview,
  publishArticle,
  unpublishArticle,
  updateArticle,
} from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { useCan } from '../../session.ts'
import { useChange } from '../../settings/use-change.ts'
import { PlanPublication } from './plan-publication.tsx'
import type { ArticleWriting } from './use-article-text.ts'

type Deed =
  | {
      what:
        | 'publish'
        | 'takeBackTime'
        | 'unpublish'
        | 'askReview'
        | 'takeBackReview'
        | 'archive'
        | 'bringBack'
    }
  | { what: 'plan'; at: string }

/** What makes a text public, and takes it back; for whoever may not publish, asking for it. */
export function PublishButton({
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
  const [isPlanning, setPlanning] = useState(false)
  const text = article.texts.find((each) => each.language === language)
  const params = { id: article.id, language }
  const change = useChange<Deed, Article | null>({
    send: async (deed) => {
      // What is published is what stands on the page.
      if (!(await writing.flush())) return null
      const version = writing.version()
      if (deed.what === 'archive' || deed.what === 'bringBack')
        return call(updateArticle, {
          params: { id: article.id },
          body: { version: article.version, isArchived: deed.what === 'archive' },
        })
      if (deed.what === 'unpublish') return call(unpublishArticle, { params, body: { version } })
      if (deed.what === 'askReview' || deed.what === 'takeBackReview')
        return call(askArticleReview, { params, body: { version, isAsked: deed.what === 'askReview' } })
      const at = deed.what === 'plan' ? deed.at : deed.what === 'takeBackTime' ? null : undefined
      return call(publishArticle, { params, body: { version, at } })
    },
    said: (answer, { what }) => (answer ? t(`knowledge.done.${what}`) : ''),
    words: { version_conflict: t('knowledge.elsewhere') },
    onDone: (answer) => {
      if (!answer) return
      writing.adopt(answer)
      setPlanning(false)
    },
  })
  const run = (deed: Deed) => change.mutate(deed)
  const mayPublish = can('article.publish')
  if (!can('article.write')) return null
  if (article.isArchived)
    return mayPublish ? (
      <Button isBusy={change.isPending} onClick={() => run({ what: 'bringBack' })}>
        {t('knowledge.bringBack')}
      </Button>
    ) : null
  const isNews = text === undefined || text.publishedAt === null || text.isChanged || writing.isDirty()
  return (
    <div className="flex gap-1">
      {mayPublish ? (
        <Button
          look="primary"
          isBusy={change.isPending}
          disabled={!isNews && !change.isPending}
          onClick={() => run({ what: 'publish' })}
        >
          {t(text?.publishedAt ? 'knowledge.publishChanges' : 'knowledge.publish')}
        </Button>
      ) : (
        <Button
          look="primary"
          isBusy={change.isPending}
          disabled={!isNews && !change.isPending}
          onClick={() => run({ what: text?.isInReview ? 'takeBackReview' : 'askReview' })}
        >
          {t(text?.isInReview ? 'knowledge.takeBackReview' : 'knowledge.askReview')}
        </Button>
      )}
      {mayPublish && (
        <Menu
          align="end"
          trigger={
            <Button look="plain" aria-label={t('knowledge.morePublishing')} className="!px-1.5">
              <Icon name="down" />
            </Button>
          }
        >
          <MenuItem icon="clock" isDisabled={!isNews} onSelect={() => setPlanning(true)}>
            {t('knowledge.publishLater')}
          </MenuItem>
          {text?.publishAt && (
            <MenuItem icon="close" onSelect={() => run({ what: 'takeBackTime' })}>
              {t('knowledge.takeBackTime')}
            </MenuItem>
          )}
          {text?.isInReview ? (
            <MenuItem icon="eye" onSelect={() => run({ what: 'takeBackReview' })}>
              {t('knowledge.endReview')}
            </MenuItem>
          ) : (
            <MenuItem icon="eye" isDisabled={!isNews} onSelect={() => run({ what: 'askReview' })}>
              {t('knowledge.askReview')}
            </MenuItem>
          )}
          <MenuSeparator />
          {text?.publishedAt && (
            <MenuItem icon="back" onSelect={() => run({ what: 'unpublish' })}>
              {t('knowledge.unpublish')}
            </MenuItem>
          )}
          <MenuItem icon="trash" tone="bad" onSelect={() => run({ what: 'archive' })}>
            {t('settings.archive')}
          </MenuItem>
        </Menu>
      )}
      {isPlanning && (
        <PlanPublication
          start={text?.publishAt ?? null}
          isBusy={change.isPending}
          onClose={() => setPlanning(false)}
          onPlan={(at) => run({ what: 'plan', at })}
        />
      )}
    </div>
  )
}
