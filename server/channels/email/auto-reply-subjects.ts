/** How vacation programs begin a subject, by language. */
const stems = [
  /^(?:re:\s*)?(?:out of (?:the )?office|ooo)(?: (?:auto(?:matic)?[- ]?)?(?:reply|response|message|notification|assistant))?/i,
  /^\[?(?:automatic|auto)[- ]?(?:reply|response|responder|answer)\]?/i,
  /^auto(?=:)/i,
  /^vacation (?:auto[- ]?)?(?:reply|response|notice|message)/i,
  /^away from (?:my|the) (?:mail|office|desk)/i,
  /^i am (?:currently )?(?:away|out of (?:the )?office|on (?:vacation|holiday|leave))/i,
  /^автоматический ответ/i,
  /^\[?автоответ(?:чик)?\]?/i,
  /^(?:я )?(?:вне офиса|в отпуске|нет на месте|отсутствую)/i,
  /^автоматична відповідь/i,
  /^automatische (?:antwort|abwesenheitsmeldung)/i,
  /^abwesenheit(?:snotiz|sassistent|smeldung|sbenachrichtigung)?/i,
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
  /^(?:odpowied[źz] automatyczna|automatyczna odpowied[źz])/i,
  /^automatick[áa] odpov[ěe][ďd]/i,
  /^autom[áa]tikus v[áa]lasz/i,
  /^otomatik yan[ıi]t/i,
  /^自动(?:回复|答复)/,
  /^自動(?:回覆|返信|応答)/,
  /^자동 (?:회신|응답)/,
]

/** What may follow: nothing, a colon and the old subject, a date. "Automatic reply does not work" is a person's. */
const tail =
  /^\s*(?:$|[:：\-–—(.!]|re\b|until\b|till\b|from \d|bis\b|vom \d|jusqu|hasta\b|до\s|по\s\d|с\s\d)/i

/** The subject is one that vacation programs write. */
export function isOutOfOfficeSubject(subject: string): boolean {
  const bare = subject.trim().replace(/^(?:\*+|\[external\])\s*/i, '')
  return stems.some((stem) => {
    const match = stem.exec(bare)
    return match !== null && tail.test(bare.slice(match[0].length))
  })
}
