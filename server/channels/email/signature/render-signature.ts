import { cleanComposedHtml } from '#server/platform/composed-html.ts'
import { renderTemplate } from '#server/platform/written-template.ts'
import { htmlToText } from '../reading/html-to-text.ts'

/** What a signature may speak of; `contract/signatures.ts` lists the same names for whoever writes one. */
export interface SignatureValues {
  agent: { name: string; position: string; email: string }
  inbox: { name: string; address: string }
  ticket: { number: string; subject: string }
  customer: { name: string }
}

export interface Signature {
  html: string
  text: string
}

/**
 * A signature for one letter: the template with its values, cleaned like an answer's own words, and the same in
 * plain text. A template without markup keeps its lines.
 */
export function renderSignature(template: string, values: SignatureValues): Signature {
  const filled = renderTemplate(template, values).trim()
  const marked = /<(?:p|div|br|ul|ol|h[1-3]|blockquote|pre)\b/i.test(template)
    ? filled
    : filled.replaceAll(/\r?\n/g, '<br>')
  const html = cleanComposedHtml(marked).trim()
  const text = htmlToText(html).trim()
  return text === '' ? { html: '', text: '' } : { html, text }
}

/** Several signatures under one letter, each on lines of its own. */
export function joinSignatures(signatures: readonly Signature[]): Signature {
  const there = signatures.filter(({ text }) => text !== '')
  return {
    html: there.map(({ html }) => `<div>${html}</div>`).join('\n'),
    text: there.map(({ text }) => text).join('\n\n'),
  }
}
