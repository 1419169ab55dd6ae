import { useCallback, useEffect, useRef, useState } from 'react'
import { type FileRef, upload } from '../../api/upload.ts'

export interface Attachment {
  readonly key: string
  readonly name: string
  readonly mime: string
  readonly sizeBytes: number
  readonly progress: number
  readonly file: FileRef | null
  readonly error: unknown
}

function attached(file: FileRef): Attachment {
  return {
    key: `file-${file.id}`,
    name: file.name,
    mime: file.mime,
    sizeBytes: file.sizeBytes,
    progress: 1,
    file,
    error: null,
  }
}

/** Files on their way to the server, beside an unfinished answer. */
export function useAttachments(initial: readonly FileRef[]) {
  const [list, setList] = useState<readonly Attachment[]>(() => initial.map(attached))
  const controllers = useRef(new Map<string, AbortController>())
  useEffect(() => {
    const all = controllers.current
    return () => {
      for (const controller of all.values()) controller.abort()
    }
  }, [])

  const change = useCallback((key: string, part: Partial<Attachment>) => {
    setList((was) => was.map((each) => (each.key === key ? { ...each, ...part } : each)))
  }, [])

  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        const key = crypto.randomUUID()
        const controller = new AbortController()
        controllers.current.set(key, controller)
        const started: Attachment = {
          key,
          name: file.name,
          mime: file.type,
          sizeBytes: file.size,
          progress: 0,
          file: null,
          error: null,
        }
        setList((was) => [...was, started])
        upload(file, {
          signal: controller.signal,
          onProgress: (share) => change(key, { progress: Math.min(share, 0.99) }),
        })
          .then(
            (done) => change(key, { file: done, progress: 1 }),
            (error: unknown) => !controller.signal.aborted && change(key, { error, progress: 1 }),
          )
          .finally(() => controllers.current.delete(key))
      }
    },
    [change],
  )

  const remove = useCallback((key: string) => {
    controllers.current.get(key)?.abort()
    setList((was) => was.filter((each) => each.key !== key))
  }, [])

  const replace = useCallback((files: readonly FileRef[]) => setList(files.map(attached)), [])

  /** Files that are on the server already, beside those there are. */
  const append = useCallback(
    (files: readonly FileRef[]) => setList((was) => [...was, ...files.map(attached)]),
    [],
  )

  return {
    list,
    add,
    append,
    remove,
    replace,
    /** Those that have arrived. */
    files: list.flatMap((each) => each.file ?? []),
    isUploading: list.some((each) => !each.file && !each.error),
  }
}
