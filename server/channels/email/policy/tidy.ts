import type { EmailDesk } from '../email-desk.ts'

const dayMs = 24 * 3600_000
const everyMs = 3600_000
/** Longer than the longest window that anything here is counted over. */
const answersKeptDays = 45
const bouncesKeptDays = 120

const tidiedAt = new WeakMap<EmailDesk, number>()

/** Forgets, once an hour, what no limit looks at any more and blocks that have run out. */
export async function tidyPolicy(desk: EmailDesk): Promise<void> {
  const now = desk.clock.now().getTime()
  if (now - (tidiedAt.get(desk) ?? 0) < everyMs) return
  tidiedAt.set(desk, now)
  const { db } = desk.database
  const before = (days: number) => new Date(now - days * dayMs)
  await db.deleteFrom('automatic_answer').where('at', '<', before(answersKeptDays)).execute()
  await db.deleteFrom('letter_bounce').where('at', '<', before(bouncesKeptDays)).execute()
  await db.deleteFrom('mail_alert').where('last_at', '<', before(bouncesKeptDays)).execute()
  await db.deleteFrom('blocked_address').where('expires_at', '<', before(0)).execute()
}
