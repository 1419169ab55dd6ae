import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The key kept in the data folder, made on the first start. Readable by its owner only. */
export function keptSecretKey(dataDir: string): string {
  const file = path.join(dataDir, 'secret-key')
  return readKey(file) ?? makeKey(file)
}

function readKey(file: string): string | undefined {
  try {
    const key = readFileSync(file, 'utf8').trim()
    if (key.length < 32) throw new Error(`${file} is damaged: it holds no key of 32 characters or more.`)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function makeKey(file: string): string {
  const partial = `${file}.${process.pid}`
  writeFileSync(partial, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  try {
    // A link appears whole and only once: of two processes starting together both use the first one's key.
    linkSync(partial, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(partial, { force: true })
  }
  return readFileSync(file, 'utf8').trim()
}
