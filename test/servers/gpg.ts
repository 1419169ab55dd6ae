import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findProgram } from './programs.ts'

/** Why tests with letters made by gpg do not run here; null when they do. */
export function missingGpg(): string | null {
  return findProgram('gpg') ? null : 'gpg is not installed: apt-get install gnupg'
}

/** The customer's side: a home of its own, keys without a passphrase unless told. */
export function gpgWorkshop() {
  const home = mkdtempSync(path.join(os.tmpdir(), 'otk-gpg-'))
  writeFileSync(path.join(home, 'gpg-agent.conf'), 's2k-count 65536\ndisable-scdaemon\n')
  const run = (arguments_: string[], input?: Buffer | string): Buffer =>
    execFileSync(
      'gpg',
      [
        '--homedir',
        home,
        '--batch',
        '--no-tty',
        '--quiet',
        '--trust-model',
        'always',
        '--pinentry-mode',
        'loopback',
        ...arguments_,
      ],
      { input, stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 2 ** 28 },
    )
  return {
    home,
    run,
    /** Makes a key; answers its halves, armored, and its fingerprint. */
    key: (userId: string, options: { passphrase?: string; expires?: string; more?: string[] } = {}) => {
      const { passphrase = '', expires = 'never', more = [] } = options
      const secretly = ['--passphrase', passphrase]
      run([...secretly, ...more, '--quick-generate-key', userId, 'default', 'default', expires])
      const listing = run(['--with-colons', '--list-keys', `=${userId}`]).toString()
      const fingerprint = /^fpr:+([0-9A-F]+):/m.exec(listing)?.[1] ?? ''
      return {
        fingerprint,
        publicPart: run(['--armor', '--export', fingerprint]).toString(),
        secretPart: run([...secretly, '--armor', '--export-secret-keys', fingerprint]).toString(),
      }
    },
    remove: () => {
      execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'])
      rmSync(home, { recursive: true, force: true })
    },
  }
}
