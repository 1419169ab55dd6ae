// `npm test`: plain JavaScript for any Node from 20.19 on; installs what is missing, then runs every check on the
// pinned Node.
import { installMissing } from './bootstrap/install.mjs'
import { installTools } from './bootstrap/install-tools.mjs'
import { pinnedNode } from './bootstrap/places.mjs'
import { run } from './bootstrap/run.mjs'

try {
  await installMissing()
  await installTools()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
process.exit(await run(pinnedNode, ['scripts/check.mjs', ...process.argv.slice(2)]))
