/** The words mail programs put around a quote, by language. Everything is matched on lines, case-insensitively. */

/** "wrote" at the end of a line that introduces a quote. */
export const wroteVerbs =
  /(?<![\p{L}])(?:wrote|writes|said|has written|schrieb|geschrieben|geschreven|schreef|a écrit|écrivait|écrit|ha scritto|scrisse|escribió|escribi[oó]|escreveu|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|написал(?:а|\(а\)|и)?|пишет|писал(?:а|и)?|пише|написав|написала|пишете|писали|напісаў|skrev|skreiv|kirjoitti|írta|yazdı|şunları yazdı|έγραψε|a scris|scris|napisao(?:\/la)?|je napisao|rašė|rakstīja|kirjutas|写道|寫道|写信|のメール|さんは書きました|님이 작성|작성|написа|написао|је написао\/ла|đã viết|menulis|เขียนว่า|napisana|missatge de|מאת|כתב(?:ה)?|كتب|написали)(?![\p{L}])/iu

const weekdays =
  '(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|mo|di|mi|do|fr|sa|so|пн|вт|ср|чт|пт|сб|вс|нд|понед|втор|сред|четв|пятн|субб|воскр|неділ|серед|пон|wto|śro|czw|pią|sob|nie|lör|sön|tor|tir|ons|fre|man|ma|ti|ke|to|pe|la|su|seg|ter|qua|qui|sex|sáb|dom|jue|vie|mié|po|út|st|čt|pá|ut|str|št|pi|pon|uto|sri|čet|pet|sub|ned|уто|ср|чет|пет|суб|нед|kedd|hétf|szer|csüt|pén|szo|vas|luni|marți|mie|joi|vin|sâm|dum|otrd|pirmd|trešd|ceturtd|piektd|sestd|svētd)'

/** A date somewhere in the line: 2016-02-01, 01/03/11, 5 апреля 2023, Dec 15, 2024, 2016年12月12日. */
export const datePattern =
  /\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}(?:\.|st|nd|rd|th|º)?\s*(?:de\s+)?\p{L}{3,10}\.?,?\s+(?:de\s+)?\d{4}|\p{L}{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}\s*[年.]\s*\d{1,2}\s*[月.]|(?<![\d:.])\d{1,2}\.?\s+\p{L}{3,9}\.?(?:\s|,)|\d{1,2}\.\s\d{1,2}\.\s\d{4}|\d{4}\.\s?(?:g|gada|m)\.?\s/iu
export const timePattern = /(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)|\d{1,2}\s?[ap]\.?m\b/iu
export const mailPattern = /[^\s@<>]@[^\s@<>]/

/** How a line that introduces a quote begins: a preposition with a date, a weekday, a date itself. */
export const attributionStart = new RegExp(
  `^[\\s*_]*(?:-{2,}\\s*)?(?:(?:on|at|le|am|el|il|em|op|den|dne|dnia|w dniu|in data|a|на|в|во|від|vào|pada|på|la|dana|dňa|em|此|在|於|al|ob|о|la|în|στις|vào|pada tanggal|kuupäev|wiadomość napisana przez|missatge de|בתאריך|ב|في|il giorno)\\s+[\\p{L}\\d,.]|在|於|ในวันที่|${weekdays}\\p{L}*[.,]{0,2}\\s+(?:den\\s+|d\\.\\s+)?(?:\\d|\\p{L}{3,10}\\.?\\s+\\d)|\\d{1,4}[-/.:年]\\s?\\d|\\d{1,2}\\.?\\s\\p{L}{3,10})`,
  'iu',
)

const fromLabels =
  'from|от|от кого|отправитель|von|de|de la|da|van|od|fra|från|lähettäjä|feladó|kimden|gönderen|від|від кого|відправник|šalje|odesílatel|odosielateľ|expéditeur|remitente|mittente|afzender|avsändare|avsender|afsender|nadawca|expeditor|pošiljatelj|gönderen|מאת|من|từ|dari|จาก|发件人|寄件者|差出人|보낸 사람|από|nuo|no|saatja|reply-to'
