import { type LetterJudgement, judgeLetter } from '../reading/automatic/automated.ts'
import type { InboundLetter } from '../reading/letter.ts'
import type { LetterCase } from './letter-case.ts'
import { type TokenKey, readMessageId } from '../threading/thread-token.ts'

/** Who speaks in a letter of the ledger, judged by all that is known of it: the envelope, our addresses, our keys. */
export function judgeCase(
  tokenKey: TokenKey,
  { row, opened: { letter }, ownAddresses }: Pick<LetterCase, 'row' | 'opened' | 'ownAddresses'>,
): LetterJudgement {
  return judgeLetter(letter, {
    ownAddresses,
    envelopeFrom: row.envelope.mailFrom ?? null,
    isOwnMessageId: hasOwnMessageId(tokenKey, letter),
  })
}

export function hasOwnMessageId(tokenKey: TokenKey, { messageId }: InboundLetter): boolean {
  return messageId !== null && readMessageId(tokenKey, messageId) !== null
}
