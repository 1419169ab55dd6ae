import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { MailboxImport } from '#contract/mailbox-imports.ts'
import { Button } from '../../../ui/button.tsx'
import { useKnownWords } from '../frame/use-known-words.ts'
import { problemsQuery } from './queries.ts'

/** Letters that could not be taken, and why. */
export function ImportProblems({ mailboxImport }: { mailboxImport: MailboxImport }) {
  const { t } = useTranslation()
  const known = useKnownWords()
  const problems = useInfiniteQuery(problemsQuery(mailboxImport.id))
  const items = problems.data?.pages.flatMap((page) => page.items) ?? []
  const where =
    mailboxImport.source === 'mbox' ? 'settings.mailboxImports.atByte' : 'settings.mailboxImports.atUid'
  return (
    <ul className="mt-1 flex flex-col gap-1.5 border-l-2 border-line pl-3 text-sm">
      {items.map((each) => (
        <li key={each.id} className="min-w-0">
          <span className="font-medium break-words">
            {each.subject || each.messageId || t(where, { position: each.position })}
          </span>{' '}
          <span className="text-ink-2">
            {known(`settings.mailboxImports.problem.${each.problem}`, each.problem)}
          </span>
          {each.detail && (
            <span className="block truncate text-ink-3" title={each.detail}>
              {each.detail}
            </span>
          )}
        </li>
      ))}
      {problems.hasNextPage && (
        <li>
          <Button
            look="ghost"
            isBusy={problems.isFetchingNextPage}
            onClick={() => void problems.fetchNextPage()}
          >
            {t('action.loadMore')}
          </Button>
        </li>
      )}
    </ul>
  )
}
