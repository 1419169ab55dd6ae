import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { isFailure, RequestFailed } from '../api/failure.ts'
import { ErrorState } from '../ui/states.tsx'
import { Spinner } from '../ui/button.tsx'
import { PageHeader } from './page-header.tsx'
import { PlaygroundScreen } from './playground-screen.tsx'
import { playgroundQuery } from './queries.ts'

/** The page, whatever state it is in. */
export function PlaygroundPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(playgroundQuery)
  const failed = error instanceof RequestFailed ? error : null
  return (
    <div className="flex h-dvh flex-col">
      <PageHeader deskName={data?.deskName} />
      {data ? (
        <PlaygroundScreen playground={data} />
      ) : (
        <main className="grid flex-1 place-items-center">
          {error ? (
            <ErrorState
              title={isFailure(error, 'not_found') ? t('playground.noDemoTitle') : t('state.errorTitle')}
              detail={
                isFailure(error, 'not_found')
                  ? t('playground.noDemoText')
                  : failed
                    ? t(`errors.${failed.failure}`)
                    : undefined
              }
              requestId={failed?.requestId}
              onRetry={() => void refetch()}
            />
          ) : (
            <div role="status" aria-label={t('state.loading')} className="text-ink-3">
              <Spinner size={24} />
            </div>
          )}
        </main>
      )}
    </div>
  )
}
