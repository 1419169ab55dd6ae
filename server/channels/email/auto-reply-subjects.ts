/** How mail programs begin the subject of a vacation answer, by language. Anchored: people write these words too. */
const patterns = [
  /^(?:re:\s*)?(?:out of (?:the )?office|ooo)\b/i,
  /^(?:automatic|auto)(?:[- ]?(?:reply|response|responder|answer)|matic reply)\b/i,
  /^(?:\[?auto[- ]?(?:reply|response)\]?)/i,
  /^vacation (?:reply|response|notice|message)\b/i,
  /^away from (?:my|the) (?:mail|office|desk)/i,
  /^i am (?:away|out of (?:the )?office|on (?:vacation|holiday|leave))/i,
  /^автоматический ответ/i,
  /^автоответ(?:чик)?(?![а-яё])/i,
  /^(?:\[?автоответ\]?)/i,
  /^(?:я )?(?:вне офиса|в отпуске|нет на месте|отсутствую)(?![а-яё])/i,
  /^автоматична відповідь/i,
  /^(?:automatische (?:antwort|abwesenheit)|abwesenheit(?:snotiz|sassistent|smeldung)?\b|autom(?:atische)?\.? antwort)/i,
  /^r[ée]ponse automatique/i,
  /^absen(?:ce|t) du bureau/i,
  /^respuesta autom[áa]tica/i,
  /^fuera de (?:la )?oficina/i,
  /^resposta autom[áa]tica/i,
  /^risposta automatica/i,
  /^fuori sede/i,
  /^automatisch antwoord/i,
  /^autosvar/i,
  /^automatiskt? svar/i,
  /^automaattinen vastaus/i,
  /^automatyczna odpowied[źz]/i,
  /^automatick[áa] odpov[ěe][ďd]/i,
  /^autom[áa]tikus v[áa]lasz/i,
  /^otomatik yan[ıi]t/i,
  /^自动(?:回复|答复)/,
  /^自動(?:回覆|返信|応答)/,
  /^자동 (?:회신|응답)/,
]

/** The subject is one that vacation programs write. */
export function isOutOfOfficeSubject(subject: string): boolean {
  const bare = subject.trim().replace(/^(?:\*+|\[external\])\s*/i, '')
  return patterns.some((pattern) => pattern.test(bare))
}
