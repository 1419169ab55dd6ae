import type { FillLetter } from '#server/channels/index.ts'
import { tokenMark } from './survey-letter.ts'

/** Puts the token into the letter that asks, as it leaves. */
export const fillToken: FillLetter = async (db, secrets, { replyId, html, text }) => {
  if (!text.includes(tokenMark)) return null
  const survey = await db
    .selectFrom('survey')
    .select('sealed_token')
    .where('reply_id', '=', replyId)
    .executeTakeFirst()
  if (!survey?.sealed_token) return null
  const token = secrets.decrypt(survey.sealed_token)
  return { html: html?.replaceAll(tokenMark, token) ?? null, text: text.replaceAll(tokenMark, token) }
}
