import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** What one run of gpg gave. */
export interface GpgRun {
  /** The `[GNUPG:]` lines without that word; the only part of gpg's speech that is meant for programs. */
  status: string[]
  output: Buffer
  isSuccess: boolean
}

/** Why gpg gave nothing: it is not there, or it was stopped. */
export class GpgProblem extends Error {
  override name = 'GpgProblem'
  readonly problem: 'gpg_missing' | 'too_large' | 'too_slow'

  constructor(problem: GpgProblem['problem']) {
    super(problem)
    this.problem = problem
  }
}

/**
 * The agent protects imported keys with the passphrase again, and would measure for two seconds how much work to put
 * into that; here they live for the length of one operation. No card reader is looked for.
 */
const agentOptions = 's2k-count 65536\ndisable-scdaemon\n'

const timeLimitMs = 20_000
const largestBytes = 60 * 2 ** 20

/**
 * A home for one operation: its keys, agent and files are in a folder of mode 0700 that is gone afterwards. No
 * network: keys are neither looked for nor fetched, and dirmngr is never started.
 */
export async function withGpg<T>(work: (gpg: Gpg, keep: KeepFile) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'otk-pgp-'))
  try {
    await chmod(home, 0o700)
    await writeFile(path.join(home, 'gpg-agent.conf'), agentOptions, { mode: 0o600 })
    const gpg: Gpg = (arguments_, input = Buffer.alloc(0), passphrase = '') =>
      runGpg(home, arguments_, input, passphrase)
    return await work(gpg, async (name, bytes) => {
      const file = path.join(home, name)
      await writeFile(file, bytes, { mode: 0o600 })
      return file
    })
  } finally {
    await stopAgent(home)
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Puts bytes into the home, for what gpg reads from a file; answers the path. */
export type KeepFile = (name: string, bytes: Buffer) => Promise<string>

export type Gpg = (arguments_: readonly string[], input?: Buffer, passphrase?: string) => Promise<GpgRun>

const always = [
  '--batch',
  '--no-tty',
  '--quiet',
  '--no-options',
  '--disable-dirmngr',
  '--no-auto-key-locate',
  '--no-auto-key-import',
  '--no-auto-check-trustdb',
  '--trust-model=always',
  '--pinentry-mode=loopback',
  '--passphrase-fd=3',
  '--status-fd=4',
  // More than is taken, because gpg counts by blocks: text that was cut must not pass for the whole.
  `--max-output=${largestBytes + 2 ** 20}`,
]

function runGpg(
  home: string,
  arguments_: readonly string[],
  input: Buffer,
  passphrase: string,
): Promise<GpgRun> {
  return new Promise((resolve, reject) => {
    const child = spawn('gpg', ['--homedir', home, ...always, ...arguments_], {
      cwd: home,
      env: { PATH: process.env['PATH'], GNUPGHOME: home, LC_ALL: 'C', HOME: home },
      stdio: ['pipe', 'pipe', 'ignore', 'pipe', 'pipe'],
    })
    let problem: GpgProblem | null = null
    const stop = (why: GpgProblem['problem']): void => {
      problem ??= new GpgProblem(why)
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => stop('too_slow'), timeLimitMs)
    const output = collect(child.stdout as Readable, () => stop('too_large'))
    const status = collect(child.stdio[4] as Readable, () => stop('too_large'))
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      reject(error.code === 'ENOENT' ? new GpgProblem('gpg_missing') : error)
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      if (problem) return reject(problem)
      resolve({
        status: Buffer.concat(status)
          .toString()
          .split('\n')
          .flatMap((line) => (line.startsWith('[GNUPG:] ') ? [line.slice(9)] : [])),
        output: Buffer.concat(output),
        isSuccess: code === 0,
      })
    })
    give(child, passphrase, input)
  })
}

function give(child: ChildProcess, passphrase: string, input: Buffer): void {
  for (const [pipe, bytes] of [
    [child.stdio[3], passphrase],
    [child.stdin, input],
  ] as const) {
    const writable = pipe as Writable
    // gpg may end before it has read everything; its exit says what it thought of it.
    writable.on('error', () => undefined)
    writable.end(bytes)
  }
}

function collect(stream: Readable, onTooLarge: () => void): Buffer[] {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > largestBytes) onTooLarge()
    else chunks.push(chunk)
  })
  return chunks
}

/** Where gpg puts its sockets when the account has such a folder: one folder for each home, which nobody else removes. */
const sockets = `/run/user/${process.getuid?.() ?? ''}`

async function stopAgent(home: string): Promise<void> {
  await gpgConf(home, ['--kill', 'all'])
  if (existsSync(sockets)) await gpgConf(home, ['--remove-socketdir'])
}

function gpgConf(home: string, arguments_: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    execFile('gpgconf', ['--homedir', home, ...arguments_], { timeout: 5_000 }, () => resolve())
  })
}

/** The version of the program on this machine; null when there is none. */
export function gpgVersion(): Promise<string | null> {
  return new Promise((resolve) => {
    execFile('gpg', ['--version'], { timeout: 5_000 }, (error, said) =>
      resolve(error ? null : (/^gpg \(GnuPG[^)]*\) (\S+)/.exec(said)?.[1] ?? null)),
    )
  })
}
