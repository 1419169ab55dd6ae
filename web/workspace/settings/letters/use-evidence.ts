import { useTranslation } from 'react-i18next'
import { useDesk } from '../../desk.ts'
import { useKnownWords } from '../frame/use-known-words.ts'

type Detail = Record<string, unknown>

function part(value: unknown): Detail {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Detail) : {}
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

/** A header as people know it. */
function nameOf(header: unknown): string {
  if (header === 'references') return 'References'
  return header === 'message-id' ? 'Message-ID' : 'In-Reply-To'
}

/** What the decision was made on, a sentence each: which header, which letter of ours, which sign of a machine. */
export function useEvidence(): (detail: Detail) => string[] {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const known = useKnownWords()
  const number = (id: unknown) => `${desk.ticketPrefix}-${String(id)}`

  const ofThread = (thread: Detail): string[] => {
    const { header, messageId, address, replyId, letterId } = thread
    if (typeof address === 'string') return [t('settings.letters.evidence.address', { address })]
    if (typeof messageId !== 'string') return []
    const facts = { header: nameOf(header), id: `<${messageId}>` }
    if (typeof replyId === 'number') return [t('settings.letters.evidence.ourReply', facts)]
    if (typeof letterId === 'number') {
      return [t('settings.letters.evidence.theirLetter', { ...facts, letter: letterId })]
    }
    return [t('settings.letters.evidence.names', facts)]
  }
  const ofRefusal = (refused: Detail): string[] =>
    'ticketId' in refused
      ? [
          t('settings.letters.evidence.refused', {
            number: number(refused['ticketId']),
            why: known(`letterReason.${String(refused['because'])}`, String(refused['because'])),
          }),
          ...ofThread(refused),
        ]
      : []
  const ofBounce = (recipients: unknown): string[] =>
    (Array.isArray(recipients) ? recipients.map(part) : []).map((recipient) =>
      [recipient['address'], recipient['status'], recipient['diagnostic']].filter(Boolean).join(' · '),
    )

  return (detail) => [
    ...ofThread(part(detail['thread'])),
    ...ofRefusal(part(detail['refused'])),
    ...(typeof detail['closedTicketId'] === 'number'
      ? [
          typeof detail['closedForDays'] === 'number'
            ? t('settings.letters.evidence.closedLongAgo', {
                number: number(detail['closedTicketId']),
                count: detail['closedForDays'],
              })
            : t('settings.letters.evidence.closed', { number: number(detail['closedTicketId']) }),
        ]
      : []),
    ...(typeof detail['reopenedTicketId'] === 'number'
      ? [t('settings.letters.evidence.reopened', { number: number(detail['reopenedTicketId']) })]
      : []),
    ...(typeof detail['heldBackBy'] === 'number'
      ? [t('settings.letters.evidence.heldBack', { count: detail['heldBackBy'] })]
      : []),
    ...(typeof detail['originalMessageId'] === 'string'
      ? [t('settings.letters.evidence.original', { id: `<${detail['originalMessageId']}>` })]
      : []),
    ...ofBounce(detail['recipients']),
    ...(list(detail['rules']).length > 0
      ? [t('settings.letters.evidence.rules', { list: list(detail['rules']).join('; ') })]
      : []),
    ...(list(detail['signs']).length > 0
      ? [t('settings.letters.evidence.signs', { list: list(detail['signs']).join('; ') })]
      : []),
    ...(list(detail['remarks']).length > 0
      ? [t('settings.letters.evidence.remarks', { list: list(detail['remarks']).join('; ') })]
      : []),
    ...(typeof detail['unparsable'] === 'string'
      ? [t('settings.letters.evidence.unparsable', { why: detail['unparsable'] })]
      : []),
    ...(typeof detail['error'] === 'string'
      ? [t('settings.letters.evidence.error', { error: detail['error'] })]
      : []),
    ...(detail['isReplayed'] === true ? [t('settings.letters.evidence.replayed')] : []),
  ]
}
