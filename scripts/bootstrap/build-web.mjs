import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { packageFile, pinnedNode, root } from './places.mjs'
import { run } from './run.mjs'

const sources = ['web', 'contract', 'locales', 'package-lock.json']
const stamp = path.join(root, 'dist/web.stamp')

/** Builds `dist/web` unless it was built from exactly these sources. */
export async function buildWebIfStale() {
  const hash = hashSources()
  const isFresh = existsSync(path.join(root, 'dist/web/index.html')) && readIfThere(stamp) === hash
  if (isFresh) return
  process.stdout.write('Building the web apps…\n')
  const vite = packageFile('vite/bin/vite.js')
  const args = [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']
  // A test run sets NODE_ENV, and would get React's development build, twice the size, for everybody after it.
  const code = await run(pinnedNode, args, { env: { ...process.env, NODE_ENV: 'production' } })
  if (code !== 0) throw new Error(`The web apps could not be built (code ${code}); the messages are above.`)
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

function hashSources() {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of filesOf(source))
      hash
        .update(`${file}\0`)
        .update(readFileSync(path.join(root, file)))
        .update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} place
 * @returns {string[]}
 */
function filesOf(place) {
  const entries = place.includes('.')
    ? undefined
    : readdirSync(path.join(root, place), { withFileTypes: true })
  if (!entries) return [place]
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = path.join(place, entry.name)
      if (entry.isDirectory()) return filesOf(inner)
      return /\.test\.tsx?$/.test(entry.name) ? [] : [inner]
    })
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
