import { cleanComposedHtml, composedHtmlToText } from '#server/platform/composed-html.ts'
import { fail } from '#server/platform/http/failure.ts'

interface Composed {
  html?: string | undefined
  text?: string | undefined
}

/**
 * What an agent wrote, ready to keep: HTML cleaned by an allow-list, and always a text beside it.
 * An answer of nothing but empty paragraphs is no answer, unless something else goes with it.
 */
export function composedBody(
  body: Composed,
  { mayBeEmpty = false }: { mayBeEmpty?: boolean } = {},
): { text: string; html: string | null } {
  const html = body.html === undefined ? null : cleanComposedHtml(body.html)
  const text = html === null ? (body.text ?? '') : composedHtmlToText(html)
  const hasImage = html?.includes('<img') ?? false
  if (text.trim() === '' && !hasImage && !mayBeEmpty)
    fail('invalid_input', { fields: [{ path: 'body.text', message: 'empty' }] })
  return { text: text.replaceAll('\0', ''), html: html?.replaceAll('\0', '') ?? null }
}
