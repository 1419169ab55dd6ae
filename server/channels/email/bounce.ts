import { type InboundLetter, headerOf } from './letter.ts'
import { parseMessageIds } from './addresses.ts'
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
  return (/[^\s<>;,"'()]+@[^\s<>;,"'()]+/.exec(bare)?.[0] ?? '').toLowerCase().replace(/[.:]+$/, '')
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
): boolean {
  if (outcome === 'delayed' || status?.startsWith('4')) return false
  if (status?.startsWith('5')) return true
  const code = replyCodeIn(diagnostic)
  if (code) return code.startsWith('5')
  return reason !== 'network' && reason !== 'mailbox_full'
}

function describe(input: {
  address: string
  outcome: BouncedRecipient['outcome']
  declared: string | null
  diagnostic: string
  words: string
}): BouncedRecipient {
  const { address, outcome, declared, words } = input
  const diagnostic = input.diagnostic.replace(/\s+/g, ' ').trim().slice(0, 500)
  const spoken = statusFrom(diagnostic)
  // "5.0.0" says nothing: the other server's own words usually say more.
  const given = declared && !/^[45]\.0\.0$/.test(declared) ? declared : (spoken ?? declared)
  const reason = bounceReason(given, words)
  const code = replyCodeIn(diagnostic)
  const status = given ?? (code ? null : codeOfReason(reason))
  const isDead = reason === 'no_mailbox' || reason === 'no_domain' || reason === 'moved'
  return {
    address,
    outcome,
    status,
    isPermanent: judgePermanence(status, diagnostic, reason, outcome),
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
  return describe({ address, outcome, declared, diagnostic, words: hasWords ? diagnostic : text })
}

const delayWords =
  /(?:delayed|will (?:continue|keep) (?:trying|to (?:try|attempt))|will be retried|warning message only|not yet been delivered|still (?:being )?(?:trying|in the queue)|do not need to resend|no action is required|отложен|повторн\S+ попыт)/i

/** Reports without a machine-readable part: the text is all there is. */
function fromText(letter: InboundLetter): BouncedRecipient[] {
  const text = letter.text.slice(0, 50_000)
  const own = new Set([
    letter.from?.address.toLowerCase(),
    ...letter.to.map((box) => box.address.toLowerCase()),
  ])
  const failed = (headerOf(letter, 'x-failed-recipients') ?? '')
    .split(',')
    .map((part) => addressIn(part))
    .filter((address) => address !== '')
  const inText = [...text.matchAll(/[^\s<>;,"'()[\]:=]+@[a-z0-9][a-z0-9.-]*\.[a-z]{2,}/gi)]
    .map((match) => match[0].toLowerCase())
    .filter((address) => !own.has(address))
  const addresses = [...new Set(failed.length > 0 ? failed : inText.slice(0, 1))]
  const outcome =
    delayWords.test(text.slice(0, 3_000)) || /delay|warning/i.test(letter.subject) ? 'delayed' : 'failed'
  const said = text
    .split('\n')
    .filter((line) => replyCodeIn(` ${line} `) !== null || statusFrom(line) !== null)
  const diagnostic = said.slice(0, 2).join(' ')
  const input = {
    outcome,
    declared: statusFrom(text),
    diagnostic,
    words: diagnostic === '' ? text : diagnostic,
  } as const
  const described = (addresses.length > 0 ? addresses : ['']).map((address) =>
    describe({ address, ...input }),
  )
  // The line with the code may be a bare number: then the whole text says why.
  return described.map((recipient) =>
    recipient.reason === 'unknown'
      ? describe({ address: recipient.address, ...input, words: text })
      : recipient,
  )
}

function originalIdIn(letter: InboundLetter): string | null {
  const nested = letter.nested.find((inner) => inner.messageId !== null)
  if (nested?.messageId) return nested.messageId
  const report = letter.reports.map((part) => part.text).join('\n')
  const inReport = /^(?:original-message-id|x-original-message-id)\s*:\s*(.+)$/im.exec(report)?.[1]
  const inText = /^[>\s]*message-id\s*:\s*(<[^>\s]+>)/im.exec(letter.text)?.[1]
  const found = parseMessageIds(inReport ?? inText)
  return found[0] ?? letter.inReplyTo[0] ?? letter.references.at(-1) ?? null
}

/** A letter judged a bounce → who did not get what, and whether that is final. Pure; never throws. */
export function readBounce(letter: InboundLetter): Bounce {
  const groups = letter.reports
    .filter((report) => report.kind === 'delivery-status')
    .flatMap((report) => readGroups(report.text))
  const recipients = groups
    .map((group) => fromGroup(group, letter.text.slice(0, 20_000)))
    .filter((recipient) => recipient !== null)
  const subject = letter.nested[0]?.subject ?? /^[>\s]*subject\s*:\s*(.+)$/im.exec(letter.text)?.[1] ?? null
  return {
    recipients: recipients.length > 0 ? recipients : fromText(letter),
    originalMessageId: originalIdIn(letter),
    originalSubject: subject,
  }
}
