/**
 * In the editor a picture of an article has an address the browser can show; as it is kept it is `file:ID`, for every
 * reader has their own way to it.
 */
const shownSource = /(<img\b[^>]*?\ssrc=")\/api\/v1\/article-files\/(\d+)\?inline=true(")/g
const keptSource = /(<img\b[^>]*?\ssrc=")file:(\d+)(")/g

export const shownPicture = (id: number): string => `/api/v1/article-files/${id}?inline=true`

export function fromWire(html: string): string {
  return (
    html
      .replace(
        keptSource,
        (_, before: string, id: string, after: string) => before + shownPicture(Number(id)) + after,
      )
      // The editor's tables have no caption and its pictures none either: as paragraphs the words stay.
      .replace(/(<table>)\s*<caption>([\s\S]*?)<\/caption>/g, '<p>$2</p>$1')
      .replace(/<figcaption>([\s\S]*?)<\/figcaption>/g, '<p>$1</p>')
      .replace(/<figure>([\s\S]*?)<\/figure>/g, '$1')
  )
}

export function toWire(html: string): string {
  return html
    .replace(shownSource, '$1file:$2$3')
    .replace(/<colgroup>[\s\S]*?<\/colgroup>/g, '')
    .replace(/<(table|th|td)\b([^>]*?) style="[^"]*"/g, '<$1$2')
}
