const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** `[HD-1256]`: the mark that letters about a ticket carry in their subject. */
export function subjectTag(prefix: string, ticketNumber: number): string {
  return `[${prefix}-${ticketNumber}]`
}

function tagPattern(prefixes: readonly string[]): RegExp | null {
  const known = prefixes.filter((prefix) => prefix !== '').map(escapePattern)
  // Old prefixes stay known after the administrator changes the prefix. A hyphen may have become another dash.
  return known.length === 0
    ? null
    : new RegExp(`\\[\\s*#?(?:${known.join('|')})\\s*[-‐‑–]\\s*(\\d{1,15})\\s*\\]`, 'giu')
}

/**
 * Ticket numbers that a subject names, the last tag first: clients put their "Re:" in front and our own tag
 * stands at the end. A tag is a hint and no proof: the sender must belong to the ticket (email.md 2.1).
 */
export function findSubjectTags(subject: string, prefixes: readonly string[]): number[] {
  const pattern = tagPattern(prefixes)
  if (!pattern) return []
  const numbers = [...subject.matchAll(pattern)].map((match) => Number(match[1]))
  return [...new Set(numbers.filter((number) => Number.isSafeInteger(number)).toReversed())]
}

const replyPrefix =
  /^\s*(?:(?:re|aw|sv|vs|odp|ответ|отв|на|回复|回覆|答复|antw|antwort|res|rif|ynt|atb|ref|απ|הושב|رد|vá|odg|返信|回信|회신)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*)/iu
const forwardPrefix =
  /^\s*(?:(?:fwd?|wg|tr|пересл|перенапр|fw|i|enc|rv|vb|vl|doorst|пер|转发|轉寄|ilt|i̇lt|pd|переслано|továbbítás|fs|viš|trs|İlt|İLT|πρθ|videresend|edasi|pārs|persiųsti|пересылка|הועבר|إعادة توجيه|轉發|转寄|転送|전달)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*)/iu

/** "Fwd:", "WG:", "Пересл:": a forwarded letter opens its own ticket, whatever threading headers it carries. */
export function isForwardSubject(subject: string): boolean {
  let rest = subject
  for (let count = 0; count < 10; count += 1) {
    if (forwardPrefix.test(rest)) return true
    const shorter = rest.replace(replyPrefix, '')
    if (shorter === rest) return false
    rest = shorter
  }
  return false
}

/** The subject as a person would say it: without "Re:", "Fwd:" and our own tags. */
export function bareSubject(subject: string, prefixes: readonly string[]): string {
  const pattern = tagPattern(prefixes)
  let rest = (pattern ? subject.replace(pattern, ' ') : subject).replace(/\s+/g, ' ').trim()
  for (let count = 0; count < 20; count += 1) {
    const shorter = rest.replace(replyPrefix, '').replace(forwardPrefix, '')
    if (shorter === rest) break
    rest = shorter
  }
  return rest.trim()
}
