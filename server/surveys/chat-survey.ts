import type { FastifyRequest } from 'fastify'
import type { ChatSurvey } from '#contract/surveys.ts'
import { chatParty } from '#server/channels/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { Failed, fail } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import { openSurvey } from './open-survey.ts'
import { rateTicket, type Rating } from './rate-ticket.ts'

/** What the chat asks its visitor now; null where it asks nothing, or nothing more. */
export async function readChatSurvey(db: Db, request: FastifyRequest, now: Date): Promise<ChatSurvey | null> {
  const party = await chatParty(db, request)
  if (!party) return null
  try {
    const { scale, texts, causes, given } = await openSurvey(db, { chat: party }, now)
    const { t } = words(party.language)
    const own = texts[party.language]
    return {
      question: own.question || t('portal.survey.question'),
      thanks: own.thanks || t('portal.survey.thanks'),
      scale,
      causes: causes.map((cause) => ({ key: cause.key, name: cause[party.language] })),
      given,
    }
  } catch (error) {
    if (error instanceof Failed && error.failure === 'link_expired') return null
    throw error
  }
}

export async function rateInChat(tx: Tx, request: FastifyRequest, rating: Rating, now: Date): Promise<void> {
  const party = await chatParty(tx, request)
  if (!party) return fail('link_expired')
  await rateTicket(tx, { chat: party }, rating, now)
}
