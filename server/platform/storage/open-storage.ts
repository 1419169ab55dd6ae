import path from 'node:path'
import type { Config } from '#server/platform/config.ts'
import { openFolderStorage } from './folder-storage.ts'
import type { Storage } from './storage.ts'

/** The storage the settings ask for. Makes its folders; makes no request yet. */
export async function openStorage(config: Pick<Config, 'storage' | 'dataDir'>): Promise<Storage> {
  const { storage, dataDir } = config
  if (storage.kind === 'folder') return openFolderStorage(storage.folder)
  // Most desks keep files in a folder, and spare the memory of what speaks to S3.
  const { openS3Storage } = await import('./s3-storage.ts')
  return openS3Storage(storage, path.join(dataDir, 'incoming'))
}
