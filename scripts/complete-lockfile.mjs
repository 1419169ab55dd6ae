// Run after `npm install` changed package-lock.json: npm leaves out the optional packages of platforms that it
// did not meet (npm/cli#4828), and `npm ci` then refuses the lockfile. This adds them, by version and platform.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const file = path.join(import.meta.dirname, '../package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
let added = 0

for (const { dev, optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`
    if (lock.packages[place]) continue
    lock.packages[place] = { version, ...platformOf(name), ...(dev && { dev }), optional: true }
    added++
  }
}

const inOrder = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
lock.packages = Object.fromEntries(inOrder)
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} packages of other platforms added\n`)

/**
 * `@oxlint/binding-linux-arm-musleabihf` says itself what it is for.
 * @param {string} name
 */
function platformOf(name) {
  const [system = '', cpu, abi] = name.replace(/^.*\/(binding-|oxide-)?/, '').split('-')
  if (system === 'wasm32') return { cpu: [system] }
  const libc = abi?.includes('musl') ? 'musl' : 'glibc'
  return {
    cpu: [cpu],
    ...(system === 'linux' && abi && { libc: [libc] }),
    os: [system === 'windows' ? 'win32' : system],
  }
}
