import { type InboundLetter, headerOf } from '../letter.ts'
import { parseMessageIds } from '../addresses.ts'
import { parseLetter } from '../parse.ts'
import { type BounceReason, bounceReason, codeOfReason } from './bounce-reasons.ts'

export type BouncedRecipient = {
  /** In lower case; '' when the report does not say. */
  address: string
  /** `failed` will never arrive as sent, `delayed` is still being tried. */
  outcome: 'failed' | 'delayed'
  /** Enhanced status code (RFC 3463) like `5.1.1`; null when neither given nor to be told from the text. */
  status: string | null
  /** True when a second try is pointless: the address or the letter itself is refused. */
  isPermanent: boolean
  reason: BounceReason
  /** The address itself is no good: stop writing to it. A refusal of this letter alone says nothing about the address. */
  isAddressDead: boolean
  /** What the other server said, one line. */
  diagnostic: string
}

export type Bounce = {
  recipients: BouncedRecipient[]
  /** The Message-ID of the letter that came back, without angle brackets. */
  originalMessageId: string | null
  originalSubject: string | null
}

/** A letter goes to no more; what says otherwise is made to keep a reader busy. */
const maxRecipients = 200
const maxReportChars = 500_000

type StatusGroup = Map<string, string>

function readGroups(text: string): StatusGroup[] {
  return text
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n\s*\n/)
    .map((block) => {
      const group: StatusGroup = new Map()
      for (const line of block.split('\n')) {
        const match = /^([\w-]+)\s*:\s*(.*)$/.exec(line.trim())
        if (match?.[1] && !group.has(match[1].toLowerCase()))
          group.set(match[1].toLowerCase(), (match[2] ?? '').trim())
      }
      return group
    })
    .filter((group) => group.size > 0)
}

