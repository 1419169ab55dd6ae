import iconv from 'iconv-lite'

/** An East Asian two-byte charset: which lead and trail bytes it has, and which pairs are everyday writing. */
type PairCharset = {
  charset: string
  family: 'japanese' | 'chinese' | 'korean'
  isPair: (lead: number, trail: number) => boolean
  /** The commonest few thousand characters; text is made of them, and a wrong charset seldom hits them. */
  isCommon: (lead: number, trail: number) => boolean
  /** Kana or hangul: found in no other language. */
  isTelling: (lead: number, trail: number) => boolean
}

const within = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to
const isHighPair = (lead: number, trail: number): boolean =>
  within(lead, 0xa1, 0xfe) && within(trail, 0xa1, 0xfe)

// Level one of each national standard holds its common characters; "telling" ones belong to one language only.
const charsets: PairCharset[] = [
  {
    charset: 'shift_jis',
    family: 'japanese',
    isPair: (lead, trail) =>
      (within(lead, 0x81, 0x9f) || within(lead, 0xe0, 0xfc)) &&
      (within(trail, 0x40, 0x7e) || within(trail, 0x80, 0xfc)),
    isCommon: (lead, trail) =>
      within(lead, 0x81, 0x83) || within(lead, 0x89, 0x97) || (lead === 0x88 && trail >= 0x9f),
    isTelling: (lead, trail) => (lead === 0x82 && trail >= 0x9f) || (lead === 0x83 && trail <= 0x96),
  },
  {
    charset: 'euc-jp',
    family: 'japanese',
    isPair: isHighPair,
    isCommon: (lead) => within(lead, 0xa1, 0xa5) || within(lead, 0xb0, 0xcf),
    isTelling: (lead) => lead === 0xa4 || lead === 0xa5,
  },
  {
    charset: 'euc-kr',
    family: 'korean',
    isPair: (lead, trail) =>
      within(lead, 0x81, 0xfe) &&
      (within(trail, 0x41, 0x5a) || within(trail, 0x61, 0x7a) || within(trail, 0x81, 0xfe)),
    isCommon: (lead, trail) => (within(lead, 0xb0, 0xc8) || lead === 0xa1 || lead === 0xa3) && trail >= 0xa1,
    isTelling: (lead, trail) => within(lead, 0xb0, 0xc8) && trail >= 0xa1,
  },
  {
    charset: 'gb18030',
    family: 'chinese',
    isPair: (lead, trail) => within(lead, 0x81, 0xfe) && within(trail, 0x40, 0xfe) && trail !== 0x7f,
    isCommon: (lead, trail) => (within(lead, 0xb0, 0xd7) || lead === 0xa1 || lead === 0xa3) && trail >= 0xa1,
    isTelling: () => false,
  },
  {
    charset: 'big5',
    family: 'chinese',
    isPair: (lead, trail) =>
      within(lead, 0xa1, 0xf9) && (within(trail, 0x40, 0x7e) || within(trail, 0xa1, 0xfe)),
    isCommon: (lead) => within(lead, 0xa4, 0xc6) || lead === 0xa1,
    isTelling: () => false,
  },
]

type Count = { pairs: number; common: number; telling: number; broken: number; words: number }

function countPairs(sample: Uint8Array, kind: PairCharset): Count {
  const count: Count = { pairs: 0, common: 0, telling: 0, broken: 0, words: 0 }
  let wasPair = false
  for (let at = 0; at < sample.length; at += 1) {
    const lead = sample[at] ?? 0
    if (lead < 0x80) {
      wasPair = false
      continue
    }
    // One byte a character: half-width katakana.
    if (kind.charset === 'shift_jis' && within(lead, 0xa1, 0xdf)) {
      count.pairs += 0.5
      continue
    }
    const trail = sample[at + 1]
    if (trail === undefined) break
    if (!kind.isPair(lead, trail)) {
      count.broken += 1
      continue
    }
    count.pairs += 1
    if (kind.isCommon(lead, trail)) count.common += 1
    if (kind.isTelling(lead, trail)) count.telling += 1
    if (!wasPair) count.words += 1
    wasPair = true
    at += 1
  }
  return count
}

function scoreOf(kind: PairCharset, count: Count): number {
  if (count.pairs < 1 || count.broken * 50 > count.pairs) return 0
  const common = count.common / count.pairs
  const telling = count.telling / count.pairs
  if (kind.family === 'japanese') return common * 0.75 + Math.min(telling * 2, 0.5)
  // Korean is hangul and spaces; Chinese bytes wander over the whole plane and know no spaces.
  if (kind.family === 'korean')
    return telling > 0.9 ? common * 0.8 + (count.words * 8 > count.pairs ? 0.3 : 0) : 0
  return common
}

type AsianGuess = { charset: string; score: number; pairs: number }

/** Which East Asian charset a text is in, by how common its characters would be; score 0 to 1.25. */
export function bestAsian(sample: Uint8Array, families?: readonly PairCharset['family'][]): AsianGuess {
  let best: AsianGuess = { charset: '', score: 0, pairs: 0 }
  for (const kind of charsets) {
    if (families && !families.includes(kind.family)) continue
    const count = countPairs(sample, kind)
    const score = scoreOf(kind, count)
    if (score > best.score) best = { charset: kind.charset, score, pairs: count.pairs }
  }
  return best
}

const siblings: Record<string, PairCharset['family']> = {
  shift_jis: 'japanese',
  'euc-jp': 'japanese',
  'iso-2022-jp': 'japanese',
  gb18030: 'chinese',
  hz: 'chinese',
  big5: 'chinese',
}

/** The charset of the same language that the bytes are really in; the label's own when that fits well enough. */
export function sameLanguageCharset(bytes: Uint8Array, charset: string): string | null {
  const family = siblings[charset]
  if (family === undefined) return null
  const sample = bytes.subarray(0, 8_000)
  const own = charsets.find((kind) => kind.charset === charset)
  const best = bestAsian(sample, [family])
  if (best.score < 0.7) return null
  if (own === undefined || best.charset === charset) return best.charset
  const count = countPairs(sample, own)
  return count.pairs >= 6 && scoreOf(own, count) < 0.5 ? best.charset : null
}

/** HZ (RFC 1843): GB2312 with the high bit taken off between `~{` and `~}`. */
export function decodeHz(bytes: Uint8Array): string {
  const eightBit: number[] = []
  let isShifted = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    const next = bytes[at + 1]
    if (byte === 0x7e && next === 0x7b) isShifted = true
    else if (byte === 0x7e && next === 0x7d) isShifted = false
    else if (byte === 0x7e && next === 0x7e && !isShifted) eightBit.push(0x7e)
    else if (!(byte === 0x7e && next === 0x0a && !isShifted)) {
      // A line end closes what was left open.
      if (byte === 0x0a) isShifted = false
      eightBit.push(isShifted && byte > 0x20 ? byte | 0x80 : byte)
      continue
    }
    at += 1
  }
  return iconv.decode(Buffer.from(eightBit), 'gb18030')
}
