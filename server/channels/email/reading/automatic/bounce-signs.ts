import { isOutOfOfficeSubject } from './auto-reply-subjects.ts'
import { isAmazonNotification, isReportSubject, readsLikeReport } from './bounce-words.ts'
import { type InboundLetter, headerOf } from '../letter.ts'

const daemonLocal =
  /^(?:mailer[-_]?daemon|mail-?daemon|mdaemon|double-bounce|mail[-_]delivery(?:[-_](?:subsystem|system|service))?|mailerdaemon|bounce-?notification|maildelivery|microsoftexchange[0-9a-f]{20,40})$/i
const daemonName =
  /mail(?:er)?[- ]?daemon|(?:e-?mail|message|mail) delivery (?:(?:sub)?system|agent)|delivery subsystem|internet mail delivery|mail router/i
/** Names that people and shops have too: they count when what they send reads like a report. */
const officeLocal = /^(?:postmaster|delivery)$/i
const officeName =
  /postmaster|system administrator|mail administrator|mail(?:er)?[- ]?delivery|delivery system/i

/**
 * Why a letter is a delivery report; empty when it is not. A delivery-status part that names a recipient or an
 * X-Failed-Recipients header is enough; otherwise two signs of different kinds are needed, because people also
 * write about failed deliveries.
 */
export function isBounceLetter(letter: InboundLetter, envelopeFrom: string | null): string[] {
  const reasons: string[] = []
  const status = letter.reports.find((report) => report.kind === 'delivery-status')
  if (status && /^(?:final|original)-recipient\s*:|^action\s*:|^status\s*:/im.test(status.text)) {
    // A report of success ("relayed", "delivered") returns nothing.
    const actions = [...status.text.matchAll(/^action\s*:\s*([\w-]+)/gim)].map((match) =>
      match[1]?.toLowerCase(),
    )
    if (
      actions.length > 0 &&
      actions.every((action) => action === 'delivered' || action === 'relayed' || action === 'expanded')
    )
      return []
    reasons.push('message/delivery-status')
  }
  if (headerOf(letter, 'x-failed-recipients') !== null) reasons.push('x-failed-recipients')
  if (headerOf(letter, 'x-mlserver') !== null && /\bnot (?:a )?member\b/i.test(letter.subject))
    reasons.push('a mailing list refuses its non-member')
  if (isAmazonNotification(letter.text, 'Bounce')) reasons.push('Amazon SES notification')
  if (reasons.length > 0) return reasons
  // What answers for an absent person, or tells that a letter was read, may speak of other letters that came back.
  const isAnswer = letter.reports.some((report) => report.kind === 'disposition-notification')
  if (isAnswer || isOutOfOfficeSubject(letter.subject)) return []

  const local = (letter.from?.address ?? '').replace(/@.*$/, '')
  const isDaemon = daemonLocal.test(local) || daemonName.test(letter.from?.name ?? '')
  const isOffice = officeLocal.test(local) || officeName.test(letter.from?.name ?? '')
  const envelope = envelopeFrom ?? headerOf(letter, 'return-path')
  const isNullSender = envelope !== null && /^(?:<>|<?mailer-daemon(?:@.*)?>?|)$/i.test(envelope.trim())
  const hasSubject = isReportSubject(letter.subject)
  const hasReportType = /report-type\s*=\s*"?delivery-status/i.test(headerOf(letter, 'content-type') ?? '')
  const hasBody = readsLikeReport(letter.text)
  const isReply = /^\s*(?:re|aw|ответ|fwd?|fw|wg)\s*[:[]/i.test(letter.subject)
  if (isDaemon) reasons.push('sender is a mail daemon')
  if (isNullSender) reasons.push('null envelope sender')
  if (hasSubject) reasons.push('subject of a delivery report')
  if (hasReportType) reasons.push('report-type: delivery-status')
  if (hasBody) reasons.push('text of a delivery report')
  if (hasReportType && !isReply) return reasons
  if (isDaemon && (hasSubject || hasBody || letter.nested.length > 0)) return reasons
  if (isDaemon && isNullSender && !isReply && namesSomebody(letter)) return [...reasons, 'names a recipient']
  if (
    isOffice &&
    hasSubject &&
    ((hasBody && namesSomebody(letter)) ||
      isNullSender ||
      letter.nested.length > 0 ||
      /^postmaster$/i.test(local)) &&
    !isReply
  )
    return [...reasons, 'sender of delivery reports']
  if (isOffice && hasBody && (isNullSender || letter.nested.length > 0))
    return [...reasons, 'sender of delivery reports']
  if (hasSubject && isNullSender && !isReply && (letter.nested.length > 0 || namesSomebody(letter)))
    return reasons
  if (isNullSender && letter.nested.length > 0 && hasBody) return reasons
  if (hasSubject && letter.nested.length > 0 && hasBody && !isReply) return reasons
  return []
}

/** The text speaks of an address that is neither the sender's nor ours. */
function namesSomebody(letter: InboundLetter): boolean {
  const known = [letter.from, ...letter.to].map((box) => box?.address.toLowerCase())
  const named =
    letter.text.slice(0, 5_000).match(/[^\s<>()"',;:]{1,64}@[a-z0-9][a-z0-9.-]{0,100}\.[a-z]{2,}/gi) ?? []
  return named.some((address) => !known.includes(address.toLowerCase()))
}
