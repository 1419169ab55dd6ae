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

/** How much a text reads like Cyrillic prose: common letters, capitals where capitals stand, vowels in between. */
function scoreCyrillic(text: string): number {
  let score = 0
  let high = 0
  let letters = 0
  let vowels = 0
  let previous = ''
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code >= 0x80) {
      high += 1
      const isLetter = code >= 0x400 && code <= 0x4ff
      const small = char.toLowerCase()
      const isCapital = isLetter && char !== small
      if (isLetter) letters += 1
      if ('аеёиоуыэюяіїє'.includes(small)) vowels += 1
      if (!isLetter) score -= code === 0xa0 || code === 0xab || code === 0xbb || code >= 0x2010 ? 0 : 1.5
      else if (commonCyrillic.includes(small)) score += isCapital ? 0.6 : 1
      else if (code >= 0x410 && code <= 0x44f) score += isCapital ? 0.2 : 0.4
      else score += code === 0x401 || code === 0x451 || 'іїєґІЇЄҐ'.includes(char) ? 0.2 : -1
      const previousCode = previous.codePointAt(0) ?? 0
      const isAfterSmall =
        previousCode >= 0x400 && previousCode <= 0x4ff && previous === previous.toLowerCase()
      if (isCapital && isAfterSmall) score -= 1.5
    }
    previous = char
  }
  // 42 of 100 Russian letters are vowels: the wrong one of two charsets seldom keeps that.
  const strangeness = letters === 0 ? 0 : Math.abs(vowels / letters - 0.42)
  return high === 0 ? 0 : score / high - strangeness * 3
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

function bestAsian(sample: Uint8Array): { charset: string; score: number } {
  let best = { charset: '', score: 0 }
  const kana = (code: number): boolean => code >= 0x3040 && code <= 0x30ff
  const halfKana = (code: number): boolean => code >= 0xff61 && code <= 0xff9f
  const hangul = (code: number): boolean => code >= 0xac00 && code <= 0xd7a3
  const common = (code: number): boolean => code >= 0x4e00 && code <= 0x9fa5
  for (const charset of ['shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'big5']) {
    const text = decode(sample, charset)
    // The sample may end inside a character: one replacement at the very end is no fault.
    if (text.slice(0, -1).includes('\ufffd') || /[\ue000-\uf8ff]/.test(text)) continue
    const base = shareOf(text, isCjk)
    let score = base * 0.5
    if (charset === 'shift_jis' || charset === 'euc-jp')
      score += shareOf(text, kana) - shareOf(text, halfKana)
    else if (charset === 'euc-kr') score += shareOf(text, hangul) * 0.6 - shareOf(text, common) * 2
    else score += shareOf(text, common) * (charset === 'gb18030' ? 0.3 : 0.28)
    if (score > best.score) best = { charset, score }
  }
  return best
}

/** A guess for 8-bit text without a usable label: Cyrillic and East Asian by how they read, else windows-1252. */
export function detectCharset(bytes: Uint8Array): string {
  if (!isMostlyForeign(bytes)) return 'windows-1252'
  const sample = bytes.subarray(0, 8_000)
  let best = { charset: 'windows-1252', score: 0.15 }
  for (const charset of ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic']) {
    const score = scoreCyrillic(decode(sample, charset))
    if (score > best.score) best = { charset, score }
  }
  // Cyrillic words read as something in every East Asian charset, but East Asian ones never as good Cyrillic.
  if (best.score > 0.5 || (best.score > 0.2 && sample.length < 12)) return best.charset
  const asian = bestAsian(sample)
  if (asian.score > 0.45 && asian.score > best.score) return asian.charset
  return best.charset
}
