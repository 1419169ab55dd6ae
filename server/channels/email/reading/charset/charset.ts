import { isAscii } from 'node:buffer'
import iconv from 'iconv-lite'
import { decodeHz, sameLanguageCharset } from './charset-asian.ts'
import {
  detectCharset,
  isMostlyForeign,
  isPlausibleJapanese,
  otherCyrillic,
  undeclaredUtf16,
} from './charset-detect.ts'

/** Labels that mail uses for something wider, or that the platform does not know by that name. */
const aliases: Record<string, string> = {
  gb2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  gbk: 'gb18030',
  cp936: 'gb18030',
  ms936: 'gb18030',
  'windows-936': 'gb18030',
  'x-gbk': 'gb18030',
  'x-euc-cn': 'gb18030',
  'euc-cn': 'gb18030',
  'hz-gb-2312': 'hz',
  'ks_c_5601-1987': 'euc-kr',
  ks_c_5601: 'euc-kr',
  ksc5601: 'euc-kr',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  'windows-949': 'euc-kr',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  'windows-31j': 'shift_jis',
  'x-sjis': 'shift_jis',
  'shift-jis': 'shift_jis',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp50222: 'iso-2022-jp',
  big5: 'big5',
  'big5-hkscs': 'big5',
  big5hkscs: 'big5',
  cp950: 'big5',
  'iso-8859-1': 'windows-1252',
  iso8859_1: 'windows-1252',
  'iso8859-1': 'windows-1252',
  'iso_8859-1': 'windows-1252',
  latin1: 'windows-1252',
  latin_1: 'windows-1252',
  'latin-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  ansi: 'windows-1252',
  unicode: 'utf-8',
  utf8: 'utf-8',
  'utf-8mb4': 'utf-8',
  utf8mb4: 'utf-8',
  'unicode-1-1-utf-7': 'utf-7',
  'x-unicode-2-0-utf-7': 'utf-7',
  utf7: 'utf-7',
  win: 'windows-1251',
  'win-1251': 'windows-1251',
  win1251: 'windows-1251',
  cp1251: 'windows-1251',
  'cp-1251': 'windows-1251',
  'x-cp1251': 'windows-1251',
  'windows-1251': 'windows-1251',
  koi8: 'koi8-r',
  koi8r: 'koi8-r',
  'koi8-ru': 'koi8-u',
  cp20866: 'koi8-r',
  'koi-8': 'koi8-r',
  'cp-866': 'ibm866',
  cp866: 'ibm866',
  dos: 'ibm866',
  '866': 'ibm866',
  'mac-cyrillic': 'x-mac-cyrillic',
  'x-mac-ukrainian': 'x-mac-cyrillic',
  'x-mac-roman': 'macintosh',
  'mac-roman': 'macintosh',
  macroman: 'macintosh',
  'x-mac-ce': 'maccenteuro',
  'x-mac-centraleurroman': 'maccenteuro',
  'x-mac-greek': 'macgreek',
  'x-mac-turkish': 'macturkish',
  'x-mac-icelandic': 'maciceland',
  'x-mac-croatian': 'maccroatian',
  'x-mac-romanian': 'macromania',
  'x-mac-japanese': 'shift_jis',
  'iso-8859-8-i': 'iso-8859-8',
  'iso-8859-8-e': 'iso-8859-8',
  'iso-8859-6-i': 'iso-8859-6',
  'iso-8859-6-e': 'iso-8859-6',
}

/** Labels under which bytes are 7-bit or 16-bit by design, so that ASCII-looking bytes still need decoding. */
const shiftedCharsets = new Set(['utf-7', 'utf-7-imap', 'iso-2022-jp', 'iso-2022-kr', 'hz'])
const wideCharsets = /^(?:utf-?16|utf-?32|ucs-?[24]|iso-10646-ucs)/
const noCharset = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'x-unknown',
  'unknown',
  'unknown-8bit',
  '8bit',
  'x-user-defined',
  'default',
  'none',
  'binary',
  'default_charset',
  '_iso-2022-jp$esc',
])

