import type { Tx } from '#server/platform/database/open-database.ts'

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

export async function passGuards(tx: Tx, reply: ReplyToGuard, now: Date): Promise<void> {
  await Promise.all(guards.map((guard) => guard(tx, reply, now)))
}
