import {
  createRootRoute,
  createRoute,
  type ErrorComponentProps,
  Link,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isFailure, RequestFailed } from '../api/failure.ts'
import { setLanguage } from '../ui/i18n.ts'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { setTheme } from '../ui/theme.ts'
import { deskQuery, sessionQuery } from './queries.ts'
import { queryClient } from './query-client.ts'
import { Shell } from './shell/shell.tsx'

function NotFound() {
  const { t } = useTranslation()
  return (
    <main className="grid h-full place-items-center">
      <EmptyState
        icon="search"
        title={t('state.pageNotFoundTitle')}
        action={
          <Link className="text-accent" to="/tickets">
            {t('state.toDesk')}
          </Link>
        }
      >
        {t('state.pageNotFoundText')}
      </EmptyState>
    </main>
  )
}

function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const failed = error instanceof RequestFailed ? error : null
  return (
    <main className="grid h-full place-items-center">
      <ErrorState
        title={t('state.errorTitle')}
        detail={failed ? t(`errors.${failed.failure}`) : undefined}
        requestId={failed?.requestId}
        onRetry={() => {
          reset()
          location.reload()
        }}
      />
    </main>
  )
}

export const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Broken,
})

/** Everything behind the sign-in: knows who is there before it shows anything. */
export const deskRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'desk',
  component: Shell,
  errorComponent: Broken,
  beforeLoad: async ({ location }) => {
    try {
      void queryClient.prefetchQuery(deskQuery)
      const session = await queryClient.ensureQueryData(sessionQuery)
      await setLanguage(session.agent.language)
      setTheme(session.agent.theme)
    } catch (error) {
      const to = location.href === '/' ? undefined : location.href
      if (isFailure(error, 'not_signed_in')) throw redirect({ to: '/sign-in', search: { to } })
      if (isFailure(error, 'not_set_up')) throw redirect({ to: '/set-up' })
      throw error
    }
  },
})
