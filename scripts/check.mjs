// `npm run check`, and the whole of `npm test` after its installations: everything a change must pass.
// `npm run check -- lint types` runs the named steps alone.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findTools, missingTools } from './bootstrap/tools.mjs'
import { buildWebIfStale } from './bootstrap/build-web.mjs'
import { packageFile, pinnedNode } from './bootstrap/places.mjs'
import { run } from './bootstrap/run.mjs'

const rooms = ['contract', 'server', 'web', 'test', 'bench', 'scripts']
const cruise = packageFile('dependency-cruiser/bin/dependency-cruiser.mjs')

/** What the tests leave for the end of the output, where whoever sees only that finds it. */
const folder = mkdtempSync(path.join(tmpdir(), 'check-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const failedTests = path.join(folder, 'failed-tests')

/** @type {Record<string, () => Promise<number>>} */
const steps = {
  format: () => node(packageFile('oxfmt/bin/oxfmt'), '--check', '.'),
  lint: () => node(packageFile('oxlint/bin/oxlint'), '--quiet'),
  types: () => node(packageFile('typescript/bin/tsc'), '-p', '.'),
  structure: () =>
    node(
      '--import',
      './scripts/use-typescript-6.mjs',
      cruise,
      '--config',
      '.dependency-cruiser.mjs',
      ...rooms,
    ),
  unused: () => node(packageFile('knip/bin/knip.js'), '--no-progress'),
  web: () => buildWebIfStale().then(() => 0),
  tests: () =>
    run(
      pinnedNode,
      [
        packageFile('vitest/vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=./scripts/failed-tests.mjs',
      ],
      { env: { ...process.env, FAILED_TESTS: failedTests } },
    ),
}

/** @param {string[]} args */
function node(...args) {
  return run(pinnedNode, args)
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !(name in steps))
if (unknown.length > 0) {
  process.stderr.write(`No such step: ${unknown.join(', ')}. There are: ${Object.keys(steps).join(', ')}.\n`)
  process.exit(2)
}

/** @type {{ name: string; passed: boolean; seconds: string }[]} */
const results = []
for (const [name, step] of Object.entries(steps)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  process.stdout.write(`\n── ${name} ${'─'.repeat(60 - name.length)}\n`)
  const startedAt = performance.now()
  const code = await step().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  results.push({ name, passed: code === 0, seconds })
  if (code >= 129) break
}

process.stdout.write(`\n── summary ${'─'.repeat(53)}\n`)
for (const { name, passed, seconds } of results) {
  process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(10)} ${seconds.padStart(6)} s\n`)
}
for (const { name, tests, command } of missingTools(findTools())) {
  process.stdout.write(`skipped  ${tests}: ${name} is not installed; ${command}\n`)
}
if (existsSync(failedTests)) process.stdout.write(readFileSync(failedTests, 'utf8'))
process.exitCode = results.every((result) => result.passed) ? 0 : 1
