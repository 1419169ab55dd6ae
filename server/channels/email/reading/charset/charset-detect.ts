import { bestAsian } from './charset-asian.ts'

/** The likeliest first; a rare one must read clearly better. */
const cyrillicCharsets = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic']
const handicaps = [0, 0.05, 0.15, 0.2, 0.1]

/** Letters by how often Russian, Ukrainian and Bulgarian texts use them: the commonest first. */
const commonCyrillic = 'оеаинтсрвлкмдпу'

function shareOf(text: string, matches: (code: number) => boolean): number {
  let high = 0
  let hits = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x80) continue
    high += 1
    if (matches(code)) hits += 1
  }
  return high === 0 ? 0 : hits / high
}

/** Pairs of letters that make up nine tenths of Russian writing, and some of Ukrainian and Bulgarian. */
const commonPairs = new Set(
  (
    'аб ав ад ае аз ай ак ал ам ан ап ар ас ат ач аш ба бо бр ва ве ви вл во вс вы го да де ди дн до ' +
    'др ег ед ей ек ел ем ен ер ес ет жд же жн за зв зд зм ид ие из ик ил им ин ис ит их иш ия йт ка ' +
    'ке ки кл ко кр ку ла ле ли лк ло ль лю ля ма ме ми мо на не ни нн но нт ну ны ня об ов ог од ое ' +
    'ож оз ой ок ол ом он оп ор ос от оч па пе пи по пр ра рв ре ри рн ро ру ры са св се ск сл со сп ' +
    'сс ст сы сь ся та тв тд те ти тк то тп тр тс ту ты ть уд уж ус ут хо хр ча че чи чт ше ши ще щи ' +
    'ые ый ыл ыт ьм эт ют юч ят ящ їх ії ні ий ів ді лі рі ьк чн що бъ ъл ът'
  ).split(' '),
)

/** What is not a letter and still belongs into prose: quotes, dashes, №, €. */
const proseMarks = '\u00a0«»“”„‘’‚‹›–—…•№€™§°'

const isCyrillic = (char: string): boolean => char >= '\u0400' && char <= '\u04ff'

/** How much a text reads like Cyrillic prose: common letters and pairs, capitals where capitals stand; about 0 to 2. */
function scoreCyrillic(text: string): number {
  let score = 0
  let high = 0
  let letters = 0
  let vowels = 0
  let pairs = 0
  let common = 0
  let previous = ''
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code >= 0x80) {
      high += 1
      const isLetter = isCyrillic(char)
      const small = char.toLowerCase()
      const isCapital = isLetter && char !== small
      if (isLetter) letters += 1
      if ('аеёиоуыэюяіїє'.includes(small)) vowels += 1
      if (!isLetter) score -= proseMarks.includes(char) ? 0 : 1.5
      else if (commonCyrillic.includes(small)) score += isCapital ? 0.8 : 1
      else if (code >= 0x410 && code <= 0x44f) score += isCapital ? 0.3 : 0.4
      else score += code === 0x401 || code === 0x451 || 'іїєґІЇЄҐ'.includes(char) ? 0.2 : -1
      if (isLetter && isCyrillic(previous)) {
        const before = previous.toLowerCase()
        pairs += 1
        if (commonPairs.has((before + small).replaceAll('ё', 'е'))) common += 1
        if (isCapital && previous === before) score -= 1.5
      }
    }
    previous = char
  }
  if (high === 0) return 0
  // 42 of 100 Russian letters are vowels: the wrong one of two charsets seldom keeps that.
  const strangeness = letters === 0 ? 0 : Math.abs(vowels / letters - 0.42) * 3 * Math.min(1, letters / 20)
  return score / high - strangeness + (pairs === 0 ? 0 : common / pairs)
}

function isCjk(code: number): boolean {
  return (
    (code >= 0x3000 && code <= 0x30ff) ||
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xff00 && code <= 0xffef)
  )
}

