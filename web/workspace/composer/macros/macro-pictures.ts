/**
 * Pictures within the words of a macro. On the wire they are `cid:macro-file-ID`, and `cid:file-ID` while they are only
 * uploaded; in the editor and where the words are read they have an address the browser can show.
 */
const shown = /(<img\b[^>]*?\ssrc=")\/api\/v1\/(macro-file|file)s\/(\d+)\?inline=true(")/g
const sent = /(<img\b[^>]*?\ssrc=")cid:(macro-file|file)-(\d+)(")/g

export function macroToWire(html: string): string {
  return html.replace(shown, '$1cid:$2-$3$4')
}

export function macroFromWire(html: string): string {
  return html.replace(sent, '$1/api/v1/$2s/$3?inline=true$4')
}

/** What a page needs to show the pictures of such words; whether somebody may see them, the server decides. */
export function picturesOf(wireHtml: string) {
  return [...wireHtml.matchAll(sent)].map(([, , kind = '', id = '']) => ({
    id: Number(id),
    contentId: `${kind}-${id}`,
    url: `/api/v1/${kind}s/${id}`,
    name: '',
  }))
}
