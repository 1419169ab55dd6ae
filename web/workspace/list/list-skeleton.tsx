import { useTranslation } from 'react-i18next'
import { Skeleton } from '../../ui/states.tsx'

/** The shape of a list before it comes. */
export function ListSkeleton() {
  const { t } = useTranslation()
  return (
    <div
      aria-busy="true"
      aria-label={t('state.loading')}
      role="status"
      className="min-h-0 flex-1 overflow-hidden"
    >
      {Array.from({ length: 9 }, (_, index) => (
        <div
          key={index}
          className="flex h-(--row) flex-col justify-center gap-2 border-b border-line pr-4 pl-[34px]"
        >
          <div className="flex gap-2">
            <Skeleton className="h-3 w-32" />
            <Skeleton className="ml-auto h-3 w-8" />
          </div>
          <Skeleton className={index % 3 === 1 ? 'h-3 w-44' : 'h-3 w-56'} />
        </div>
      ))}
    </div>
  )
}
