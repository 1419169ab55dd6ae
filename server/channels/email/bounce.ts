import { type InboundLetter, headerOf } from './letter.ts'
import { parseMessageIds } from './addresses.ts'

export type BouncedRecipient = {
  /** In lower case; '' when the report does not say. */
  address: string
  /** `failed` will never arrive as sent, `delayed` is still being tried. */
  outcome: 'failed' | 'delayed'
  /** Enhanced status code (RFC 3463) like `5.1.1`; null when neither given nor to be told from the text. */
  status: string | null
  /** True when a second try is pointless: the address or the letter itself is refused. */
  isPermanent: boolean
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

/** Words of other servers → a status code, for reports that carry none. The commonest reasons only. */
const reasonCodes: [RegExp, string][] = [
  [
    /user unknown|unknown user|no such (?:user|person|recipient|mailbox|account)|(?:user|recipient|address|account|mailbox) (?:\S+ ){0,3}(?:not found|does ?n[o']t exist|is unknown|unknown|not exist|invalid|disabled)|invalid (?:recipient|mailbox|user|address)|unrouteable|not (?:a valid|our) (?:user|mailbox|customer)|нет такого|не существует|не найден|不存在|宛先/i,
    '5.1.1',
  ],
  [
    /host (?:unknown|not found)|unknown host|domain (?:not found|does not exist)|no (?:mx|such domain)|name service error|nxdomain|unrouteable mail domain|bad destination host/i,
    '5.1.2',
  ],
  [
    /(?:over ?|exceed\S* (?:\S+ )?)quota|quota (?:exceed|full)|mailbox (?:is )?(?:full|over)|переполнен|insufficient (?:disk|storage)|not enough (?:space|storage)|storage limit/i,
    '4.2.2',
  ],
  [
    /account (?:is |has been )?(?:disabled|suspended|inactive|blocked)|mailbox (?:is )?(?:disabled|inactive)|заблокирован/i,
    '5.2.1',
  ],
  [
    /message (?:size|too (?:large|big))|exceed\S* (?:\S+ ){0,4}(?:size|limit)|too large|max(?:imum)? (?:message )?size/i,
    '5.3.4',
  ],
  [
    /spam|blocked|black ?list|blocklist|reputation|policy|dmarc|spf|denied|not authori[sz]ed|refused by|content rejected/i,
    '5.7.1',
  ],
  [
    /timed? ?out|connection (?:refused|reset|failed)|could not connect|temporar|try again|deferred|greylist|too many|network is unreachable/i,
    '4.4.1',
  ],
]

function statusFrom(text: string): string | null {
  const enhanced = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1]
  return enhanced ?? null
}

function replyCodeIn(text: string): string | null {
  return /(?:^|[\s:;(<#"'>])([45][0-5]\d)(?=[\s\-#:.)"'])/.exec(text)?.[1] ?? null
}

function reasonCode(text: string): string | null {
  return reasonCodes.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** A full mailbox empties again and a policy may change; a missing address does not come back. */
function judgePermanence(status: string | null, diagnostic: string, outcome: 'failed' | 'delayed'): boolean {
  if (outcome === 'delayed') return false
  const code = replyCodeIn(diagnostic)
  if (status?.startsWith('4')) return false
  const reason = reasonCode(diagnostic)
  if (reason === '4.2.2' || (status && /^5\.2\.2$/.test(status))) return false
  if (status?.startsWith('5')) return true
  if (code) return code.startsWith('5')
  return !(reason?.startsWith('4') ?? false)
}

function fromGroup(group: StatusGroup): BouncedRecipient | null {
  const address =
    addressIn(group.get('final-recipient')) ||
    addressIn(group.get('original-recipient')) ||
    addressIn(group.get('x-actual-recipient'))
  const action = (group.get('action') ?? '').toLowerCase()
  if (address === '' && action === '' && !group.has('status')) return null
  if (/^(?:delivered|relayed|expanded)/.test(action)) return null
  const diagnostic = (group.get('diagnostic-code') ?? '').replace(/^(?:smtp|x-\S+)\s*;\s*/i, '')
  const declared = statusFrom(group.get('status') ?? '')
  const spoken = statusFrom(diagnostic)
  // "5.0.0" says nothing: the other server's own words usually say more.
  const status =
    declared && !/^[45]\.0\.0$/.test(declared) ? declared : (spoken ?? reasonCode(diagnostic) ?? declared)
  const outcome = action.startsWith('delayed') ? 'delayed' : 'failed'
  return { address, outcome, status, isPermanent: judgePermanence(status, diagnostic, outcome), diagnostic }
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
  const status = statusFrom(text) ?? reasonCode(text)
  const diagnostic =
    text
      .split('\n')
      .find((line) => replyCodeIn(` ${line} `) !== null || statusFrom(line) !== null)
      ?.trim() ?? ''
  const isPermanent = judgePermanence(status, diagnostic || text, outcome)
  return (addresses.length > 0 ? addresses : ['']).map((address) => ({
    address,
    outcome,
    status,
    isPermanent,
    diagnostic: diagnostic.slice(0, 500),
  }))
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
  const recipients = groups.map(fromGroup).filter((recipient) => recipient !== null)
  const subject = letter.nested[0]?.subject ?? /^[>\s]*subject\s*:\s*(.+)$/im.exec(letter.text)?.[1] ?? null
  return {
    recipients: recipients.length > 0 ? recipients : fromText(letter),
    originalMessageId: originalIdIn(letter),
    originalSubject: subject,
  }
}
