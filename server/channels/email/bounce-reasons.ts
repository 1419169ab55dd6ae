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
    /user unknown|unknown (?:user|recipient|local|account|mailbox|address)|no such (?:\S+\s+){0,2}(?:user|person|recipient|mailbox|account|address|local)|(?:user|recipient|address|account|mailbox|e-?mail|name)\s*(?:\S+\s+){0,4}(?:not found|could not be found|wasn.t found|couldn.t be found|does ?n[o'’]?t exist|doesn’t exist|is unknown|unknown|not exist|not (?:listed|known)|invalid|unavailable|is not active|not recogni[sz]ed)|invalid (?:recipient|mailbox|user|address|e-?mail)|unrouteable address|undeliverable address|not (?:a valid|our|a known|valid) (?:user|mailbox|customer|recipient|address)|(?:doesn.t|does not) (?:have an? (?:\S+ )?account|like recipient)|no valid recipients?|invalid final delivery|bad destination mailbox|no mailbox (?:here|by that name|found)|isn.t a valid|can.?t be found|нет такого|не существует|не найден|не зарегистрирован|нет пользовател|不存在|宛先|存在しません|該当/i,
  ],
  [
    'no_domain',
    /host (?:unknown|not found|or domain name not found|name lookup)|unknown (?:host|domain)|domain (?:\S+\s+){0,3}(?:not found|does ?n[o'’]?t exist|couldn.t be found|invalid)|no (?:mx(?: record)?s?(?: found)?|such (?:domain|host))|mx (?:or srv )?record indicated|name (?:service error|or service not known|server: \S*\s*host not found)|nxdomain|unrouteable (?:mail )?domain|bad destination (?:host|system)|couldn.t find any host|does not accept mail|null mx|no mail (?:server|exchanger)|dns (?:error|lookup|soft|hard|domain)/i,
  ],
  [
    'network',
    /timed? ?out|connection (?:refused|reset|failed|dropped|lost|died)|could not connect|couldn.t connect|unable to connect|temporar|try again|deferred|grey ?list|unreachable|no route|retry (?:time|timeout)|in (?:the )?queue (?:for )?too long|delivery (?:time )?expired|not responding|bad sequence|server (?:error|busy)|resources/i,
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
export function bounceReason(status: string | null, words: string): BounceReason {
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
