import type { ErrorName } from '#contract/errors.ts'
import { fail } from '#server/platform/http/failure.ts'

const states = { unique: '23505', reference: '23503' } as const

/** Runs a write and gives the constraint it breaks the name of a failure: the database decides, also between two at once. */
export async function naming<T>(
  names: Partial<Record<keyof typeof states, ErrorName>>,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    for (const [kind, name] of Object.entries(names)) {
      if (code === states[kind as keyof typeof states]) fail(name)
    }
    throw error
  }
}
