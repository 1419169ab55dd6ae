/** Subjects of delivery reports in the languages their writers use. Never enough alone. */
const subjects = [
  /undeliver(?:ed|able|ability)|non[- ]?deliver(?:y|able)|not (?:be )?deliver(?:ed|able)|unable to deliver|could ?n[o']t (?:be )?(?:sent|deliver)|cannot (?:be )?deliver/i,
  /deliver(?:y|ing)\b.{0,40}\b(?:fail|status|notif|problem|error|delay|report|incomplete|unsuccess)/i,
  /(?:fail(?:ure|ed)|error|warning|problem)\b.{0,30}\b(?:deliver|notice|sending|mail)/i,
  /return(?:ed|ing)? (?:mail|message|to sender|e-?mail)|mail (?:delivery|system) (?:error|fail|report)|message (?:\S+ )?(?:has been )?(?:delayed|could not)|message you sent (?:was )?(?:blocked|rejected|not deliver)|mail could not|user unknown|address (?:rejected|not found)|permanent error|message rejected|rejected message|mailbox (?:full|unavailable)|nondeliverable mail|mail error|bounced mail|failed mail|could not send message/i,
  /не(?:доставл|возможно доставить|удал\S+ доставить)|не (?:может быть |был[ао]? |удал\S+ |)(?:доставлен|доставить)|доставк\S* (?:письма |сообщения |почты )?(?:не|невозможн|отлож|задерж)|ошибк\S* (?:при )?доставк|отчет о доставке|уведомлени\S* о (?:состоянии )?доставк|недоставленное/i,
  /unzustellbar|zustell(?:ung|fehler)|nicht zugestellt|non remis|[ée]chec de (?:la )?(?:remise|distribution)|no se (?:pudo|puede) entregar|devuelto|non recapitat|mancato recapito|onbestelbaar|niet.{0,20}(?:bezorgd|afgeleverd)|olevererbart|n[ãa]o entregue|devolvid|niedostarcz|nedoru[čc]/i,
  // Exchange and the big providers of each country.
  /не (?:вда|уда)\S+ достав|невозможност\S+ доставки|недоставлен|не може да се достави|не є? ?доставлен|не доставлено/i,
  /non (?:distribu[ée]|d[ée]livr[ée]|recapitabil|consegnat)|impossibile (?:recapitare|consegnare)|n[ãa]o (?:foi |[ée] )?poss[íi]vel entregar|falha na entrega|no (?:es posible entregar|entregad[oa]|entregable)|error de entrega|nepavyko pristatyti|nepristatyt/i,
  /kan (?:inte|ikke) (?:leveres|levereras)|ikke leveret|ikke levert|ej levererat|ei voi(?:da|tu)? toimittaa|toimitus\S* ep[äa]onnist|teslim edilem|iletilem|k[ée]zbes[íi]thetetlen|sikertelen k[ée]zbes[íi]t|nelivrat|nu (?:s-a|a) putut (?:livra|fi)|nedoru[čc]iteľ|ned[aá] sa doru[čc]i|nie dostarczono|nie można dostarczy/i,
  /δεν (?:είναι δυνατή η παράδοση|παραδόθηκε)|αποτυχία παράδοσης/i,
  /配信(?:エラー|不能|失敗|できません)|送信(?:エラー|できません)|配信に失敗|不達|退信|未送[達达]|系统退信|投[递遞](?:失败|失敗)|[无無]法(?:投[递遞]|传递|傳遞|送达|送達|传送)|반송|배달(?:되지|할 수|하지|실패)|전송 ?실패|発送できません/,
]

/** What reports say, whoever sends them. */
const bodySigns =
  /(?:wasn.t able to deliver|could not be delivered|unable to deliver|was not delivered|not (?:yet )?been delivered|delay reason|delivery (?:to the following|has failed|failed)|permanent fatal errors|undeliverable|message returned|not able to be delivered|following address(?:es)? (?:failed|had)|returned to sender|user unknown|unknown (?:user|recipient|mailbox|host)|mailbox (?:is )?(?:full|unavailable|not found)|no such user|host unknown|quota|rejected|не (?:может быть|был[ао]?|удал\S+) (?:отправлен|доставлен|доставить)|nicht zugestellt|n['’]a pas pu être (?:remis|distribu|d[ée]livr)|no se (?:ha )?pud?o entregar|n[ãa]o p[ôo]de ser entregue|无法投递|配信できません|\b[45]\.\d\.\d{1,3}\b|\b(?:550|551|552|553|554|450|451|452|421)\b)/i

/** A delivery report may be called so, in the languages their writers use. Never enough alone. */
export function isReportSubject(subject: string): boolean {
  return subjects.some((pattern) => pattern.test(subject.slice(0, 1_000)))
}

/** The text speaks as delivery reports do. Never enough alone. */
export function readsLikeReport(text: string): boolean {
  return bodySigns.test(text.slice(0, 20_000))
}

/** What Amazon sends for a letter it could not deliver, or that was complained of: JSON, bare or wrapped once more. */
export function isAmazonNotification(text: string, kind: 'Bounce' | 'Complaint'): boolean {
  const told = /^\s*\{[^]{0,2000}?\\?"(?:notificationType|eventType)\\?"\s*:\s*\\?"(\w+)/.exec(
    text.slice(0, 3_000),
  )
  return told?.[1] === kind
}
