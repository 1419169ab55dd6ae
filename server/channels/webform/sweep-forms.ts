import type { Db } from '#server/platform/database/open-database.ts'

const dayMs = 86_400_000

/** Forgets files of forms that were never sent, and proofs that are too old to be used again anyway. */
export async function sweepForms(db: Db, now: Date): Promise<void> {
  const yesterday = new Date(now.getTime() - dayMs)
  await db.deleteFrom('web_form_file').where('created_at', '<', yesterday).execute()
  await db.deleteFrom('web_form_proof').where('used_at', '<', yesterday).execute()
}
