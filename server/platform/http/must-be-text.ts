import { fail } from './failure.ts'

interface Found {
  value: unknown
  path: string
  depth: number
}

/** Deeper than anything the contract describes; its schemas go into themselves, and would run out of stack. */
const mostDepth = 100

/**
 * Refuses input with text that PostgreSQL cannot keep: a NUL, or half of a surrogate pair. No schema of the
 * contract says so, yet it holds for each. So is input nested without end. Walks without recursion: hostile input
 * may be nested a million deep.
 */
export function mustBeText(input: Record<string, unknown>): void {
  const waiting: Found[] = Object.entries(input).map(([path, value]) => ({ path, value, depth: 0 }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path, depth } = next
    if (typeof value === 'string') {
      if (!isText(value)) refuse(path)
    } else if (typeof value === 'object' && value !== null) {
      if (depth > mostDepth) refuse(path, 'too deep')
      for (const [key, part] of Object.entries(value)) {
        if (!isText(key)) refuse(path)
        waiting.push({ value: part, path: `${path}.${key}`, depth: depth + 1 })
      }
    }
  }
}

function isText(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed()
}

function refuse(path: string, message = 'holds what is no text'): never {
  fail('invalid_input', { fields: [{ path: path.slice(0, 200), message }] })
}
