export type QuotedMessage = {
  /** "Anna Petrova wrote on 5 April 2026, 12:30:" — already in the customer's language. */
  introduction: string
  /** Cleaned HTML, or null when only text is known. */
  html: string | null
  text: string
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
// No colours but the link's default and a grey that reads on white and on black: mail programs invert the rest.
const bodyStyle =
  "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; font-size: 15px; line-height: 1.5"
const quietStyle = 'color: #808080'
const quoteStyle = 'margin: 0 0 0 4px; padding: 0 0 0 12px; border-left: 2px solid #b0b0b0'

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

/** The HTML part: one column, inline styles, no table, no image of ours, `color-scheme` for dark readers. */
export function renderLetterHtml(pieces: HtmlPieces): string {
  const { html, signatureHtml, quoted, marker, language } = pieces
  const lang = /^[a-z]{2}$/.test(language) ? language : 'en'
  const quote = quoted
    ? `<div style="margin-top: 24px"><div style="${quietStyle}">${escapeHtml(quoted.introduction)}</div>\n<blockquote type="cite" style="${quoteStyle}">${quoted.html === null || quoted.html.length > maxQuotedChars ? textAsHtml(quoted.text.slice(0, maxQuotedChars)) : quoted.html}</blockquote></div>`
    : ''
  return [
    `<!DOCTYPE html>\n<html lang="${lang}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"></head>',
    `<body style="margin: 0; padding: 0"><div class="otklik-letter${markerClass(marker)}" style="${bodyStyle}">`,
    `<div>${html}</div>`,
    signatureHtml ? `<div style="margin-top: 16px; ${quietStyle}">${signatureHtml}</div>` : '',
    quote,
    // A word for providers that rewrite every header; invisible, and read back from the customer's quote.
    marker
      ? `<div style="display: none; font-size: 0; line-height: 0; max-height: 0; overflow: hidden; mso-hide: all" aria-hidden="true">${escapeHtml(marker)}</div>`
      : '',
    '</div></body></html>\n',
  ]
    .filter((piece) => piece !== '')
    .join('\n')
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