function decode(bytes: Uint8Array, charset: string): string {
  return new TextDecoder(charset).decode(bytes)
}

const isAsciiLetter = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

/** Words of nothing but high bytes: no Latin-script language writes so, Cyrillic, Greek and CJK always do. */
export function isMostlyForeign(bytes: Uint8Array): boolean {
  let high = 0
  let inWords = 0
  let run = 0
  let isAttached = false
  const limit = Math.min(bytes.length, 20_000)
  for (let at = 0; at <= limit; at += 1) {
    const byte = at < limit ? (bytes[at] ?? 0) : 0
    if (byte >= 0x80) {
      if (run === 0) isAttached = at > 0 && isAsciiLetter(bytes[at - 1] ?? 0)
      run += 1
      high += 1
      continue
    }
    if (run >= 3 || (run === 2 && !isAttached && !isAsciiLetter(byte))) inWords += run
    run = 0
  }
  return high > 0 && inWords / high > 0.6
}

/** ISO-2022-JP decoded with nothing left over. */
export function isPlausibleJapanese(text: string): boolean {
  return !text.includes('\ufffd') && shareOf(text, isCjk) > 0.8
}

function bestCyrillic(sample: Uint8Array): { charset: string; score: number } {
  let best = { charset: 'windows-1251', score: -10 }
  for (const [at, charset] of cyrillicCharsets.entries()) {
    const score = scoreCyrillic(decode(sample, charset)) - (handicaps[at] ?? 0)
    if (score > best.score) best = { charset, score }
  }
  return best
}

/**
 * The Cyrillic charset the bytes are really in, when the one of the label reads as gibberish and another as prose;
 * null when the label may stand.
 */
export function otherCyrillic(bytes: Uint8Array, charset: string): string | null {
  if (!cyrillicCharsets.includes(charset)) return null
  const sample = bytes.subarray(0, 8_000)
  if (sample.filter((byte) => byte >= 0x80).length < 10) return null
  const own = scoreCyrillic(decode(sample, charset))
  if (own > 1.1) return null
  const better = bestCyrillic(sample)
  return better.score > 0.9 && better.score - own > 0.45 ? better.charset : null
}

/** UTF-16 that nobody declared: every second byte is the high half of a Latin or Cyrillic letter. */
export function undeclaredUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length < 8 || !bytes.includes(0)) return null
  const sample = bytes.subarray(0, 2_000)
  const highHalves = [0, 0]
  sample.forEach((byte, at) => {
    if (byte === 0 || byte === 4) highHalves[at % 2] = (highHalves[at % 2] ?? 0) + 1
  })
  const half = sample.length / 2
  if ((highHalves[1] ?? 0) > half * 0.9 && (highHalves[0] ?? 0) < half * 0.2) return 'utf-16le'
  return (highHalves[0] ?? 0) > half * 0.9 && (highHalves[1] ?? 0) < half * 0.2 ? 'utf-16be' : null
}

/** A guess for 8-bit text without a usable label: Cyrillic and East Asian by how they read, else windows-1252. */
export function detectCharset(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, 8_000)
  if (!isMostlyForeign(bytes)) {
    // Half of the bytes of Big5 and Shift_JIS may be ASCII letters; accents of Latin words never pair up so well.
    const asian = bestAsian(sample)
    return asian.score > 0.9 && asian.pairs >= 5 ? asian.charset : 'windows-1252'
  }
  const cyrillic = bestCyrillic(sample)
  if (cyrillic.score > 0.9 || (cyrillic.score > 0.4 && sample.length < 12)) return cyrillic.charset
  // Cyrillic words read as something in every East Asian charset, but East Asian ones never as good Cyrillic.
  const asian = bestAsian(sample)
  if (asian.score > 0.6) return asian.charset
  return cyrillic.score > 0.15 ? cyrillic.charset : 'windows-1252'
}
