/** How vacation programs begin a subject, by language: words nobody else puts there. */
const stems = [
  /^(?:re:\s*)?(?:out of (?:the )?office|ooo)(?: (?:auto(?:matic)?[- ]?)?(?:reply|response|message|notification|assistant))?/i,
  /^[[(]?(?:automat(?:ic|ed)|auto)[- ]?(?:reply|response|responder|answer|acknowledgement)[\])]?/i,
  /^vacation (?:auto[- ]?)?(?:reply|response|notice|message)/i,
  /^away from (?:my |the )?(?:mail|office|desk)/i,
  /^i(?: am|['’]m) (?:currently )?(?:out of (?:the )?office|on (?:vacation|holiday|leave)|away (?:from|until))/i,
  /^автоматический ответ/i,
  /^[[(]?автоответ(?:чик)?[\])]?/i,
  /^(?:я )?(?:вне офиса|не в офисе|(?:нахожусь )?в отпуске|нет на (?:рабочем )?месте|отсутствую(?: на рабочем месте| в офисе)?)/i,
  /^автоматична відповідь/i,
  /^аўтаматычны адказ/i,
  /^автоматичен отговор/i,
  /^automatische (?:antwort|abwesenheitsmeldung)/i,
  /^abwesenheit(?:snotiz|sassistent|smeldung|sbenachrichtigung)?/i,
  /^ich bin (?:derzeit |zurzeit )?(?:nicht im büro|außer haus|im urlaub)/i,
  /^r[ée]ponse automatique/i,
  /^(?:absen(?:ce|t) du bureau|message d['’]absence)/i,
  /^respuesta autom[áa]tica/i,
  /^(?:fuera|ausente) de (?:la )?oficina/i,
  /^resposta autom[áa]tica/i,
  /^(?:aus[êe]ncia tempor[áa]ria|fora do escrit[óo]rio)/i,
  /^risposta automatica/i,
  /^fuori (?:sede|ufficio)/i,
  /^automatisch antwoord/i,
  /^auto(?:svar|odpowied[źz]|vastus)/i,
  /^automatiske?t? svar/i,
  /^automaattinen vastaus/i,
  /^automaatvastus/i,
  /^autom[āa]tisk[āa] atbilde/i,
  /^automatinis atsakymas/i,
  /^(?:odpowied[źz] automatyczna|automatyczna odpowied[źz])/i,
  /^automatick[áa] odpov[ěe][ďd]/i,
  /^autom[áa]tikus v[áa]lasz/i,
  /^r[ăa]spuns automat/i,
  /^(?:samodejni|automatski) odgovor/i,
  /^αυτόματη απάντηση/i,
  /^otomatik yan[ıi]t(?:lama?)?/i,
  /^(?:رد تلقائي|الرد التلقائي)/,
  /^(?:תשובה אוטומטית|מענה אוטומטי)/,
  /^tr[ảa] l[ờo]i t[ựu] [đd][ộo]ng/i,
  /^balasan otomatis/i,
  /^ตอบกลับอัตโนมัติ/,
  /^स्वचालित उत्तर/,
  /^自动(?:回复|答复)/,
  /^自動(?:回覆|返信|応答)/,
  /^不在(?:通知|のお知らせ)/,
  /^자동 ?(?:회신|응답)/,
]

/** What may follow: nothing, a colon and the old subject, a date. "Automatic reply does not work" is a person's. */
const tail =
  /^\s*(?:$|[:：\-–—(.!]|re\b|until\b|till\b|from \d|bis\b|vom \d|jusqu|hasta\b|до\s|по\s\d|с\s\d)/i

/** The same words in brackets behind or before the old subject. */
const bracketed =
  /[[(](?:out of (?:the )?office|auto(?:matic|mated)?[- ]?(?:reply|response)|автоответ|abwesen(?:d|heit)|absent|afwezig|自動返信|自动回复)[\])]/i

/** Words that people write too: a sign only in a letter that answers one, or that a machine has marked. */
const likely =
  /^(?:(?:re|aw|ответ):\s*)?(?:auto(?=:)|on (?:vacation|leave|holiday)\s*(?:$|until|till)|(?:annual|parental|sick) leave\s*$|отпуск\s+(?:до|с)\s+\d|в отпуске\s*$|abwesend\b|afwezig\b|poissa\b|im urlaub\b|автоматическое уведомление: отпуск)/i

const opening = (subject: string): string => subject.trim().replace(/^(?:\*+|\[external\])\s*/i, '')

/** The subject is one that vacation programs write. */
export function isOutOfOfficeSubject(subject: string): boolean {
  const bare = opening(subject)
  if (bracketed.test(bare)) return true
  return stems.some((stem) => {
    const match = stem.exec(bare)
    return match !== null && (tail.test(bare.slice(match[0].length)) || match[0].startsWith('['))
  })
}

/** The subject may be one of a vacation program's: to be believed only beside another sign. */
export function mayBeOutOfOfficeSubject(subject: string): boolean {
  return likely.test(opening(subject))
}

const absence =
  /out of (?:the )?office|on (?:vacation|holiday|annual leave|leave)\b|away (?:from|until|on)|will be back (?:on|in the office)|limited access to (?:my )?e-?mail|no longer (?:work|employ|with)|auto(?:matic|mated)[- ](?:reply|response|message)|в отпуске|вне офиса|нет на (?:рабочем )?месте|отсутству|автоматический ответ|буду доступ|не работаю в компании|nicht im (?:büro|haus)|im urlaub|abwesend|automatische antwort|je suis absent|en vacances|de vacaciones|fuera de la oficina|in ferie|fuori ufficio|不在|休暇|休假|外出/i

/** The first lines tell of an absence: believed only of a letter that a machine has marked. */
export function tellsOfAbsence(text: string): boolean {
  return absence.test(text.slice(0, 600))
}
