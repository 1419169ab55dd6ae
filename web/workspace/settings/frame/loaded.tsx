import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { RequestFailed } from '../../../api/failure.ts'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Card } from './card.tsx'

interface Reading<T> {
  data: T | undefined
  isPending: boolean
  isError: boolean
  error: Error | null
  refetch: () => unknown
}

/** Grey rows while it loads, words when it fails, and then what was asked for. */
export function Loaded<T>({
  query,
  rows = 4,
  skeleton,
  children,
}: {
  query: Reading<T>
  rows?: number
  skeleton?: ReactNode
  children: (data: T) => ReactNode
}) {
  const { t } = useTranslation()
  if (query.data !== undefined) return children(query.data)
  if (query.isError) {
    const failed = query.error instanceof RequestFailed ? query.error : null
    return (
      <ErrorState
        title={t('settings.loadFailed')}
        detail={failed ? t(`errors.${failed.failure}`) : undefined}
        requestId={failed?.requestId}
        onRetry={() => void query.refetch()}
      />
    )
  }
  return (
    <div aria-busy="true" aria-label={t('state.loading')} role="status">
      {skeleton ?? (
        <Card>
          {Array.from({ length: rows }, (_, row) => (
            <div
              key={row}
              className="flex h-[57px] items-center gap-3 border-t border-line px-4 first:border-t-0"
            >
              <Skeleton className="size-6 !rounded-full" />
              <Skeleton className="h-3 w-48" />
              <Skeleton className="ml-auto h-3 w-24" />
            </div>
          ))}
        </Card>
      )}
    </div>
  )
}
