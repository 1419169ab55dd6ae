import { isBlank, isQuoted, isRule } from './quote-lines.ts'
import { sentFromLine } from './quote-patterns.ts'

const footer =
  /^[\s*_]*(?:this (?:e-?mail|message|communication|transmission)\b.{0,200}\b(?:confidential|privileged|intended|virus)|(?:confidentiality|legal|privacy) notice|disclaimer\b|virus[- ]free|you (?:have )?received this (?:message|e-?mail) because|to unsubscribe\b|(?:настоящее|данное|это) (?:электронное )?(?:сообщение|письмо)\b.{0,200}конфиденц|diese (?:e-?mail|nachricht)\b.{0,200}(?:vertraulich|bestimmt|viren)|der inhalt dieser e-?mail|ce (?:message|courriel|mail)\b.{0,200}(?:confidentiel|destinataire|virus)|est[ea] (?:mensaje|correo|e-?mail|mensagem)\b.{0,200}(?:confidencia|destinatari|virus)|(?:questo messaggio|questa e-?mail|le informazioni contenute)\b.{0,200}(?:riservat|destinatari)|dit (?:bericht|e-?mailbericht)\b.{0,200}vertrouwelijk)/iu

/** What companies and scanners put under every letter: nobody has written it this time. */
export function isFooter(line: string): boolean {
  return footer.test(line.slice(0, 400))
}

/**
 * Lines under "--" that are no signature: a question; and where neither a space behind the dashes nor an empty line
 * above them tells, more than two lines or a long one.
 */
function isProse(lines: readonly string[], isBare: boolean): boolean {
  const filled = lines.filter((line) => !isBlank(line))
  if (filled.some((line) => /\?(?:\s|$)/.test(line))) return true
  return isBare && (filled.length > 2 || filled.some((line) => line.length > 60))
}

/** Where the signature and the phone's advertisement begin: they are hidden with the quote. */
export function cutSignature(lines: readonly string[]): number {
  let end = lines.length
  const trimEnd = (): void => {
    while (
      end > 0 &&
      (isBlank(lines[end - 1]) || isRule(lines[end - 1]) || sentFromLine.test(lines[end - 1] ?? ''))
    )
      end -= 1
  }
  trimEnd()
  for (let at = end - 1; at > 0 && at >= end - 16; at -= 1) {
    const line = lines[at] ?? ''
    if (!/^\s?--\s?$|^\s?_{2,}\s*$/.test(line)) continue
    const isBare = line === '--' && !isBlank(lines[at - 1])
    if (line !== '-- ' && isProse(lines.slice(at + 1, end), isBare)) break
    const above = lines.slice(0, at).some((other) => !isBlank(other) && !isQuoted(other))
    if (above) end = at
    break
  }
  trimEnd()
  return end
}
