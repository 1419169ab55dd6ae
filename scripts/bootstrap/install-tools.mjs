import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { findTools, missingTools } from './tools.mjs'
import { run } from './run.mjs'

const policy = '/usr/sbin/policy-rc.d'

/** On Debian as root: installs what the tests need and the machine lacks. Elsewhere the tests say they are skipped. */
export async function installTools() {
  const missing = missingTools(findTools())
  if (missing.length === 0 || process.getuid?.() !== 0 || !isDebian()) return
  const packages = missing.flatMap((tool) => tool.packages)
  process.stdout.write(`Installing ${packages.join(' ')} (apt-get)…\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // The tests start their own copies on ports of their own: the machine gets no new service.
  const forbidsServices = !existsSync(policy)
  if (forbidsServices) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await run('apt-get', ['update', '-qq'], { env })
    const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
    const code = await run('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    if (code !== 0)
      process.stderr.write(`apt-get ended with code ${code}: tests that need these will be skipped.\n`)
  } finally {
    if (forbidsServices) rmSync(policy, { force: true })
  }
}

/** Debian itself: on Ubuntu `chromium` is a stub that fetches a snap. */
function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}
