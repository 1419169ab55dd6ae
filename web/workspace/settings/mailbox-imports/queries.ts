import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  listMailboxFolders,
  listMailboxImportProblems,
  listMailboxImports,
} from '#contract/mailbox-imports.ts'
import { call } from '../../../api/call.ts'

/** Under `mail`, which the server says is stale after every batch. */
export const importsQuery = queryOptions({
  queryKey: ['mail', 'imports'],
  queryFn: ({ signal }) => call(listMailboxImports, {}, { signal }),
  // In case the live line is down: figures that stand still look like an import that does.
  refetchInterval: ({ state }) =>
    state.data?.items.some((each) => each.state === 'running' || each.state === 'undoing') ? 5_000 : false,
})

export const foldersQuery = (inboxId: number) =>
  queryOptions({
    // Not under `mail`: each answer is a connection to the mailbox, and no letter changes its folders.
    queryKey: ['mailbox-folders', inboxId],
    queryFn: ({ signal }) => call(listMailboxFolders, { params: { id: inboxId } }, { signal }),
    staleTime: 60_000,
    retry: false,
  })

export const problemsQuery = (importId: number) =>
  infiniteQueryOptions({
    queryKey: ['mail', 'imports', importId, 'problems'],
    queryFn: ({ signal, pageParam }) =>
      call(
        listMailboxImportProblems,
        { params: { id: importId }, query: { cursor: pageParam, limit: 50 } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
