/** A piece of HTML that is safe to send: whatever was put into it has been escaped. */
export interface Html {
  readonly text: string
}

type Piece = Html | string | number

/** Builds HTML from a template; every value is escaped unless it is `Html` itself. */
export function html(strings: TemplateStringsArray, ...values: Piece[]): Html {
  const text = strings.reduce((built, string, index) => {
    const value = values[index]
    return (
      built +
      string +
      (value === undefined ? '' : typeof value === 'object' ? value.text : escapeHtml(String(value)))
    )
  }, '')
  return { text }
}

export function join(pieces: Html[]): Html {
  return { text: pieces.map((piece) => piece.text).join('') }
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
