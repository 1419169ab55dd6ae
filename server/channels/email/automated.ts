import { type InboundLetter, headerOf } from './letter.ts'
import { isBounceLetter } from './bounce-signs.ts'
import { isOutOfOfficeSubject, mayBeOutOfOfficeSubject, tellsOfAbsence } from './auto-reply-subjects.ts'

export type LetterKind = 'person' | 'auto_reply' | 'bulk' | 'bounce' | 'complaint'

export type LetterJudgement = {
  kind: LetterKind
  /** What spoke for it, as `header: value` or a word: shown in the ledger. */
  reasons: string[]
  /** False when nothing automatic of ours may go back to this sender because of this letter. */
  mayAnswer: boolean
}

export type JudgeOptions = {
  /** Our own inbox addresses, in lower case, without plus parts. */
  ownAddresses?: readonly string[]
  /** True when the Message-ID is one of ours (see thread-token.ts): a letter of ours that came round. */
  isOwnMessageId?: boolean
  /** The envelope sender when known: '' is the null sender. */
  envelopeFrom?: string | null
}

const daemonNames = /^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|double-bounce|daemon)$/
const silentNames =
  /^(?:no-?reply|do-?not-?reply|donotreply|noreply[-.+\w]*|[-.\w]*[-.]no-?reply|bounces?|bounce[-+].*|notifications?|automated|auto-?confirm|auto-?notification)$/

function withoutPlus(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*@/, '@')
}

