/** Why a letter came back. The first three condemn the address; the rest may pass or concern this letter only. */
export type BounceReason =
  | 'no_mailbox'
  | 'no_domain'
  | 'moved'
  | 'mailbox_full'
  | 'suspended'
  | 'too_large'
  | 'refused'
  | 'network'
  | 'loop'
  | 'unknown'

const phrases: [BounceReason, RegExp][] = [
  // About the sender, however much it sounds like the recipient.
  [
    'refused',
    /(?:sender|return|from|envelope)(?: (?:e-?mail|mail|address|domain))*\b.{0,80}(?:does ?n[o'’]?t exist|not exist|unknown|invalid|cannot be (?:found|verified)|rejected)|not verified|access denied\. as\(/i,
  ],
  // The name server stumbled: the domain may be there.
  ['network', /host not found, try again|(?:dns|name) server (?:failure|temporar)|servfail/i],
  // RFC 7504 and RFC 7505: a host that takes no mail at all.
  ['no_domain', /\b5(?:21|56)[ -](?:5\.(?:3\.2|1\.10) )?.*(?:not accept|no mail)|5\.3\.2 .*not accepting/i],
  // Exchange Online refuses unknown recipients at its edge with these words.
  ['no_mailbox', /5\.4\.1 .*recipient address rejected: access denied/i],
  [
    'mailbox_full',
    /(?:over|exceed\S*|out of|is)\s+(?:\S+\s+){0,4}quota|quota\s+(?:\S+\s+){0,2}(?:exceed|full|violat)|quota exceeded|(?:mailbox|inbox|mail ?box|maildir|account)\s+(?:\S+\s+){0,3}(?:full|over (?:its )?(?:quota|limit))|mailfolder is full|too much mail data|переполнен|insufficient (?:disk|storage|system storage|space)|not enough (?:space|storage|disk)|storage (?:limit|quota)|disk ?(?:space|quota)|out of space/i,
  ],
  [
    'too_large',
    /message (?:size|is too (?:large|big))|too large|size (?:exceed|limit)|exceed\S* (?:\S+\s+){0,5}(?:size|length)|max(?:imum)? (?:\S+\s+){0,2}(?:message )?size/i,
  ],
  [
    'loop',
    /too many (?:hops|received)|mail loop|routing loop|loops? back to myself|loop detected|hop count/i,
  ],
  [
    'suspended',
    /(?:account|mailbox|user|recipient|address)\s+(?:\S+\s+){0,4}(?:disabled|suspended|inactive|blocked|locked|expired|frozen|discontinued)|inactive user|suspended|disabled|заблокирован/i,
  ],
  [
    'refused',
    /spam|spf|dmarc|dkim|black ?list|block ?list|\bdns?bl\b|reputation|blocked|banned|policy|virus|malware|unsolicited|reverse dns|\bptr\b|rdns|authenticat|relay(?:ing)? (?:access )?(?:denied|not|prohibited)|access denied|not (?:authori[sz]ed|allowed|permitted|accepted)|rejected (?:by|due|because|for)|content reject|too many (?:connection|recipient|message|error)|rate limit|throttl|sending limit|restricted|prohibited|verify (?:failed|address)|sender (?:address )?(?:rejected|denied|verif)/i,
  ],
  [
    'moved',
    /(?:has|have) moved|no longer (?:\S+\s+){0,4}(?:at|with|employ|use)|new (?:e-?mail )?address|address (?:has )?changed/i,
  ],
  [
    'no_mailbox',
    /user unknown|unknown (?:user|recipient|local|account|mailbox|address)|no such (?:\S+\s+){0,2}(?:user|person|recipient|mailbox|account|address|local)|(?:user|recipient|address|account|mailbox|group|e-?mail|name)\s*(?:\S+\s+){0,4}(?:not found|could not be found|wasn.t found|couldn.t be found|does ?n[o'’]?t exist|doesn’t exist|is unknown|unknown|not exist|not (?:listed|known)|invalid|unavailable|is not active|not recogni[sz]ed)|invalid (?:recipient|mailbox|user|address|e-?mail)|unrouteable address|undeliverable address|not (?:a valid|our|a known|valid) (?:user|mailbox|customer|recipient|address)|(?:doesn.t|does not) (?:have an? (?:\S+ )?account|like recipient)|no valid recipients?|invalid final delivery|bad destination mailbox|no mailbox (?:here|by that name|found)|isn.t a valid|wasn.t found at|can.?t be found|нет такого|не существует|не найден|не зарегистрирован|нет пользовател|不存在|宛先|存在しません|該当/i,
  ],
  [
    'no_domain',
    /host (?:unknown|not found|or domain name not found|name lookup)|unknown (?:host|domain)|domain (?:\S+\s+){0,3}(?:not found|does ?n[o'’]?t exist|couldn.t be found|invalid)|no (?:mx(?: record)?s?(?: found)?|such (?:domain|host))|mx (?:or srv )?record indicated|name (?:service error|or service not known|server: \S*\s*host not found)|nxdomain|unrouteable (?:mail )?domain|bad destination (?:host|system)|couldn.t find any host|does not accept mail|null mx|no mail (?:server|exchanger)|dns (?:error|lookup|soft|hard|domain)/i,
  ],
  [
    'network',
    /timed? ?out|connection (?:refused|reset|failed|dropped|lost|died)|could not connect|couldn.t connect|unable to connect|temporar|try again|deferred|grey ?list|unreachable|no route|retry (?:time|timeout)|in (?:the )?queue (?:for )?too long|delivery (?:time )?expired|not responding|bad sequence|server (?:error|busy)|resources/i,
  ],
  // The same in the languages of Exchange and of the big providers.
  [
    'mailbox_full',
    /postfach\b.{0,40}(?:voll|überfüllt)|speicherplatz|bo[îi]te\b.{0,40}pleine|buz[óo]n\b.{0,40}lleno|casella\b.{0,40}piena|caixa\b.{0,40}(?:cheia|lotada)|postvak\b.{0,40}vol\b|skrzynka\b.{0,60}(?:pełna|przepełniona)|schránka\b.{0,40}plná|posta kutusu\b.{0,40}dolu|skrzynk\S+ .{0,40}przepełni|brevlåda\S*.{0,40}full|(?:邮箱|信箱|郵箱).{0,10}(?:已满|已滿|超过|容量)|(?:メールボックス|受信箱).{0,20}(?:いっぱい|満杯|容量)|(?:편지함|메일함|용량).{0,10}(?:가득|초과)/iu,
  ],
  [
    'no_mailbox',
    /nicht gefunden|(?:unbekannter?|ungültiger?) (?:benutzer|empfänger|adresse)|(?:benutzer|empfänger|adresse|postfach)\b.{0,40}(?:unbekannt|existiert nicht|ungültig)|introuvable|(?:utilisateur|destinataire|adresse)\b.{0,40}(?:inconnue?|n['’]existe pas)|no se (?:ha )?(?:encontr|pudo encontrar)|(?:usuario|direcci[óo]n|destinatario|buz[óo]n)\b.{0,40}(?:desconocid|no existe|no v[áa]lid)|non (?:è stato|è stata) trovat|(?:utente|destinatario|indirizzo)\b.{0,40}(?:sconosciut|inesistente|non esiste)|n[ãa]o foi (?:poss[íi]vel encontrar|encontrad)|(?:usu[áa]rio|utilizador|endere[çc]o)\b.{0,40}(?:desconhecid|n[ãa]o existe|inv[áa]lid)|(?:niet worden gevonden|niet gevonden)|(?:gebruiker|adres|geadresseerde)\b.{0,40}(?:onbekend|bestaat niet)/iu,
  ],
  [
    'no_mailbox',
    /nie (?:można odnaleźć|znaleziono|istnieje)|nebyl[ao]? nalezen|neexistuje|sa nenašl|gick inte att hitta|hittades inte|finns inte|blev ikke fundet|findes ikke|ble ikke funnet|finnes ikke|ei löydy|ei ole olemassa|bulunamadı|bulunmuyor|не вдалося знайти|не знайдено|не існує|не удалось найти|не удаётся найти|неизвестн\S+ (?:пользовател|получател|адрес)|не е намерен|не съществува|nem található|nem létezik|ismeretlen (?:felhasználó|címzett)|nu (?:a fost găsit|există)|δεν (?:βρέθηκε|υπάρχει)|nerast|neegzistuoja|找不到|(?:用户|使用者|收件人|地址|帐号|账号)\S{0,8}(?:不存在|未找到|无效|錯誤)|見つかりません|存在しません|찾을 수 없|존재하지 않/iu,
  ],
]

const codes: [RegExp, BounceReason][] = [
  [/^[45]\.1\.(?:1|0|3|10)$/, 'no_mailbox'],
  [/^[45]\.1\.2$/, 'no_domain'],
  [/^5\.1\.6$/, 'moved'],
  [/^[45]\.2\.2$/, 'mailbox_full'],
  [/^[45]\.2\.1$/, 'suspended'],
  [/^[45]\.(?:2\.3|3\.4)$/, 'too_large'],
  [/^[45]\.4\.6$/, 'loop'],
  [/^5\.4\.4$/, 'no_domain'],
  [/^[45]\.(?:7\.\d+|1\.[78]|6\.\d)$/, 'refused'],
  [/^4\.(?:4|3)\.\d+$/, 'network'],
  [/^5\.4\.[17]$/, 'network'],
]

/** The reason from the other server's words first, because its codes are often careless, then from the code. */
export function bounceReason(status: string | null, text: string): BounceReason {
  // What is told beyond the first pages is no reason, and costs the patterns their time.
  const words = text.slice(0, 5_000)
  const spoken = phrases.find(([, pattern]) => pattern.test(words))?.[0]
  const coded = codes.find(([pattern]) => status !== null && pattern.test(status))?.[1]
  if (spoken === undefined) return coded ?? 'unknown'
  // "5.1.1 … it was rejected by the recipient domain": the exact code beats words as vague as these.
  const isVague =
    (spoken === 'refused' || spoken === 'network') &&
    !/spam|polic|block|black|list|spf|dmarc|dkim|reputation|sender|virus|too many|per (?:hour|day)|this hour|rate|limit/i.test(
      words,
    )
  if (status === '5.1.1' && isVague) return 'no_mailbox'
  // And a code about the sender beats words about addresses.
  return /^5\.1\.[78]$/.test(status ?? '') ? 'refused' : spoken
}

const reasonCodes: Record<BounceReason, string | null> = {
  no_mailbox: '5.1.1',
  no_domain: '5.1.2',
  moved: '5.1.6',
  mailbox_full: '4.2.2',
  suspended: '5.2.1',
  too_large: '5.3.4',
  refused: '5.7.1',
  network: '4.4.1',
  loop: '5.4.6',
  unknown: null,
}

/** A status code (RFC 3463) for a reason told in words only. */
export function codeOfReason(reason: BounceReason): string | null {
  return reasonCodes[reason]
}
