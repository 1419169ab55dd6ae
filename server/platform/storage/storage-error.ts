/**
 * Why bytes could not be kept or read: `full` no room left, `too_large` beyond the limit that was asked for,
 * `missing` nothing under this address, `unavailable` the store cannot be reached or written to.
 */
export type StorageProblem = 'full' | 'too_large' | 'missing' | 'unavailable'

export class StorageError extends Error {
  override name = 'StorageError'
  readonly problem: StorageProblem

  constructor(problem: StorageProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}

const problemsByCode: Record<string, StorageProblem> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  ENOENT: 'missing',
  NoSuchKey: 'missing',
  NotFound: 'missing',
  XMinioStorageFull: 'full',
}

/** Whatever a file system or an object store threw, under one of our four names. */
export function toStorageError(error: unknown, doing: string): StorageError {
  if (error instanceof StorageError) return error
  const { code, name, message } = error as { code?: string; name?: string; message?: string }
  const problem = problemsByCode[code ?? ''] ?? problemsByCode[name ?? ''] ?? 'unavailable'
  return new StorageError(problem, `${doing}: ${message ?? String(error)}`, { cause: error })
}
