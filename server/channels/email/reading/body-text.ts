/** Undoes format=flowed (RFC 3676): soft-broken lines are joined, so that paragraphs are paragraphs again. */
export function unflow(text: string, deletesSpace: boolean): string {
  const out: string[] = []
  let isOpen = false
  let openDepth = 0
  for (const line of text.split('\n')) {
    const quote = /^>*/.exec(line)?.[0] ?? ''
    const bare = line.slice(quote.length).replace(/^ /, '')
    const isSoft = bare.endsWith(' ') && bare !== '-- '
    const content = isSoft && deletesSpace ? bare.slice(0, -1) : bare
    if (isOpen && openDepth === quote.length && bare !== '-- ') out[out.length - 1] += content
    else out.push(quote.length > 0 ? `${quote} ${content}` : content)
    isOpen = isSoft
    openDepth = quote.length
  }
  return out.join('\n')
}

/** Line ends made one, and what a database cannot hold taken out. */
export function tidyText(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  return lines.replaceAll('\0', '').toWellFormed()
}
