import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerMessage } from './feed-items.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { useDates } from '../../ui/use-dates.ts'

/** What every post shares: whose it is, when it was said, and what was said. */
export function PostFrame({
  name,
  aside,
  at,
  isNote,
  end,
  cameFrom,
  isContinued = false,
  children,
}: {
  name: string
  aside?: ReactNode
  at: string
  isNote?: boolean
  end?: ReactNode
  /** The ticket it was written in, which has been merged into this one. */
  cameFrom: CustomerMessage['cameFrom']
  /** The same person goes on talking: who and when are not said again. */
  isContinued?: boolean
  children: ReactNode
}) {
  const { t } = useTranslation()
  const dates = useDates()
  if (isContinued) {
    return (
      <article className="group -mt-3 grid max-w-[760px] grid-cols-[28px_minmax(0,1fr)] gap-x-3 max-md:gap-x-2">
        <h2 className="sr-only">{name}</h2>
        <div className="col-start-2 flex min-w-0 items-start gap-3">
          <div className="min-w-0 flex-1">{children}</div>
          <span className="flex flex-none items-center gap-1.5 text-sm text-ink-3">
            {end}
            <time
              dateTime={at}
              title={dates.full(at)}
              className="numeric opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
            >
              {dates.feed(at)}
            </time>
          </span>
        </div>
      </article>
    )
  }
  return (
    <article className="grid max-w-[760px] grid-cols-[28px_minmax(0,1fr)] gap-x-3 max-md:gap-x-2">
      <Avatar name={name} size="md" />
      <div
        className={classNames(
          'min-w-0',
          isNote && 'rounded-lg border border-note-line bg-note px-4 py-3 max-md:px-3',
        )}
      >
        <header className="flex items-baseline gap-2">
          <h2 className="truncate font-semibold">{name}</h2>
          {aside}
          <span className="ml-auto flex flex-none items-center gap-1.5 text-sm text-ink-3">
            {cameFrom && (
              <span title={t('feed.cameFromLong', { number: cameFrom.number })} className="numeric">
                {t('feed.cameFrom', { number: cameFrom.number })}
              </span>
            )}
            {end}
            <time dateTime={at} title={dates.full(at)} className="numeric">
              {dates.feed(at)}
            </time>
          </span>
        </header>
        {children}
      </div>
    </article>
  )
}