const toLabels =
  'to|кому|получатель|an|à|a|para|aan|til|till|vastaanottaja|címzett|kime|alıcı|do|komu|za|către|prima|sendt til|destinatario|destinataire|pour|pre|до|προς|אל|إلى|đến|adressaat|kam|kepada|ถึง|收件人|收件者|宛先|받는 사람'
const ccLabels =
  'cc|копия|kopie|copie à|copia|kopia|kopi|kopio|másolat|bilgi|dw|do wiadomości|копія|kópia|kopija|cópia|κοιν\\.?|κοινοποίηση|másolatot kap|копие|참조|blind copy|עותק|نسخة|tembusan|抄送|副本'
const subjectLabels =
  'subject|naslov|sujet|тема|betreff|objet|asunto|assunto|oggetto|risposta|onderwerp|emne|ämne|aihe|tárgy|konu|temat|předmět|predmet|subiect|относно|θέμα|נושא|الموضوع|chủ đề|teema|tema|tēma|subjek|เรื่อง|主题|主旨|件名|제목'
const dateLabels =
  'sent|date|отправлено|дата|gesendet|datum|envoyé(?: le)?|message du|enviado(?: el| em)?|enviada(?: em)?|fecha|data|verzonden|inviato|wysłane|wysłano|sendt|dato|skickat|lähetetty|päivämäärä|päiväys|küldve|elküldve|dátum|gönderildi|tarih|надіслано|poslano|odesláno|odoslané|trimis|importance|发送时间|日期|寄件日期|送信日時|날짜|vrijeme|dată|изпратено|στάλθηκε|ημερομηνία|נשלח|תאריך|تم الإرسال|التاريخ|تاريخ الإرسال|đã gửi|ngày|saatmisaeg|saadetud|kuupäev|išsiųsta|nosūtīts|terkirim|tanggal|ส่ง|วันที่|gönderilme tarihi|보낸 날짜|відправлено|dátum|envoyé|päivä'
const value = '\\s*\\*{0,2}\\s?[:：]'
const anyLabel = [fromLabels, toLabels, ccLabels, subjectLabels, dateLabels].join('|')
export const fromLine = new RegExp(
  `^[\\s>*_\\u200e\\u200f\\u202a-\\u202e]*(?:${fromLabels})${value}\\*{0,2}(?:\\s|$|\\S)`,
  'iu',
)
export const headerLine = new RegExp(`^[\\s>*_\\u200e\\u200f\\u202a-\\u202e]*(?:${anyLabel})${value}`, 'iu')

export const dateLine = new RegExp(`^[\\s>*_\\u200e\\u200f\\u202a-\\u202e]*(?:${dateLabels})${value}`, 'iu')
export const subjectLine = new RegExp(
  `^[\\s>*_\\u200e\\u200f\\u202a-\\u202e]*(?:${subjectLabels})${value}`,
  'iu',
)

/** Labels with their first letter large, as they stand in a header block. */
function capitalised(labels: string): string {
  return labels.replace(/(?<=^|\|)\p{Ll}/gu, (letter) => letter.toUpperCase())
}

type HeaderRole = 'from' | 'to' | 'cc' | 'subject' | 'other'
const roles: [HeaderRole, RegExp][] = [
  ['from', new RegExp(`^(?:${fromLabels})$`, 'iu')],
  ['to', new RegExp(`^(?:${toLabels})$`, 'iu')],
  ['cc', new RegExp(`^(?:${ccLabels})$`, 'iu')],
  ['subject', new RegExp(`^(?:${subjectLabels})$`, 'iu')],
]

/** What a label of a quoted header block stands for, and where labels stand glued to each other. */
export const headerRoles = {
  roleOf: (label: string): HeaderRole =>
    label === 'reply-to' ? 'other' : (roles.find(([, pattern]) => pattern.test(label))?.[0] ?? 'other'),
  glued: new RegExp(`(?<=[>\\s\\d\\p{L}])((?:${anyLabel})\\s?:\\s)`, 'giu'),
  /** Yahoo's Portuguese forgets the colon of the last label, behind the zone of the date. */
  gluedSubject: new RegExp(
    `(?<=\\b(?:[A-Z]{3,4}|(?:GMT|UTC)[+-]\\d{1,4}))((?:${capitalised(subjectLabels)}))\\s`,
    'u',
  ),
}