function addressIn(value: string | undefined): string {
  const bare = (value ?? '').replace(/^[^;@]*;/, '')
  return (/[^\s<>;,"'()]{1,128}@[^\s<>;,"'()]{1,255}/.exec(bare)?.[0] ?? '')
    .toLowerCase()
    .replace(/[.:]+$/, '')
}

function statusFrom(text: string): string | null {
  const enhanced = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1]
  return enhanced ?? null
}

function replyCodeIn(text: string): string | null {
  return /(?:^|[\s:;(<#"'>])([45][0-5]\d)(?=[\s\-#:.)"'])/.exec(text)?.[1] ?? null
}

/** Is a second try pointless? Said by the server's reply code, the status, or the reason; a delay is never final. */
function judgePermanence(
  status: string | null,
  diagnostic: string,
  reason: BounceReason,
  outcome: BouncedRecipient['outcome'],
  text: string,
): boolean {
  if (outcome === 'delayed' || status?.startsWith('4')) return false
  if (status?.startsWith('5')) return true
  const code = replyCodeIn(diagnostic)
  if (code) return code.startsWith('5')
  if (/permanent(?:ly)?[ -](?:error|fail|deliver)|failed permanently|постоянн\S+ ошибк/i.test(text))
    return true
  return reason !== 'network' && reason !== 'mailbox_full'
}

/** A status for a report that gives none: the reason's code in the class of the server's reply. */
function codeFrom(reason: BounceReason, replyCode: string | null): string | null {
  const status = codeOfReason(reason)
  return replyCode && status ? replyCode.slice(0, 1) + status.slice(1) : status
}

/**
 * What a refusal means depends on what was refused. "Unknown user" after the server had taken the recipient is a
 * filter's answer and condemns no address, unless the code is exact; after MAIL FROM it concerns us, the sender.
 */
function atStage(reason: BounceReason, status: string | null, text: string): BounceReason {
  if (reason !== 'no_mailbox' && reason !== 'no_domain') return reason
  // Google Groups says in every language that the group may not exist, or may be closed to us.
  if (/groups\.google\.com\/support/i.test(text)) return 'refused'
  if (/in reply to MAIL FROM|after MAIL FROM/i.test(text)) return 'refused'
  if (status?.startsWith('5.1.')) return reason
  const isAfterData =
    /in reply to (?:end of )?DATA|after (?:end of data|DATA)\b|SMTP command\s*\n\s*DATA\b/im.test(text) ||
    // In a pipelined dialogue DATA is refused because the recipient was: then the status says so.
    (/^>>> DATA\s*\n<<< 5/m.test(text) && status !== null && !/^5\.0\.0$/.test(status))
  return isAfterData ? 'refused' : reason
}

function describe(input: {
  address: string
  outcome: BouncedRecipient['outcome']
  declared: string | null
  diagnostic: string
  words: string
  /** The whole report, which may hold the dialogue with the other server. */
  stage?: string
}): BouncedRecipient {
  const { address, outcome, declared, words } = input
  const diagnostic = input.diagnostic.replace(/\s+/g, ' ').trim().slice(0, 500)
  const spoken = statusFrom(diagnostic)
  // "5.0.0" says nothing: the other server's own words usually say more.
  const given = declared && !/^[45]\.0\.0$/.test(declared) ? declared : (spoken ?? declared)
  const code = replyCodeIn(diagnostic)
  const told = atStage(bounceReason(given, words), given, input.stage ?? words)
  // "550 <anna@example.com>:" and not a word more: so refuse servers that know no such recipient.
  const rest = diagnostic.replace(/\S*@\S*|\S+\.\S+|host|said:/gi, '')
  const isBare =
    told === 'unknown' &&
    ((code === '550' && !/[a-z]{4}/i.test(rest)) ||
      // "542 <anna@example.com> Rejected": the address itself, and nothing about why.
      (/^5[45]/.test(code ?? '') &&
        /\S+@\S+\s*(?:recipient )?(?:address )?rejected/i.test(diagnostic) &&
        !/[a-z]{4}/i.test(rest.replace(/(?:recipient )?(?:address )?rejected/i, ''))))
  const reason = isBare ? 'no_mailbox' : told
  const status = given ?? codeFrom(reason, code)
  const isDead = reason === 'no_mailbox' || reason === 'no_domain' || reason === 'moved'
  return {
    address,
    outcome,
    status,
    isPermanent: judgePermanence(
      given ?? (code ? status : null),
      diagnostic,
      reason,
      outcome,
      input.stage ?? words,
    ),
    reason,
    isAddressDead: outcome === 'failed' && isDead && !status?.startsWith('4'),
    diagnostic,
  }
}

function fromGroup(group: StatusGroup, text: string): BouncedRecipient | null {
  const address =
    addressIn(group.get('final-recipient')) ||
    addressIn(group.get('original-recipient')) ||
    addressIn(group.get('x-actual-recipient'))
  const action = (group.get('action') ?? '').toLowerCase()
  if (address === '' && action === '' && !group.has('status')) return null
  if (/^(?:delivered|relayed|expanded)/.test(action)) return null
  const diagnostic = (group.get('diagnostic-code') ?? '').replace(/^(?:smtp|x-\S+)\s*;\s*/i, '')
  const declared = statusFrom(group.get('status') ?? '')
  const outcome = action.startsWith('delayed') ? 'delayed' : 'failed'
  const hasWords = /[a-zа-яё]{4}/i.test(diagnostic.replace(/\S+@\S+/g, ''))
  return describe({
    address,
    outcome,
    declared,
    diagnostic,
    words: hasWords ? diagnostic : text,
    stage: text,
  })
}

const delayWords =
  /(?:delayed|will (?:continue|keep) (?:trying|to (?:try|attempt))|will be retried|warning message only|not yet been delivered|still (?:being )?(?:trying|in the queue)|do not need to resend|no action is required|отложен|повторн\S+ попыт)/i

/** The report's own words: what follows is the returned letter, whose words say nothing about the failure. */
function reportText(text: string): string {
  const end =
    /^(?:[> \t]*(?:received|return-path|dkim-signature|delivered-to|mime-version|content-type)\s*:|[ \t-]*(?:below this line is|this is a copy of|copy of (?:the )?(?:message|original)|original message(?! details)|message header|included is|the following is a copy|unsent message|returned message|original mail)\b.{0,60}$)/im.exec(
      text,
    )
  return end && end.index > 40 ? text.slice(0, end.index) : text
}

/** The lines that concern one recipient: from the one that names it to the next that names another. */
function linesAbout(text: string, address: string): string {
  const lines = text.split('\n')
  const at = address === '' ? -1 : lines.findIndex((line) => line.toLowerCase().includes(address))
  if (at < 0) return text
  const rest = lines.slice(at + 1, at + 12)
  const other = rest.findIndex(
    (line) =>
      /[^\s<>]{1,128}@[^\s<>]/.test(line) &&
      !line.toLowerCase().includes(address) &&
      /^\s*<?[^\s<>]+@[^\s<>]+>?:?\s*$/.test(line),
  )
  return [lines[at], ...(other < 0 ? rest : rest.slice(0, other))].join('\n')
}

/** A recipient with a line of its own, or at the start of one that goes on with what happened. */
const listedAddress =
  /^[ \t>*-]{0,8}<?([^\s<>@:;,"'()]{1,128}@[a-z0-9][a-z0-9.-]{0,200}\.[a-z]{2,})>?(?:[ \t]*:.*|[ \t]*)$/gim
const maxListed = 50

/** Reports without a machine-readable part: the text is all there is. */
function fromText(letter: InboundLetter): BouncedRecipient[] {
  const text = reportText(letter.text.slice(0, 50_000))
  const own = new Set([
    letter.from?.address.toLowerCase(),
    ...letter.to.map((box) => box.address.toLowerCase()),
  ])
  const failed = (headerOf(letter, 'x-failed-recipients') ?? '')
    .split(',')
    .map((part) => addressIn(part))
    .filter((address) => address !== '')
  const inText = [...text.matchAll(/[^\s<>;,"'()[\]:=]{1,128}@[a-z0-9][a-z0-9.-]{0,200}\.[a-z]{2,}/gi)]
    .map((match) => match[0].toLowerCase())
    .filter((address) => !own.has(address))
  const listed = [...text.matchAll(listedAddress)]
    .map((match) => (match[1] ?? '').toLowerCase())
    .filter((address) => !own.has(address) && inText.includes(address))
  const inOrder = listed.length > 0 ? listed.slice(0, maxListed) : inText.slice(0, 1)
  const addresses = [...new Set(failed.length > 0 ? failed : inOrder)]
  const outcome =
    delayWords.test(text.slice(0, 3_000)) || /delay|warning/i.test(letter.subject) ? 'delayed' : 'failed'
  return (addresses.length > 0 ? addresses : ['']).map((address) => fromLines(text, address, outcome))
}

function fromLines(text: string, address: string, outcome: BouncedRecipient['outcome']): BouncedRecipient {
  const about = linesAbout(text, address)
  const says = (line: string): boolean => replyCodeIn(` ${line} `) !== null || statusFrom(line) !== null
  const near = about.split('\n').filter(says)
  if (near.length === 0 && about !== text) {
    // Words of its own and no code: the codes elsewhere belong to other recipients.
    const alone = describe({ address, outcome, declared: null, diagnostic: '', words: about, stage: text })
    if (alone.reason !== 'unknown') return alone
  }
  const said = near.length > 0 ? near : text.split('\n').filter(says)
  const diagnostic = said.slice(0, 2).join(' ')
  const input = {
    address,
    outcome,
    declared: statusFrom(diagnostic) ?? statusFrom(text),
    diagnostic,
    stage: text,
  }
  // The line with the code may be a bare number: then the lines around it, or the whole text, say why.
  for (const words of [diagnostic, about, text]) {
    const described = describe({ ...input, words })
    if (words !== '' && (described.reason !== 'unknown' || words === text)) return described
  }
  return describe({ ...input, words: text })
}

/** A filter that passes a report on wraps it into an empty one of its own: then the report is the letter inside. */
function fromReportInside(letter: InboundLetter): BouncedRecipient[] | null {
  for (const file of letter.attachments.slice(0, 5)) {
    if (file.mime !== 'message/rfc822' || file.content.length > 1_000_000) continue
    const inner = parseLetter(file.content)
    const groups = inner.reports
      .flatMap((report) => readGroups(report.text.slice(0, maxReportChars)))
      .slice(0, maxRecipients + 1)
    const found = groups
      .map((group) => fromGroup(group, inner.text))
      .filter((recipient) => recipient !== null)
    if (found.length > 0) return found
  }
  return null
}

function originalIdIn(letter: InboundLetter): string | null {
  const nested = letter.nested.find((inner) => inner.messageId !== null)
  if (nested?.messageId) return nested.messageId
  const report = letter.reports.map((part) => part.text).join('\n')
  const inReport = /^(?:original-message-id|x-original-message-id)\s*:\s*(.+)$/im.exec(report)?.[1]
  const inText = /^[> \t]*message-id\s*:\s*(<[^>\s]+>)/im.exec(letter.text)?.[1]
  const found = parseMessageIds(inReport ?? inText)
  return found[0] ?? letter.inReplyTo[0] ?? letter.references.at(-1) ?? null
}

/** A letter judged a bounce → who did not get what, and whether that is final. Pure; never throws. */
export function readBounce(letter: InboundLetter): Bounce {
  const groups = letter.reports
    .filter((report) => report.kind === 'delivery-status')
    .flatMap((report) => readGroups(report.text.slice(0, maxReportChars)))
    // The first one is about the letter.
    .slice(0, maxRecipients + 1)
  const recipients = groups
    .map((group) => fromGroup(group, reportText(letter.text.slice(0, 20_000))))
    .filter((recipient) => recipient !== null)
    .slice(0, maxRecipients)
  const subject = letter.nested[0]?.subject ?? /^[> \t]*subject\s*:\s*(.+)$/im.exec(letter.text)?.[1] ?? null
  const told = recipients.length > 0 ? recipients : fromText(letter)
  return {
    recipients: told.some((one) => one.address !== '' || one.reason !== 'unknown')
      ? told
      : (fromReportInside(letter) ?? told),
    originalMessageId: originalIdIn(letter),
    originalSubject: subject,
  }
}
