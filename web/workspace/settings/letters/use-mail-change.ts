import { queryClient } from '../../query-client.ts'
import { useChange } from '../use-change.ts'

type Options<I, R> = Parameters<typeof useChange<I, R>>[0]

/** A change of what has come or goes; every list of letters is then asked for again. */
export function useMailChange<I, R>({ onDone, ...options }: Options<I, R>) {
  return useChange<I, R>({
    ...options,
    onDone: (result, input) => {
      onDone?.(result, input)
      void queryClient.invalidateQueries({ queryKey: ['mail'] })
    },
  })
}
