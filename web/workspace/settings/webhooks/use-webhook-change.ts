import type { FailureName } from '../../../api/failure.ts'
import { queryClient } from '../../query-client.ts'
import { useChange } from '../use-change.ts'

interface Options<I, R> {
  send: (input: I) => Promise<R>
  said?: string | ((result: R, input: I) => string)
  words?: Partial<Record<FailureName, string>>
  onDone?: (result: R, input: I) => void
}

/** A change to webhooks without a form; their lists and logs are looked at again. */
export function useWebhookChange<I, R>({ onDone, ...options }: Options<I, R>) {
  return useChange<I, R>({
    ...options,
    onDone: (result, input) => {
      refreshWebhooks()
      onDone?.(result, input)
    },
  })
}

export function refreshWebhooks(): void {
  void queryClient.invalidateQueries({ queryKey: ['webhooks'] })
}
