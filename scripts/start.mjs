// `npm start`: plain JavaScript for any Node from 20.19 on; it puts in place what is missing and hands over to
// the server, which runs on the pinned Node.
import module from 'node:module'
import path from 'node:path'
import { buildWebIfStale } from './bootstrap/build-web.mjs'
import { installMissing } from './bootstrap/install.mjs'
import { pinnedNode, root } from './bootstrap/places.mjs'
import { run } from './bootstrap/run.mjs'

const main = path.join(root, 'server/main.ts')

try {
  await installMissing()
  await buildWebIfStale()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

if (process.execPath === pinnedNode) {
  // npm puts the pinned Node first on PATH: no second process is needed.
  module.enableCompileCache?.(path.join(root, 'node_modules/.cache/compiled'))
  await import(main)
} else {
  // As in package.json: half of V8's own 16 MB, which an idle desk would keep three times.
  const options = ['--max-semi-space-size=8']
  process.exit(await run(pinnedNode, [...options, main, ...process.argv.slice(2)], { cwd: process.cwd() }))
}
