import type { Tx } from '#server/platform/database/open-database.ts'
import { Failed } from '#server/platform/http/failure.ts'

/** What a guard is shown of an answer that is about to be queued. */
export interface ReplyToGuard {
  inboxId: number | null
  addresses: readonly string[]
  /** The writer knows that letters to some of the addresses came back, and sends anyway. */
  sendsToBlocked: boolean
}

/** May end the operation by a named failure. */
type ReplyGuard = (tx: Tx, reply: ReplyToGuard, now: Date) => Promise<void>

const guards: ReplyGuard[] = []

/** A channel that cannot carry every answer says so before it is queued. */
export function guardReplies(guard: ReplyGuard): void {
  guards.push(guard)
}

/**
 * What a guard has against an answer that is about to leave, long after it was written perhaps: the failure's name,
 * which is a key of `delivery` in locales/ too; null when none objects. One after the other, because the caller's
 * transaction goes on.
 */
export async function objectionTo(tx: Tx, reply: ReplyToGuard, now: Date): Promise<string | null> {
  try {
    for (const guard of guards) await guard(tx, reply, now)
    return null
  } catch (error) {
    if (error instanceof Failed) return error.failure
    throw error
  }
}

export async function passGuards(tx: Tx, reply: ReplyToGuard, now: Date): Promise<void> {
  await Promise.all(guards.map((guard) => guard(tx, reply, now)))
}
