import { useTranslation } from 'react-i18next'
import { Skeleton } from '../../ui/states.tsx'

/** The shape of a ticket before it comes. */
export function TicketSkeleton() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-busy="true" aria-label={t('state.loading')}>
      <div className="flex h-12 items-center gap-2 border-b border-line px-4">
        <Skeleton className="h-5 w-20" />
        <Skeleton className="h-5 w-24" />
      </div>
      <div className="border-b border-line px-6 py-5">
        <Skeleton className="h-5 w-80 max-w-full" />
        <Skeleton className="mt-3 h-3 w-56" />
      </div>
      <FeedSkeleton />
    </div>
  )
}

export function FeedSkeleton() {
  return (
    <div className="flex flex-col gap-6 px-6 py-4">
      {[64, 40, 52].map((width) => (
        <div key={width} className="flex max-w-[760px] gap-3">
          <Skeleton className="size-7 flex-none !rounded-full" />
          <div className="flex min-w-0 flex-1 flex-col gap-2.5 pt-1">
            <Skeleton className="h-3 w-32" />
            <Skeleton className="h-3 w-full" />
            <Skeleton className={width > 50 ? 'h-3 w-4/5' : 'h-3 w-1/2'} />
          </div>
        </div>
      ))}
    </div>
  )
}
