import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { type Article, getArticle } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useChange } from '../../settings/use-change.ts'
import type { ArticleWriting } from './use-article-text.ts'

/** Somebody saved this text while we wrote: whose words stay is asked, and neither are lost before. */
export function ChangedElsewhere({
  article,
  language,
  writing,
  onTake,
}: {
  article: Article
  language: Language
  writing: ArticleWriting
  onTake: () => void
}) {
  const { t } = useTranslation()
  const choose = useChange<'mine' | 'theirs', Article>({
    send: () => call(getArticle, { params: { id: article.id } }),
    onDone: (now, choice) => {
      if (choice === 'mine')
        return writing.keepMine(now.texts.find((each) => each.language === language)?.version ?? 0)
      writing.adopt(now)
      onTake()
    },
  })
  if (writing.state.is !== 'elsewhere') return null
  return (
    <div
      role="alert"
      className="mb-4 flex flex-wrap items-center gap-2 rounded-md bg-warn-soft px-3 py-2 text-warn"
    >
      <Icon name="alert" />
      <span className="min-w-0 flex-1 basis-64">{t('knowledge.elsewhere')}</span>
      <Button isBusy={choose.isPending} onClick={() => choose.mutate('theirs')}>
        {t('knowledge.takeTheirs')}
      </Button>
      <Button isBusy={choose.isPending} onClick={() => choose.mutate('mine')}>
        {t('knowledge.keepMine')}
      </Button>
    </div>
  )
}
