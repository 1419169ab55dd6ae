import type { FillLetter } from '#server/channels/index.ts'
import { tokenMark } from './survey-letter.ts'

/**
 * Puts the token into the letter that asks, as it leaves, and the headers by which mail programs offer not to be asked
 * again (RFC 8058): their request does that and nothing else.
 */
export const fillToken: FillLetter = async (db, secrets, { replyId, html, text }) => {
  if (!text.includes(tokenMark)) return null
  const survey = await db
    .selectFrom('survey')
    .select('sealed_token')
    .where('reply_id', '=', replyId)
    .executeTakeFirst()
  if (!survey?.sealed_token) return null
  const token = secrets.decrypt(survey.sealed_token)
  const [page] = new RegExp(String.raw`https?://\S+/${tokenMark}`).exec(text) ?? []
  return {
    html: html?.replaceAll(tokenMark, token) ?? null,
    text: text.replaceAll(tokenMark, token),
    ...(page && {
      headers: {
        'List-Unsubscribe': `<${page.replace(tokenMark, token)}/unsubscribe>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }),
  }
}

/**
 * An answer that quotes the letter carries its links. What is kept, shown to agents, searched and looked at by rules has
 * the mark again, also where a mail program has wrapped the link into one of its own.
 */
export function hideTokens(text: string): string {
  return text.replace(/(\/|%2F)rate(\/|%2F)[\w-]{43}(?![\w-])/gi, `$1rate$2${tokenMark}`)
}
