import { charsetOfCodepage, decodeBytes } from '../charset/charset.ts'
import { escapeHtml } from '../letter-layout.ts'

type State = {
  isSkipped: boolean
  isHtmlTag: boolean
  isHtmlRtf: boolean
  unicodeSkip: number
  charset: string
}

const skippedGroups = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'header',
  'footer',
  'generator',
  'listtable',
  'listoverridetable',
  'themedata',
  'colorschememapping',
  'latentstyles',
  'datastore',
  'xmlnstbl',
  'rsidtbl',
  'mmathPr',
])
const breaks: Record<string, string> = {
  par: '<br>\n',
  line: '<br>\n',
  tab: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  '~': '\u00a0',
  _: '-',
}
const htmlBreaks: Record<string, string> = { ...breaks, par: '\n', line: '\n' }
const maxTokens = 1_000_000

/** RTF's numbers of font charsets, as Windows codepages. */
const fontCodepages: Record<string, number> = {
  '77': 10_000,
  '128': 932,
  '129': 949,
  '134': 936,
  '136': 950,
  '161': 1253,
  '162': 1254,
  '163': 1258,
  '177': 1255,
  '178': 1256,
  '186': 1257,
  '204': 1251,
  '222': 874,
  '238': 1250,
}

/** Which charset each font of the table writes in: "\\ansicpg1252" with a Cyrillic font is what Outlook sends. */
function readFonts(rtf: string): Map<string, string> {
  const fonts = new Map<string, string>()
  for (const match of rtf
    .slice(0, 100_000)
    .matchAll(/\\f(\d{1,5})(?:\\[a-z]+\d*\s?|\{[^{}]*\}){0,8}?\\fcharset(\d{1,3})/g)) {
    const codepage = fontCodepages[match[2] ?? '']
    if (codepage !== undefined && match[1] !== undefined) fonts.set(match[1], charsetOfCodepage(codepage))
  }
  return fonts
}

/** Decodes runs of bytes; short ones, of which some writers make all of a text, are decoded once. */
function createRunDecoder(): (bytes: readonly number[], charset: string) => string {
  const known = new Map<string, string>()
  return (bytes, charset) => {
    const key = bytes.length > 4 || known.size > 10_000 ? null : `${charset} ${bytes.join(' ')}`
    const found = key === null ? undefined : known.get(key)
    if (found !== undefined) return found
    const text = decodeBytes(Uint8Array.from(bytes), charset)
    if (key !== null) known.set(key, text)
    return text
  }
}

/**
 * RTF → HTML. RTF that Outlook made out of HTML ("\fromhtml") gives back that HTML ([MS-OXRTFEX]); any other gives
 * its text with line breaks. Clean the result before showing it.
 */
export function rtfToHtml(rtf: string): string {
  const isFromHtml = /\\fromhtml1/.test(rtf.slice(0, 2_000))
  const charset = charsetOfCodepage(Number(/\\ansicpg(\d{3,5})/.exec(rtf.slice(0, 2_000))?.[1] ?? 1252))
  const fonts = readFonts(rtf)
  const words = isFromHtml ? htmlBreaks : breaks
  let state: State = { isSkipped: false, isHtmlTag: false, isHtmlRtf: false, unicodeSkip: 1, charset }
  const stack: State[] = []
  const decodeRun = createRunDecoder()
  let out = ''
  let bytes: number[] = []
  let skip = 0
  const isShown = (): boolean => !state.isSkipped && !state.isHtmlRtf
  const flush = (): void => {
    if (bytes.length === 0) return
    const text = decodeRun(bytes, state.charset)
    bytes = []
    out += state.isHtmlTag ? text : escapeHtml(text)
  }
  const add = (text: string): void => {
    flush()
    if (isShown()) out += text
  }
  const pattern = /\\([a-z]+)(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi
  let tokens = 0
  for (const match of rtf.matchAll(pattern)) {
    tokens += 1
    if (tokens > maxTokens) break
    const [, word, argument, hex, symbol, brace, text] = match
    if (brace === '{') {
      flush()
      if (stack.length < 1_000) stack.push({ ...state })
    } else if (brace === '}') {
      flush()
      state = stack.pop() ?? state
    } else if (hex !== undefined) {
      if (skip > 0) skip -= 1
      else if (isShown()) bytes.push(Number.parseInt(hex, 16))
    } else if (symbol !== undefined) {
      if (symbol === '*') state.isSkipped = true
      else if (symbol === '{' || symbol === '}' || symbol === '\\') add(symbol)
      else add(words[symbol] ?? '')
    } else if (text !== undefined) {
      const shown = skip > 0 ? text.slice(skip) : text
      skip = Math.max(0, skip - text.length)
      add(state.isHtmlTag ? shown : escapeHtml(shown))
    } else if (word !== undefined) {
      flush()
      const name = word.toLowerCase()
      if (name === 'htmltag') Object.assign(state, { isSkipped: false, isHtmlTag: true })
      else if (name === 'mhtmltag') state.isSkipped = true
      else if (name === 'htmlrtf') state.isHtmlRtf = argument !== '0'
      else if (name === 'f') state.charset = fonts.get(argument ?? '') ?? charset
      else if (name === 'uc') state.unicodeSkip = Math.min(Number(argument ?? 1), 8)
      else if (name === 'u' && argument !== undefined) {
        const code = (Number(argument) + 65_536) % 65_536
        add(
          code >= 0xd800 && code <= 0xdfff
            ? String.fromCharCode(code)
            : escapeHtml(String.fromCharCode(code)),
        )
        skip = state.unicodeSkip
      } else if (skippedGroups.has(word)) state.isSkipped = true
      else if (words[name] !== undefined) add(words[name])
    }
  }
  flush()
  return out.toWellFormed()
}
