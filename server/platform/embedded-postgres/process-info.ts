import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const execFileAsync = promisify(execFile)

export interface ProcessInfo {
  /** The whole command line. */
  command: string
  /** When it started, in the system's own words: tells a process from a later one with the same pid. */
  startedAt: string
}

/**
 * What runs under `pid`, or undefined when nothing does. A zombie is nothing: where pid 1 does not reap (some
 * containers) a dead postmaster stays one and `kill(pid, 0)` takes it for alive.
 */
export async function processInfo(pid: number): Promise<ProcessInfo | undefined> {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

async function fromProc(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // After the name in brackets: field 3 is the state, field 22 the start time in clock ticks since boot.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
    return { command, startedAt: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

async function fromPs(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const { stdout } = await execFileAsync('ps', ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    })
    const match = /^\s*(\S+)\s+(\w+ \w+ +\d+ [\d:]+ \d+)\s+(.+)$/m.exec(stdout)
    if (!match || match[1]?.startsWith('Z')) return undefined
    return { startedAt: match[2] ?? '', command: match[3] ?? '' }
  } catch {
    return undefined
  }
}
