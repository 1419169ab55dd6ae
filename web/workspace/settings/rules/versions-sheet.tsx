import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { restoreRuleVersion, type Rule, type RuleVersion } from '#contract/rules.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Loaded } from '../frame/loaded.tsx'
import { useChange } from '../use-change.ts'
import { ruleVersionsQuery } from './queries.ts'
import { whole } from './whole.ts'
import { useRuleWords } from './use-rule-words.ts'

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
                  <p className="mt-1 break-words">{old.name}</p>
                  <p className="text-sm break-words text-ink-2">
                    {t('rules.say.when', {
                      what: old.content.triggers.map(words.trigger).join(` ${t('rules.join.any')} `),
                    })}
                  </p>
                  {old.content.conditions.conditions.length > 0 && (
                    <p className="text-sm break-words text-ink-2">
                      {t('rules.say.if', { what: words.group(old.content.conditions) })}
                    </p>
                  )}
                  <p className="text-sm break-words text-ink-3">
                    → {old.content.actions.map(words.action).join(' · ')}
                  </p>
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
