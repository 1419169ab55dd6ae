import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export interface SmallDisk {
  folder: string
  remove(): void
}

/** A disk of its own, this many bytes large; null where the system does not let us mount one (not root, not Linux). */
export function mountSmallDisk(sizeBytes: number): SmallDisk | null {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'otklik-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', folder])
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true })
    return null
  }
  return {
    folder,
    remove: () => {
      spawnSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
