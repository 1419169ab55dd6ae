import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second. */
const MS_PER_TICK = 10

interface ProcessStat {
  pid: number
  parent: number
  ms: number
}

/** The processes with all they have started, whoever started them being dead or alive (Linux only). */
export function processTree(roots: readonly number[]): ProcessStat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? [])
  const inside = new Set(roots)
  for (let before = 0; before < inside.size;) {
    before = inside.size
    for (const { pid, parent } of all) if (inside.has(parent)) inside.add(pid)
  }
  return all.filter(({ pid }) => inside.has(pid))
}

/** Milliseconds of processor the processes have used, with children that have ended. */
export function processorMs(roots: readonly number[]): number {
  return processTree(roots).reduce((sum, process) => sum + process.ms, 0)
}

/** Megabytes of memory, pages shared by several processes counted once. */
export function memoryMb(roots: readonly number[]): number {
  const bytes = processTree(roots).reduce((sum, { pid }) => sum + memoryOf(pid), 0)
  return bytes / 1024 ** 2
}

/** Bytes of memory of one process alone. */
export function memoryOf(pid: number): number {
  const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}

function readStat(pid: number): ProcessStat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; what follows the last one is numbers.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const ticks = [11, 12, 13, 14].reduce((sum, n) => sum + (fields[n] ?? 0), 0)
    return { pid, parent: fields[1] ?? 0, ms: ticks * MS_PER_TICK }
  } catch {
    return undefined
  }
}