function complaintReasons(letter: InboundLetter): string[] {
  if (letter.reports.some((report) => report.kind === 'feedback-report')) return ['message/feedback-report']
  // Hotmail's programme sends the letter complained of and no report; Apple asks in the reader's name to be let go.
  if (letter.nested.some((inner) => headerOf(inner, 'x-hmxmroriginalrecipient') !== null))
    return ['complaint from Hotmail']
  if (/^\s*complaint about message from \d/i.test(letter.subject) && letter.nested.length > 0)
    return ['subject of a complaint']
  if (headerOf(letter, 'x-apple-unsubscribe') !== null) return ['x-apple-unsubscribe']
  if (/^\{"(?:notificationType|eventType)":"Complaint"/.test(letter.text)) return ['Amazon SES notification']
  if (/report-type\s*=\s*"?feedback-report/i.test(headerOf(letter, 'content-type') ?? ''))
    return ['report-type: feedback-report']
  return []
}

/** `isMarked`: something says that no person is to be answered here. */
function autoReplyReasons(letter: InboundLetter, isMarked: boolean): string[] {
  const reasons: string[] = []
  const say = (name: string, matches: RegExp): void => {
    const value = headerOf(letter, name)
    if (value !== null && matches.test(value)) reasons.push(`${name}: ${value.slice(0, 80)}`)
  }
  say('auto-submitted', /^\s*auto-(?:replied|generated|notified)/i)
  const named = letter.headers.find(
    ({ name, value }) =>
      /^x-(?:[a-z]+-)?auto-?(?:re(?:ply|sponse|sponder|spond)|generated)/.test(name) &&
      name !== 'x-auto-response-suppress' &&
      !/^\s*(?:no|none|false|0)?\s*$/i.test(value),
  )
  if (named) reasons.push(`${named.name}: ${named.value.slice(0, 80)}`)
  say('x-apple-action', /oof|vacation/i)
  say('x-post-messageclass', /autoresponder/i)
  say('x-mailer', /\bvacation\b|autorespond/i)
  say('x-ms-exchange-generated-message-source', /rules agent|out.?of.?office/i)
  say('x-mdautoresponder', /./)
  say('delivered-to', /^\s*autoresponder\b/i)
  say('precedence', /^\s*auto[_-]?reply/i)
  say('x-precedence', /^\s*auto[_-]?reply/i)
  say('preference', /^\s*auto[_-]?reply/i)
  say('x-fc-machinegenerated', /^\s*(?:true|1|yes)/i)
  say('x-amazon-auto-reply', /^\s*true/i)
  say('x-out-of-office', /./)
  say('x-vacation', /./)
  if (letter.reports.some((report) => report.kind === 'disposition-notification'))
    reasons.push('message/disposition-notification')
  if (isOutOfOfficeSubject(letter.subject)) reasons.push('subject of an automatic reply')
  else if (mayBeOutOfOfficeSubject(letter.subject) && (isMarked || letter.inReplyTo.length > 0))
    reasons.push('subject of an automatic reply')
  else if (isMarked && tellsOfAbsence(letter.text)) reasons.push('text of an automatic reply')
  return reasons
}

function bulkReasons(letter: InboundLetter): string[] {
  const reasons: string[] = []
  const say = (name: string, matches: RegExp): void => {
    const value = headerOf(letter, name)
    if (value !== null && matches.test(value)) reasons.push(`${name}: ${value.slice(0, 80)}`)
  }
  say('precedence', /^\s*(?:bulk|junk|list)/i)
  for (const name of [
    'list-id',
    'list-unsubscribe',
    'list-post',
    'list-subscribe',
    'x-cron-env',
    'feedback-id',
    'x-campaign-id',
    'x-mailing-list',
  ])
    say(name, /./)
  return reasons
}

/** Reasons that forbid an automatic answer without making the letter itself automatic. */
function silenceReasons(letter: InboundLetter, options: JudgeOptions): string[] {
  const reasons: string[] = []
  const suppress = headerOf(letter, 'x-auto-response-suppress')
  if (
    suppress !== null &&
    /\b(?:all|autoreply|oof|dr|rn|nrn)\b/i.test(suppress) &&
    !/^\s*none/i.test(suppress)
  )
    reasons.push(`x-auto-response-suppress: ${suppress.slice(0, 80)}`)
  if (headerOf(letter, 'x-loop') !== null) reasons.push('x-loop')
  // A rule forwarded it, or answered: a person's words all the same, but a loop may be near.
  if (headerOf(letter, 'x-ms-exchange-inbox-rules-loop') !== null)
    reasons.push('x-ms-exchange-inbox-rules-loop')
  const envelope = options.envelopeFrom ?? headerOf(letter, 'return-path')
  if (envelope !== null && envelope.replace(/[<>\s]/g, '') === '') reasons.push('null envelope sender')
  const autoSubmitted = headerOf(letter, 'auto-submitted')
  if (autoSubmitted !== null && !/^\s*no\b/i.test(autoSubmitted))
    reasons.push(`auto-submitted: ${autoSubmitted.slice(0, 80)}`)
  const address = letter.from?.address.toLowerCase() ?? ''
  const local = address.replace(/@.*$/, '')
  if (address === '') reasons.push('no sender')
  else if (!address.includes('@')) reasons.push('sender without a domain')
  if (daemonNames.test(local)) reasons.push('sender is a mail daemon')
  else if (silentNames.test(local)) reasons.push('sender takes no answers')
  if (options.ownAddresses?.includes(withoutPlus(address))) reasons.push('sender is our own inbox')
  if (options.isOwnMessageId) reasons.push('message-id is our own')
  return reasons
}

/**
 * Who speaks: a person, a machine answering for one, a mailing, a mail system returning a letter, or a provider
 * passing on a complaint; and whether anything automatic of ours may answer. Pure; the rules are email.md 2.4–2.5.
 */
export function judgeLetter(letter: InboundLetter, options: JudgeOptions = {}): LetterJudgement {
  const complaint = complaintReasons(letter)
  if (complaint.length > 0) return { kind: 'complaint', reasons: complaint, mayAnswer: false }
  const bounce = isBounceLetter(letter, options.envelopeFrom ?? null)
  if (bounce.length > 0) return { kind: 'bounce', reasons: bounce, mayAnswer: false }
  const silence = silenceReasons(letter, options)
  const bulk = bulkReasons(letter)
  const isMarked =
    silence.some((reason) => /^(?:null envelope|x-auto-response|x-loop|x-ms-exchange)/.test(reason)) ||
    /^\s*(?:bulk|junk)/i.test(headerOf(letter, 'precedence') ?? '')
  const isMailing = letter.headers.some(({ name }) => name.startsWith('list-') || name === 'feedback-id')
  const auto = autoReplyReasons(letter, isMarked && !isMailing)
  if (auto.length > 0)
    return { kind: 'auto_reply', reasons: [...new Set([...auto, ...silence])], mayAnswer: false }
  if (bulk.length > 0) return { kind: 'bulk', reasons: [...new Set([...bulk, ...silence])], mayAnswer: false }
  return { kind: 'person', reasons: silence, mayAnswer: silence.length === 0 }
}
