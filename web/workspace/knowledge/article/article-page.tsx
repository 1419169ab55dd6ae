import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { Article } from '#contract/knowledge.ts'
import { Button } from '../../../ui/button.tsx'
import { Textarea } from '../../../ui/field.tsx'
import { useCan } from '../../session.ts'
import { LeaveGuard } from '../../settings/rules/leave-guard.tsx'
import { ArticleEditor } from '../editor/article-editor.tsx'
import { VersionsSheet } from '../versions/versions-sheet.tsx'
import { AboutColumn } from './about-column.tsx'
import { ArticleBar } from './article-bar.tsx'
import { ChangedElsewhere } from './changed-elsewhere.tsx'
import { useArticleText, writtenOf } from './use-article-text.ts'

/** The words of an article in one language, as they are being written, and what surrounds them. */
export function ArticlePage({ article, language }: { article: Article; language: Language }) {
  // Words that came from elsewhere begin a page of their own.
  const [generation, setGeneration] = useState(0)
  return (
    <Page
      key={generation}
      article={article}
      language={language}
      onRenew={() => setGeneration((old) => old + 1)}
    />
  )
}

function Page({ article, language, onRenew }: { article: Article; language: Language; onRenew: () => void }) {
  const { t } = useTranslation()
  const can = useCan()
  const writing = useArticleText(article, language)
  const [isShowingVersions, setShowingVersions] = useState(false)
  const text = article.texts.find((each) => each.language === language)
  const other = article.texts.find((each) => each.language !== language)
  const isReadOnly = !can('article.write') || article.isArchived
  const { written, write } = writing
  const isEmpty = text === undefined && written.title === '' && written.html === ''
  const editorKey = useRef(0)

  // Somebody else's words are shown as soon as there are none of ours in the way.
  useEffect(() => {
    if (text && text.version > writing.version() && writing.isIdle()) onRenew()
  })

  return (
    <>
      <ArticleBar
        article={article}
        language={language}
        writing={writing}
        onVersions={() => setShowingVersions(true)}
      />
      <div className="mx-auto grid max-w-[1180px] grid-cols-[minmax(0,1fr)] gap-x-10 px-10 pt-6 pb-16 max-md:px-4 xl:grid-cols-[minmax(0,1fr)_288px]">
        <div className="mx-auto w-full max-w-[760px] min-w-0">
          {isEmpty && other && !isReadOnly && (
            <p className="mb-4 flex flex-wrap items-center gap-2 rounded-md bg-app px-3 py-2 text-ink-2">
              {t('knowledge.noTextYet')}
              <Button
                onClick={() => {
                  write(writtenOf(other))
                  editorKey.current++
                }}
              >
                {t(`knowledge.beginFrom.${other.language}`)}
              </Button>
            </p>
          )}
          <ChangedElsewhere article={article} language={language} writing={writing} onTake={onRenew} />
          <Textarea
            rows={1}
            aria-label={t('knowledge.articleTitle')}
            placeholder={t('knowledge.articleTitle')}
            lang={language}
            maxLength={200}
            readOnly={isReadOnly}
            className="field-sizing-content resize-none !border-transparent !bg-transparent !px-0 !text-[26px] !leading-8 font-semibold tracking-tight"
            value={written.title}
            onChange={(event) => write({ title: event.target.value.replaceAll('\n', ' ') })}
          />
          <Textarea
            rows={1}
            aria-label={t('knowledge.summary')}
            placeholder={t('knowledge.summaryHint')}
            lang={language}
            maxLength={500}
            readOnly={isReadOnly}
            className="mt-1 mb-3 field-sizing-content resize-none !border-transparent !bg-transparent !px-0 !text-lg text-ink-2"
            value={written.summary}
            onChange={(event) => write({ summary: event.target.value })}
          />
          <ArticleEditor
            key={editorKey.current}
            articleId={article.id}
            language={language}
            initialHtml={written.html}
            isReadOnly={isReadOnly}
            onChange={(html) => write({ html })}
            onSave={() => void writing.flush()}
          />
        </div>
        <AboutColumn article={article} language={language} writing={writing} />
      </div>
      {isShowingVersions && (
        <VersionsSheet
          article={article}
          language={language}
          writing={writing}
          onClose={() => setShowingVersions(false)}
          onRestored={onRenew}
        />
      )}
      <LeaveGuard
        isDirty={() => writing.isDirty() && ['failed', 'elsewhere', 'untitled'].includes(writing.state.is)}
        text={t('knowledge.leaveText')}
      />
    </>
  )
}
