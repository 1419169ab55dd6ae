import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { packageFile, pinnedNode, root } from './places.mjs'
import { run } from './run.mjs'

/**
 * Installs the packages when there are none or when the lockfile names others than those installed, and makes
 * sure that the pinned Node is among them (a refused install script would leave it out).
 */
export async function installMissing() {
  if (!isInstalled()) {
    process.stdout.write('Installing packages (npm ci)…\n')
    const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
    if (code !== 0) throw new Error(`npm ci ended with code ${code}; its messages are above.`)
  }
  if (!existsSync(pinnedNode)) {
    process.stdout.write('Fetching the pinned Node…\n')
    await run(process.execPath, ['installArchSpecificPackage.js'], { cwd: packageFile('node') })
  }
  if (!existsSync(pinnedNode)) throw new Error(`There is no Node in ${pinnedNode} after the installation.`)
}

/** npm notes what it installed in a lockfile of its own, written last: no need for a mark of ours. */
function isInstalled() {
  const noted = readLock('node_modules/.package-lock.json')
  const wanted = readLock('package-lock.json')
  if (!noted || !wanted) return false
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    if (place === '' || (optional && !noted[place])) return true
    return noted[place]?.version === version
  })
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string; optional?: boolean }> | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages
  } catch {
    return undefined
  }
}

/**
 * The npm that started us, else the one on PATH.
 * @param {string[]} args
 */
function npm(args) {
  const cli = process.env['npm_execpath']
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args])
  return run('npm', args, { shell: process.platform === 'win32' })
}
