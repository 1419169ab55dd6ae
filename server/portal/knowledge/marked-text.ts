import { escapeHtml } from '#server/platform/html.ts'
import { TrustedHtml } from '../frame/trusted-html.ts'

/** A text with its marked places in <mark>; everything else of it is escaped. */
export function markedText(text: string, marks: readonly (readonly [number, number])[]): TrustedHtml {
  let html = ''
  let at = 0
  for (const [start, end] of marks) {
    html += `${escapeHtml(text.slice(at, start))}<mark>${escapeHtml(text.slice(start, end))}</mark>`
    at = end
  }
  return new TrustedHtml(html + escapeHtml(text.slice(at)))
}