/** "-----Original Message-----" and its sisters. */
export const originalSeparator =
  /^[\s>*]*_{0,3}[-‐-―_=]{2,}\s*(?:original|original message|originalnachricht|ursprüngliche (?:nachricht|mail|e-mail)|original-nachricht|ursprungliche nachricht|mensaje original|mensagem original|messaggio originale|message d['’]origine|message original|mail original|oorspronkelijk bericht|oprindelig (?:besked|meddelelse)|opprinnelig melding|originalmeddelande|ursprungligt meddelande|alkuperäinen viesti|eredeti üzenet|(?:orijinal|özgün) (?:mesaj|ileti)|oryginalna wiadomość|wiadomość oryginalna|původní zpráva|pôvodná správa|исходное сообщение|исходное письмо|оригинальное сообщение|первоначальное сообщение|вихідне повідомлення|оригінальне повідомлення|оригинално (?:съобщение|писмо)|αρχικό μήνυμα|원본 (?:메시지|메일)|mesaj original|izvorna poruka|algne kiri|originalus laiškas|sākotnējais ziņojums|pesan asli|tin nhắn gốc|thư gốc|הודעה מקורית|الرسالة الأصلية|original e-?mail|原始邮件|原始郵件|元のメッセージ|original appointment)\s*[-‐-―_=]{2,}\*?\s*$/iu

export const forwardSeparator =
  /^[\s>*]*_{0,3}(?:[-‐-―_=]{2,}\s*(?:forwarded (?:message|e-?mail|by .+)|weitergeleitete nachricht|mensaje reenviado|mensagem (?:encaminhada|reencaminhada)|messaggio inoltrato|message transféré|message transmis|doorgestuurd bericht|videresendt (?:besked|meddelelse|melding)|vidarebefordrat meddelande|välitetty viesti|továbbított (?:üzenet|levél)|iletilmiş (?:mesaj|ileti)|przekazana wiadomość|wiadomość przekazana|přeposlaná zpráva|preposlaná správa|пересылаемое сообщение|переадресованное сообщение|пересланное сообщение|переслане повідомлення|перенаправленное сообщение|пересылаемое письмо|转发的邮件|轉寄郵件)\s*[-‐-―_=]{2,}\*?|begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message (?:réexpédié|transféré)\s?:|inicio del mensaje reenviado:|início da mensagem (?:re)?encaminhada:|inizio messaggio inoltrato:|begin doorgestuurd bericht:|forwarded message:|начало переадресованного сообщения:|начало пересылаемого сообщения:|початок листа, що пересилається:)\s*$/iu

/** A line of words between dashes in any language: a separator when a header block follows. */
export const dashedWords = /^[\s>*_]*-{3,}\s*\p{L}[\p{L}\p{M} '’./-]{3,60}-{3,}\s*$/u

/** Apple's "Begin forwarded message:" in any language: one when a quoted header block follows. */
export const announcement =
  /^[\s>]*(?:\p{L}[\p{L}\p{M} ]{7,60}|[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana} ]{4,30})\s?[:：]\s*$/u

/** Yahoo writes the separator and the whole header block into one line. */
export const inlineForward = /^[\s>]*-{3,}\s*[\p{L}][\p{L} '’-]{4,40}\s*-{3,}(?=\s+\p{L}[\p{L} ]{0,12}\s?:)/iu

/** Lines that phones and programs put under a text. They must stand alone in their line. */
const sentFromWords =
  /^[\s>*_]*(?:sent (?:from|via|with|using|by)(?: \[?(?:my|the|a|mobile|mail|outlook|yahoo|gmail|airmail|proton|mymail|gmx|web\.de|hey|canary|edison|bluemail|k-9|fairemail|thunderbird|yandex|vivaldi|front|newton|windows|samsung|blackberry|huawei|iphone|ipad|android|typeapp|tutanota|spark|mailbird|nine|superhuman|aquamail)\b.{0,80}|\s\S{3,20})|from my iphone.{0,10}|\S+ from mobile|get outlook for .{2,60}|(?:holen sie sich|laden sie) outlook für .{2,60}|outlook für .{2,30} beziehen|(?:obtenir|téléchargez) outlook pour .{2,60}|(?:obtener|descargar) outlook para .{2,60}|(?:ottieni|scarica) outlook per .{2,60}|(?:obter|baixar|obtenha)(?: o)? outlook para .{2,60}|(?:outlook voor .{2,30} downloaden|download outlook voor .{2,30})|pobierz (?:program |aplikację )?outlook (?:dla|na) .{2,60}|(?:получить|установить|загрузить) outlook для .{2,60}|(?:отримати|завантажити|отримайте) outlook для .{2,60}|hämta outlook för .{2,60}|(?:hent|få|last ned) outlook (?:til|for) .{2,60}|hanki outlook .{2,60}|získat(?:e)? outlook pro .{2,60}|outlook for .{2,20} (?:letöltése|beszerzése)|.{2,20} için outlook.{0,3}u? (?:edinin|indirin|alın)|下载(?:适用于)?.{0,20}outlook.{0,20}|获取(?:适用于)?.{0,20}outlook.{0,20}|.{2,20}outlook を入手|изпратено от .{2,80}|küldve .{2,60}|elküldve .{2,60}|poslano (?:s|iz|z) .{2,80}|στάλθηκε από .{2,80}|trimis (?:de pe|din) .{2,80}|dikirim dari .{2,80}|נשלח מ.{2,60}|أُ?رسلت من .{2,60}|отправлено (?:с|из) .{2,80}|envoyé (?:de|depuis|à partir)\b.{2,80}|télécharger outlook pour .{2,60}|gesendet (?:von|mit|über)\b.{2,80}|von meinem .{2,60} gesendet|diese nachricht wurde von .{2,80} gesendet\.?|enviado (?:desde|do|de|a partir|via)\b.{2,80}|inviato da(?:l|lla)?\b.{2,80}|verzonden (?:vanaf|met|vanuit|via)\b.{2,80}|verstuurd vanaf .{2,80}|sendt fra .{2,80}|skickat från .{2,80}|lähetetty .{2,60}(?:sta|stä|lta|ltä|lla|llä)\b.{0,40}|wysłan[eo] z .{2,80}|odesláno z .{2,80}|odoslané z .{2,80}|trimis de pe .{2,80}|(?:\S+['’]?(?:m|dan|den) )?gönderildi.{0,60}|iphone['’]umdan gönderildi|отправлено (?:с|из|через)\b.{2,80}|отправлено с .{2,80}|отправлено из .{2,80}|послано с .{2,80}|надіслано (?:з|із|через) .{2,80}|скачать outlook .{2,60}|получите outlook .{2,60}|发自我的.{1,40}|從我的.{1,20}傳送|我的.{1,20}から送信|.{1,20}から送信|나의 .{1,20}에서 보냄)\s*(?:<[^>]*>|\[[^\]]*\]|\([^)]*\))?\s*[*_.]*\s*$/iu

const devices =
  /iphone|ipad|android|outlook|mail|почт|пошт|mobil|мобил|телефон|смартфон|phone|windows|blackberry|samsung|galaxy|huawei|xiaomi|nokia|yahoo|yandex|яндекс|proton|typeapp|tablet|планшет|устройств|device|\bapp\b|我的|から|에서/iu

/** "Sent from my phone": the phone's words, and not a sentence that begins like them. */
export const sentFromLine = {
  test: (line: string): boolean =>
    line.length < 200 &&
    sentFromWords.test(line) &&
    (devices.test(line) || /\b[A-Z]{2,}/.test(line) || !/[.!?,]\s*$|, /.test(line)),
}

/** What help desks write above their letters. */
export const aboveThisLine =
  /^[\s#>*=_-]*(?:please )?(?:(?:type|write|enter|add) .{0,30}|reply )(?:above|over) (?:this|the) line|^[\s#>*=_-]*(?:пожалуйста, )?(?:напишите |пишите |введите )?(?:ваш )?ответ(?:ьте|айте)?.{0,25}выше этой (?:строки|линии|черты)/iu

/** GroupWise: ">>> Name <address> 17.10.2014 11:28 >>>". */
export const groupWise = /^>>>\s.{3,200}\d.{0,40}>>>\s*$/
