import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { type Article, type ArticleVersion, restoreArticleVersion } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useCan } from '../../session.ts'
import { Loaded } from '../../settings/frame/loaded.tsx'
import { useChange } from '../../settings/use-change.ts'
import type { ArticleWriting } from '../article/use-article-text.ts'
import { articleVersionQuery, articleVersionsQuery } from '../queries.ts'
import { compareTexts } from './compare-texts.ts'
import { DifferenceView } from './difference-view.tsx'

type Against = 'previous' | 'current'

/** What was written, the newest first, and how each version differs; any of them can be written on. */
export function VersionsSheet({
  article,
  language,
  writing,
  onClose,
  onRestored,
}: {
  article: Article
  language: Language
  writing: ArticleWriting
  onClose: () => void
  onRestored: () => void
}) {
  const { t } = useTranslation()
  const can = useCan()
  const versions = useInfiniteQuery(articleVersionsQuery(article.id, language))
  const items = versions.data?.pages.flatMap((page) => page.items) ?? []
  const [chosenId, setChosenId] = useState<number | null>(null)
  const [against, setAgainst] = useState<Against>('previous')
  const at = Math.max(
    items.findIndex((item) => item.id === chosenId),
    0,
  )
  const chosen = items[at]
  const other = against === 'previous' ? items[at + 1] : items[0]
  const restore = useChange({
    send: async (version: ArticleVersion) => {
      await writing.flush()
      return call(restoreArticleVersion, {
        params: { id: version.id },
        body: { version: writing.version() },
      })
    },
    said: (_, version) => t('knowledge.restored', { number: version.number }),
    words: { version_conflict: t('knowledge.elsewhere') },
    onDone: (answer) => {
      writing.adopt(answer)
      onRestored()
      onClose()
    },
  })
  return (
    <Dialog isOpen onClose={onClose} title={t('knowledge.versions')} place="right" width={960}>
      <Loaded query={versions}>
        {() => (
          <div className="grid min-h-0 flex-1 grid-cols-[260px_minmax(0,1fr)] max-md:grid-cols-1">
            <div className="min-h-0 overflow-y-auto border-r border-line p-2 max-md:max-h-56 max-md:border-r-0 max-md:border-b">
              <ol aria-label={t('knowledge.versions')}>
                {items.map((version, index) => (
                  <li key={version.id}>
                    <VersionButton
                      version={version}
                      isNow={index === 0}
                      isOn={version.id === chosen?.id}
                      onChoose={() => setChosenId(version.id)}
                    />
                  </li>
                ))}
              </ol>
              {versions.hasNextPage && (
                <Button
                  look="ghost"
                  className="w-full"
                  isBusy={versions.isFetchingNextPage}
                  onClick={() => void versions.fetchNextPage()}
                >
                  {t('action.loadMore')}
                </Button>
              )}
            </div>
            <div className="flex min-h-0 flex-col overflow-y-auto p-4">
              {chosen && items.length > 1 && (
                <div className="mb-4 flex flex-wrap items-center gap-2">
                  <Select<Against>
                    label={t('rules.differencesFrom')}
                    className="!w-80 max-w-full"
                    value={against}
                    options={(['previous', 'current'] as const).map((value) => ({
                      value,
                      label: t(`knowledge.against.${value}`),
                    }))}
                    onChange={setAgainst}
                  />
                  {at > 0 && can('article.write') && !article.isArchived && (
                    <Button isBusy={restore.isPending} onClick={() => restore.mutate(chosen)}>
                      {t('knowledge.restore', { number: chosen.number })}
                    </Button>
                  )}
                </div>
              )}
              {chosen && (
                <Difference key={`${chosen.id} ${other?.id}`} id={chosen.id} otherId={other?.id ?? null} />
              )}
            </div>
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}

function VersionButton({
  version,
  isNow,
  isOn,
  onChoose,
}: {
  version: ArticleVersion
  isNow: boolean
  isOn: boolean
  onChoose: () => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onChoose}
      className={classNames('w-full rounded-sm px-2 py-1.5 text-left', isOn ? 'bg-hover' : 'hover:bg-hover')}
    >
      <span className="flex flex-wrap items-center gap-1.5">
        <b className="font-medium">{t('knowledge.version', { number: version.number })}</b>
        {isNow && <Tag>{t('knowledge.versionNow')}</Tag>}
        {version.isPublished && <Tag tone="ok">{t('knowledge.stand.published')}</Tag>}
      </span>
      <span className="block text-sm text-ink-3">
        {[dates.sentence(version.madeAt), version.madeBy?.name].filter(Boolean).join(' · ')}
      </span>
      {version.restoredFrom !== null && (
        <span className="block text-sm text-ink-3">
          {t('knowledge.restoredFrom', { number: version.restoredFrom })}
        </span>
      )}
    </button>
  )
}

function Difference({ id, otherId }: { id: number; otherId: number | null }) {
  const { t } = useTranslation()
  const chosen = useQuery(articleVersionQuery(id))
  const other = useQuery({ ...articleVersionQuery(otherId ?? 0), enabled: otherId !== null })
  if (chosen.isError || other.isError)
    return (
      <p role="alert" className="text-bad">
        {t('settings.loadFailed')}
      </p>
    )
  if (!chosen.data || (otherId !== null && !other.data)) return <Skeleton className="h-40 w-full" />
  // The first one is shown as it is: that everything in it is new tells nothing.
  if (!other.data) return <FirstVersion text={chosen.data} />
  const [before, after] = [other.data, chosen.data]
  // Of two versions the newer is what came of the older.
  const isTurned = other.data.number > chosen.data.number
  return <DifferenceView difference={isTurned ? compareTexts(after, before) : compareTexts(before, after)} />
}

function FirstVersion({ text }: { text: { title: string; summary: string; html: string } }) {
  const { t } = useTranslation()
  return (
    <>
      <p className="mb-3 text-sm text-ink-3">{t('knowledge.firstVersion')}</p>
      <DifferenceView difference={{ ...compareTexts(text, text), isSame: false }} isWhole />
    </>
  )
}
