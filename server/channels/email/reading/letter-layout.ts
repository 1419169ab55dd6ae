import { calmHtml } from '../letterhead/calm-html.ts'
import { inlineStyles } from '../letterhead/inline-styles.ts'

export type QuotedMessage = {
  /** "Anna Petrova wrote on 5 April 2026, 12:30:" — already in the customer's language. */
  introduction: string
  /** Cleaned HTML, or null when only text is known. */
  html: string | null
  text: string
  /** It came encrypted: whoever cannot read such letters must not get its words from us. */
  isEncrypted?: boolean
}

/** Text made harmless inside HTML, for words that are not markup. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

const maxQuotedChars = 200_000
const font =
  "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; font-size: 15px; line-height: 1.5; word-break: break-word; overflow-wrap: anywhere"
// The words have no colour of their own, so that every mail program can paint them for its light or its dark page.
// What is quiet has a grey that reads on white, and a lighter one where the program says that its page is dark.
const quiet = 'color: #6b6b6b'
const darkRules =
  ':root { color-scheme: light dark; supported-color-schemes: light dark }\n' +
  '@media (prefers-color-scheme: dark) { .otklik-quiet { color: #a6a6a6 !important } }'
const quoteStyle = 'margin: 8px 0 0; padding: 0 0 0 12px; border-left: 2px solid #a0a0a0'

type HtmlPieces = {
  html: string
  signatureHtml: string | null
  quoted: QuotedMessage | null
  marker: string | null
  language: string
}

function textAsHtml(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>\n')
}

/** Only what a marker is made of may stand in a class name. */
function markerClass(marker: string | null): string {
  return marker === null ? '' : ` ${marker.replace(/[^\w-]/g, '')}`
}

/**
 * The HTML part: one column in one plain table, which Outlook's Word keeps in shape; styles in the elements, which
 * Mail.ru and Gmail keep; `color-scheme` for dark readers.
 */
export function renderLetterHtml(pieces: HtmlPieces): string {
  const { html, signatureHtml, quoted, marker, language } = pieces
  const lang = /^[a-z]{2}$/.test(language) ? language : 'en'
  return [
    `<!DOCTYPE html>\n<html lang="${lang}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<style>${darkRules}</style></head>`,
    `<body style="margin: 0; padding: 8px"><div class="otklik-letter${markerClass(marker)}" style="${font}">`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse: collapse; table-layout: fixed">',
    row(inlineStyles(html)),
    signatureHtml ? row(inlineStyles(signatureHtml), { top: 8, isQuiet: true }) : '',
    quoted ? row(quoteHtml(quoted), { top: 24 }) : '',
    '</table>',
    // A word for providers that rewrite every header; invisible, and read back from the customer's quote.
    marker
      ? `<div style="display: none; font-size: 0; line-height: 0; max-height: 0; overflow: hidden; mso-hide: all" aria-hidden="true">${escapeHtml(marker)}</div>`
      : '',
    '</div></body></html>\n',
  ]
    .filter((piece) => piece !== '')
    .join('\n')
}

/** Word forgets the font at every table, so each cell says it anew. */
function row(html: string, { top = 0, isQuiet = false }: { top?: number; isQuiet?: boolean } = {}): string {
  const looks = `${font}; padding: ${top}px 0 0${isQuiet ? `; ${quiet}` : ''}`
  return `<tr><td${isQuiet ? ' class="otklik-quiet"' : ''} align="left" valign="top" style="${looks}">${html}</td></tr>`
}

function quoteHtml({ introduction, html, text }: QuotedMessage): string {
  const words =
    html === null || html.length > maxQuotedChars ? textAsHtml(text.slice(0, maxQuotedChars)) : calmHtml(html)
  return `<div class="otklik-quiet" style="${quiet}">${escapeHtml(introduction)}</div>\n<blockquote type="cite" style="${quoteStyle}">${words}</blockquote>`
}

type TextPieces = { text: string; signature: string; quoted: QuotedMessage | null; marker: string | null }

/** The plain part: the same words, the customer's words behind ">". */
export function renderLetterText(pieces: TextPieces): string {
  const { text, signature, quoted, marker } = pieces
  const quote = quoted
    ? `${quoted.introduction}\n${quoted.text
        .slice(0, maxQuotedChars)
        .trim()
        .split('\n')
        .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd()))
        .join('\n')}`
    : ''
  const blocks = [text.trim(), signature.trim(), quote, marker ?? '']
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}
