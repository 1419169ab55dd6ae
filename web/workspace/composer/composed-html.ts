/**
 * In the editor a pasted picture has an address the browser can show; on the wire it is `cid:file-ID`, which the
 * server turns into a part of the letter and other readers back into an address.
 */
const shownSource = /(<img\b[^>]*?\ssrc=")\/api\/v1\/files\/(\d+)\?inline=true(")/g
const sentSource = /(<img\b[^>]*?\ssrc=")cid:file-(\d+)(")/g

export function toWire(html: string): string {
  return html.replace(shownSource, '$1cid:file-$2$3')
}

export function fromWire(html: string): string {
  return html.replace(sentSource, '$1/api/v1/files/$2?inline=true$3')
}

/** The pictures standing in the text, by the number of their file. */
export function inlineFileIds(wireHtml: string): number[] {
  return [...wireHtml.matchAll(sentSource)].map((match) => Number(match[2]))
}

/** Whom a note mentions, by the number of the agent. */
export function mentionedIds(html: string): number[] {
  const found = [...html.matchAll(/<span\b[^>]*data-type="mention"[^>]*>/g)].flatMap((match) => {
    const id = Number(/data-id="(\d+)"/.exec(match[0])?.[1])
    return Number.isSafeInteger(id) && id > 0 ? [id] : []
  })
  return [...new Set(found)]
}

/** Plain text as the editor would have it: a line, a paragraph. */
export function paragraphs(text: string): string {
  if (text === '') return ''
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return safe
    .split('\n')
    .map((line) => `<p>${line}</p>`)
    .join('')
}

/** The same page with more plain text behind its last line. */
export function withText(html: string, text: string): string {
  const safe = paragraphs(text)
  return html.endsWith('</p>') && safe !== ''
    ? html.slice(0, -'</p>'.length) + safe.slice('<p>'.length)
    : html + safe
}
