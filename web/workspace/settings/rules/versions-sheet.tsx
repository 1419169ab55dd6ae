import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { restoreRuleVersion, type Rule, type RuleVersion } from '#contract/rules.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Loaded } from '../frame/loaded.tsx'
import { useChange } from '../use-change.ts'
import { compareVersions } from './compare-versions.ts'
import { ruleVersionsQuery } from './queries.ts'
import { whole } from './whole.ts'
import { type RuleWords, useRuleWords } from './use-rule-words.ts'
import { VersionWords } from './version-words.tsx'

type Against = 'previous' | 'current'

/** What the rule has been, newest first; any of it can be had back. */
export function VersionsSheet({
  rule,
  onClose,
  onRestored,
}: {
  rule: Rule
  onClose: () => void
  onRestored: (rule: Rule) => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useRuleWords()
  const versions = useInfiniteQuery(ruleVersionsQuery(rule.id))
  const [against, setAgainst] = useState<Against>('previous')
  const items = versions.data?.pages.flatMap((page) => page.items) ?? []
  const restore = useChange({
    send: (old: RuleVersion) =>
      whole<Rule>(
        call(restoreRuleVersion, {
          params: { id: rule.id },
          body: { version: rule.version, restored: old.version },
        }),
      ),
    said: (_, old) => t('rules.restored', { version: old.version }),
    onDone: onRestored,
  })
  return (
    <Dialog isOpen onClose={onClose} title={t('rules.versions')} place="right" width={560}>
      <div className="p-4">
        {items.length > 1 && (
          <div className="mb-4 flex items-center gap-2">
            <span aria-hidden="true" className="text-ink-3">
              {t('rules.differencesFrom')}
            </span>
            <Select
              label={t('rules.differencesFrom')}
              className="!w-60"
              value={against}
              options={(['previous', 'current'] as const).map((value) => ({
                value,
                label: t(`rules.compare.${value}`),
              }))}
              onChange={setAgainst}
            />
          </div>
        )}
        <Loaded query={versions}>
          {() => (
            <ol className="flex flex-col gap-4">
              {items.map((old, at) => (
                <li key={old.version} className="border-t border-line pt-3 first:border-t-0 first:pt-0">
                  <div className="flex items-start gap-3">
                    <p className="min-w-0 flex-1">
                      <b className="font-medium">{t('rules.versionAt', { version: old.version })}</b>
                      <span className="text-ink-3">
                        {['', dates.sentence(old.at), old.by].filter((part) => part !== null).join(' · ')}
                      </span>
                    </p>
                    {at === 0 ? (
                      <span className="text-sm text-ink-3">{t('rules.versionNow')}</span>
                    ) : (
                      <Button
                        isBusy={restore.isPending && restore.variables?.version === old.version}
                        aria-label={t('rules.restoreVersion', { version: old.version })}
                        onClick={() => restore.mutate(old)}
                      >
                        {t('rules.restore')}
                      </Button>
                    )}
                  </div>
                  <VersionBody
                    version={old}
                    other={against === 'current' ? items[0] : items[at + 1]}
                    isCurrent={at === 0}
                    against={against}
                    words={words}
                  />
                </li>
              ))}
            </ol>
          )}
        </Loaded>
        {versions.hasNextPage && (
          <div className="pt-4 text-center">
            <Button isBusy={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
              {t('action.loadMore')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

/** A version and how it differs; one that says what the other says is told so in a line. */
function VersionBody({
  version,
  other,
  isCurrent,
  against,
  words,
}: {
  version: RuleVersion
  other: RuleVersion | undefined
  isCurrent: boolean
  against: Against
  words: RuleWords
}) {
  const { t } = useTranslation()
  const difference = compareVersions(version, other)
  const isTold = other !== undefined && !(isCurrent && against === 'current')
  if (isTold && difference.isSame)
    return <p className="mt-1 text-sm text-ink-3">{t(`rules.same.${against}`)}</p>
  return <VersionWords name={version.name} difference={difference} words={words} />
}
