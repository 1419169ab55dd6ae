import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type FailureName, RequestFailed } from '../../api/failure.ts'
import { announce } from '../../ui/announce.tsx'
import { showToast } from '../../ui/toast.tsx'
import { queryClient } from '../query-client.ts'

interface ChangeOptions<I, R> {
  send: (input: I) => Promise<R>
  /** What it is called when it succeeded; nothing is said where the change is seen anyway. */
  said?: string | ((result: R, input: I) => string)
  /** What a screen reader is told of a change that is seen anyway; that it is saved, unless told. */
  heard?: (input: I) => string
  words?: Partial<Record<FailureName, string>>
  onDone?: (result: R, input: I) => void
}

/** What a change in Settings makes stale: its own lists, and the words every other screen uses. */
export async function refreshSettings(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['settings'] }),
    queryClient.invalidateQueries({ queryKey: ['desk'] }),
    queryClient.invalidateQueries({ queryKey: ['counts'] }),
  ])
}

/** One change without a form (archive, move, revoke): shows it at once, and says in words when it failed. */
export function useChange<I, R>({ send, said, heard, words, onDone }: ChangeOptions<I, R>) {
  const { t } = useTranslation()
  return useMutation<R, Error, I>({
    mutationFn: send,
    onSuccess: async (result, input) => {
      onDone?.(result, input)
      const text = typeof said === 'function' ? said(result, input) : said
      if (text) showToast({ text, tone: 'ok' })
      else announce(heard?.(input) ?? t('action.saved'))
      await refreshSettings()
    },
    onError: async (error) => {
      const name = error instanceof RequestFailed ? error.failure : 'internal'
      showToast({
        tone: 'bad',
        text: words?.[name] ?? t(`errors.${name}`),
        detail:
          name === 'internal' && error instanceof RequestFailed && error.requestId
            ? t('state.requestId', { id: error.requestId })
            : undefined,
      })
      // Somebody else may have been quicker: what is shown must be what is.
      await refreshSettings()
    },
  })
}
