import { type InboundLetter, headerOf } from './letter.ts'

const daemonLocal =
  /^(?:mailer[-_]?daemon|mail-?daemon|mdaemon|double-bounce|mail[-_]delivery(?:[-_](?:subsystem|system|service))?|mailerdaemon|bounce-?notification|maildelivery)$/i
const daemonName =
  /mail(?:er)?[- ]?(?:delivery|daemon)|delivery (?:sub)?system|internet mail delivery|mail router/i
/** Names that people and shops have too: they count when what they send reads like a report. */
const officeLocal = /^(?:postmaster|delivery)$/i
const officeName = /postmaster|system administrator|mail administrator/i

/** Subjects of delivery reports in the languages their writers use. Never enough alone. */
const subjects = [
  /undeliver(?:ed|able|ability)|non[- ]?deliver(?:y|able)|not (?:be )?deliver(?:ed|able)|unable to deliver|could ?n[o']t (?:be )?(?:sent|deliver)|cannot (?:be )?deliver/i,
  /deliver(?:y|ing)\b.{0,40}\b(?:fail|status|notif|problem|error|delay|report|incomplete|unsuccess)/i,
  /(?:fail(?:ure|ed)|error|warning|problem)\b.{0,30}\b(?:deliver|notice|sending|mail)/i,
  /return(?:ed|ing)? (?:mail|message|to sender|e-?mail)|mail (?:delivery|system) (?:error|fail|report)|message (?:delayed|could not)|mail could not|user unknown|address (?:rejected|not found)|permanent error|message rejected|rejected message|mailbox (?:full|unavailable)|nondeliverable mail|mail error|bounced mail|failed mail|could not send message/i,
  /не(?:доставл|возможно доставить|удал\S+ доставить)|не (?:может быть |был[ао]? |удал\S+ |)(?:доставлен|доставить)|доставк\S* (?:письма |сообщения |почты )?(?:не|невозможн|отлож|задерж)|ошибк\S* (?:при )?доставк|отчет о доставке|уведомлени\S* о (?:состоянии )?доставк|недоставленное/i,
  /unzustellbar|zustell(?:ung|fehler)|nicht zugestellt|non remis|[ée]chec de (?:la )?(?:remise|distribution)|no se (?:pudo|puede) entregar|devuelto|non recapitat|mancato recapito|onbestelbaar|niet.{0,20}(?:bezorgd|afgeleverd)|olevererbart|n[ãa]o entregue|devolvid|niedostarcz|nedoru[čc]/i,
  /配信(?:エラー|不能|失敗)|送信(?:エラー|できません)|不達|退信|未送達|系统退信|投递失败|无法投递|반송/,
]

const bodySigns =
  /(?:wasn.t able to deliver|could not be delivered|unable to deliver|was not delivered|delivery (?:to the following|has failed|failed)|permanent fatal errors|undeliverable|message returned|not able to be delivered|following address(?:es)? (?:failed|had)|returned to sender|user unknown|unknown (?:user|recipient|mailbox|host)|mailbox (?:is )?(?:full|unavailable|not found)|no such user|host unknown|quota|rejected|\b[45]\.\d\.\d{1,3}\b|\b(?:550|551|552|553|554|450|451|452|421)\b)/i

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
  if (/^\{"(?:notificationType|eventType)":"Bounce"/.test(letter.text))
    reasons.push('Amazon SES notification')
  if (reasons.length > 0) return reasons

  const local = (letter.from?.address ?? '').replace(/@.*$/, '')
  const isDaemon = daemonLocal.test(local) || daemonName.test(letter.from?.name ?? '')
  const isOffice = officeLocal.test(local) || officeName.test(letter.from?.name ?? '')
  const envelope = envelopeFrom ?? headerOf(letter, 'return-path')
  const isNullSender = envelope !== null && /^(?:<>|<?mailer-daemon(?:@.*)?>?|)$/i.test(envelope.trim())
  const hasSubject = subjects.some((pattern) => pattern.test(letter.subject))
  const hasReportType = /report-type\s*=\s*"?delivery-status/i.test(headerOf(letter, 'content-type') ?? '')
  const hasBody = bodySigns.test(letter.text.slice(0, 20_000))
  const isReply = /^\s*(?:re|aw|ответ|fwd?|fw|wg)\s*[:[]/i.test(letter.subject)
  if (isDaemon) reasons.push('sender is a mail daemon')
  if (isNullSender) reasons.push('null envelope sender')
  if (hasSubject) reasons.push('subject of a delivery report')
  if (hasReportType) reasons.push('report-type: delivery-status')
  if (hasBody) reasons.push('text of a delivery report')
  if (hasReportType && !isReply) return reasons
  if (isDaemon && (hasSubject || hasBody || letter.nested.length > 0)) return reasons
  if (
    isOffice &&
    hasSubject &&
    (hasBody || isNullSender || letter.nested.length > 0 || /^postmaster$/i.test(local)) &&
    !isReply
  )
    return [...reasons, 'sender of delivery reports']
  if (isOffice && hasBody && (isNullSender || letter.nested.length > 0))
    return [...reasons, 'sender of delivery reports']
  if (hasSubject && isNullSender && !isReply) return reasons
  if (isNullSender && letter.nested.length > 0 && hasBody) return reasons
  if (hasSubject && letter.nested.length > 0 && hasBody && !isReply) return reasons
  return []
}