/** Charsets of which the platform knows the standard only, and mail uses the vendors' additions. */
const widerTables: Record<string, string> = { 'euc-kr': 'cp949', big5: 'big5-hkscs' }

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const decoders = new Map<string, TextDecoder | null>()

function decoderFor(charset: string): TextDecoder | null {
  const known = decoders.get(charset)
  if (known !== undefined) return known
  let decoder: TextDecoder | null = null
  try {
    decoder = new TextDecoder(charset)
  } catch {
    decoder = null
  }
  decoders.set(charset, decoder)
  return decoder
}

/** The charset a label means in practice, in lower case; null for an absent or meaningless one. */
export function normalizeCharset(label: string | null | undefined): string | null {
  const name = (label ?? '')
    .trim()
    .replace(/^["']+|["';,\s]+$/g, '')
    .replace(/\*.*$/, '')
    .toLowerCase()
  if (noCharset.has(name)) return null
  const direct = aliases[name] ?? aliases[name.replaceAll('_', '-')]
  if (direct) return direct
  const windows = /^(?:cp|ms|win|windows|x-cp|ibm-?cp)[-_ ]?(125[0-8]|874)$/.exec(name)
  return windows ? `windows-${windows[1]}` : name
}

function decodeAs(bytes: Uint8Array, charset: string): string | null {
  // The platform's own tables are quicker; iconv-lite knows the rest (utf-7, DOS and old Mac pages).
  if (charset === 'iso-2022-kr') return decodeIso2022Kr(bytes)
  if (charset === 'hz') return decodeHz(bytes)
  const wider = widerTables[charset]
  if (wider) return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), wider)
  if (charset !== 'utf-7' && charset !== 'iso-2022-cn') {
    const decoder = decoderFor(charset)
    if (decoder) return decoder.decode(bytes)
  }
  return iconv.encodingExists(charset) ? iconv.decode(Buffer.from(bytes), charset) : null
}

/** ISO-2022-KR (RFC 1557) is EUC-KR with the high bit taken off between SO and SI. */
function decodeIso2022Kr(bytes: Uint8Array): string {
  const eightBit: number[] = []
  let isShifted = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === 0x1b && bytes[at + 1] === 0x24 && bytes[at + 2] === 0x29) at += 3
    else if (byte === 0x0e) isShifted = true
    else if (byte === 0x0f) isShifted = false
    else eightBit.push(isShifted && byte > 0x20 ? byte | 0x80 : byte)
  }
  return decodeAs(Uint8Array.from(eightBit), 'euc-kr') ?? ''
}

const codepages: Record<number, string> = {
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  20127: 'us-ascii',
  21866: 'koi8-u',
  50220: 'iso-2022-jp',
  51932: 'euc-jp',
  54936: 'gb18030',
  65000: 'utf-7',
  65001: 'utf-8',
}

/** The label of a Windows codepage number, as TNEF and RTF name their charsets. */
export function charsetOfCodepage(number: number): string {
  if (number >= 28591 && number <= 28605) return `iso-8859-${number - 28590}`
  return codepages[number] ?? `cp${number}`
}

/** Strictly valid UTF-8, or null. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

/** UTF-8 with a few damaged bytes (a cut, a stray quote from Word) is still UTF-8; other charsets break at every letter. */
function decodeMostlyUtf8(bytes: Uint8Array): string | null {
  const text = new TextDecoder('utf-8').decode(bytes)
  let broken = 0
  let sound = 0
  for (const char of text) {
    if (char === '\ufffd') broken += 1
    else if (char > '\x7f') sound += 1
  }
  return sound > broken * 3 ? text : null
}

function isPlainAscii(bytes: Uint8Array): boolean {
  return isAscii(bytes) && !bytes.includes(0x1b)
}

function metaCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1')
  return normalizeCharset(/<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1])
}

function byOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decodeUtf8(bytes.subarray(3))
  if (bytes[0] === 0xff && bytes[1] === 0xfe && bytes.length % 2 === 0) return decodeAs(bytes, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0) return decodeAs(bytes, 'utf-16be')
  return null
}

