import { useSyncExternalStore } from 'react'
import { queryClient } from '../../query-client.ts'
import { importsQuery } from './queries.ts'
import { uploadMailbox } from './upload-file.ts'

/** Uploads of this tab, by import: they go on while one looks at other pages. */
interface Upload {
  readonly bytes: number
  readonly stop: () => void
}

let uploads: ReadonlyMap<number, Upload> = new Map()
const listeners = new Set<() => void>()

function change(importId: number, upload: Upload | null): void {
  const next = new Map(uploads)
  if (upload) next.set(importId, upload)
  else next.delete(importId)
  uploads = next
  for (const listener of listeners) listener()
}

export function startUpload(importId: number, file: File, from: number): void {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  change(importId, { bytes: from, stop })
  void uploadMailbox(importId, file, from, {
    signal: stopping.signal,
    onProgress: (bytes) => change(importId, { bytes, stop }),
  })
    // One that broke off can be taken up again with the same file; how far it came, the server knows.
    .catch(() => undefined)
    .then(() => queryClient.invalidateQueries({ queryKey: importsQuery.queryKey }))
    .finally(() => change(importId, null))
}

export function useUpload(importId: number): Upload | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads.get(importId),
  )
}
