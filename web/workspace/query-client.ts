import { notifyManager, QueryClient } from '@tanstack/react-query'
import { RequestFailed } from '../api/failure.ts'

/** Faults that pass by themselves are tried again; an answer of the server is an answer. */
function mayPass(error: Error): boolean {
  return !(error instanceof RequestFailed) || error.failure === 'network' || error.failure === 'unavailable'
}

// Told a timer later, a box that was just ticked stands unticked for a moment: React puts back what it knows of.
notifyManager.setScheduler(queueMicrotask)

/** One cache for the whole app. The WebSocket says what went stale, so nothing is refetched by time alone. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 5 * 60_000,
      retry: (count, error) => count < 2 && mayPass(error),
      retryDelay: (attempt) => 400 * 2 ** attempt,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