function isBroken(text: string): boolean {
  let broken = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) broken += 1
  return broken > 0 && broken * 20 > Math.min(text.length, 400)
}

/** In two-byte charsets a short text may be valid UTF-8 by accident: believe it only when it reads as a script. */
function isBelievableUtf8(text: string, charset: string | null): boolean {
  if (!charset || !/^(?:gb18030|big5|euc-|shift_jis)/.test(charset)) return true
  // Accents inside Latin words: East Asian characters do not stand between letters.
  if (/[a-z][\u00c0-\u024f]|[\u00c0-\u024f][a-z]/i.test(text) && !/[^\u0000-\u024f\u2000-\u20bf]/.test(text))
    return true
  let high = 0
  let threeByte = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code > 0x7f) high += 1
    if (code > 0x7ff) threeByte += 1
  }
  return threeByte > 0 || high > 12
}

function decodeUnstripped(bytes: Uint8Array, label: string | null | undefined, isHtml: boolean): string {
  const charset = normalizeCharset(label)
  const marked = byOrderMark(bytes)
  if (marked !== null) return marked
  const wide = charset && wideCharsets.test(charset) ? null : undeclaredUtf16(bytes)
  if (wide) return decodeAs(bytes, wide) ?? ''
  if (charset && (shiftedCharsets.has(charset) || wideCharsets.test(charset))) {
    const is8Bit = bytes.some((byte) => byte > 0x7f)
    if (!is8Bit || wideCharsets.test(charset)) {
      const text = decodeAs(bytes, charset)
      if (text !== null && !isBroken(text)) return text
    }
  }
  if (isPlainAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const utf8 = decodeUtf8(bytes)
  const hasEscapes = bytes.includes(0x1b)
  if (utf8 !== null && !hasEscapes && isBelievableUtf8(utf8, charset)) return utf8
  if (hasEscapes && utf8 !== null) {
    const japanese = decodeAs(bytes, 'iso-2022-jp')
    if (japanese !== null && isPlausibleJapanese(japanese)) return japanese
    const korean = bytes.includes(0x0e) ? decodeIso2022Kr(bytes) : null
    if (korean !== null && !isBroken(korean)) return korean
    return utf8
  }
  if (charset === null || charset === 'utf-8') {
    const mostly = decodeMostlyUtf8(bytes)
    if (mostly !== null) return mostly
  }
  const isLatinLabel = charset === null || /^(?:windows-1252|iso-8859-15|utf-8)$/.test(charset)
  if (charset && !shiftedCharsets.has(charset) && !(isLatinLabel && isMostlyForeign(bytes))) {
    const real = sameLanguageCharset(bytes, charset) ?? otherCyrillic(bytes, charset) ?? charset
    const text = decodeAs(bytes, real)
    if (text !== null && !isBroken(text)) return text
  }
  const sibling = charset && shiftedCharsets.has(charset) ? sameLanguageCharset(bytes, charset) : null
  if (sibling) return decodeAs(bytes, sibling) ?? ''
  const meta = isHtml ? metaCharset(bytes) : null
  if (meta && meta !== charset && meta !== 'utf-8') {
    const text = decodeAs(bytes, meta)
    if (text !== null && !isBroken(text)) return text
  }
  // Control characters stand in no text: what has them is damage, and damage has no charset to be guessed.
  if (charset === 'utf-8' && bytes.some((byte) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)))
    return decodeAs(bytes, 'utf-8') ?? ''
  return decodeAs(bytes, detectCharset(bytes)) ?? Buffer.from(bytes).toString('latin1')
}

/**
 * Bytes of a letter → text, by this order: byte order mark, 7-bit shifted charsets, valid multibyte UTF-8
 * (it wins over any label), the label, the HTML's own `meta`, a detector. Never throws; U+0000 is stripped,
 * because PostgreSQL refuses it.
 */
export function decodeBytes(bytes: Uint8Array, label?: string | null, isHtml = false): string {
  const text = decodeUnstripped(bytes, label, isHtml)
  return text.includes('\0') ? text.replaceAll('\0', '') : text
}
