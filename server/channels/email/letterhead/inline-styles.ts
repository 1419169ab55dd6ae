/**
 * How the composer's marks look in a letter. In the elements themselves: Mail.ru and many others drop style sheets.
 * No colour but the ones that read on white and on black, because mail programs paint the rest over in the dark.
 */
const styles: Record<string, string> = {
  p: 'margin: 0 0 12px',
  ul: 'margin: 0 0 12px; padding: 0 0 0 24px',
  ol: 'margin: 0 0 12px; padding: 0 0 0 24px',
  li: 'margin: 0 0 4px',
  h1: 'margin: 0 0 12px; font-size: 20px; line-height: 1.3',
  h2: 'margin: 0 0 12px; font-size: 18px; line-height: 1.3',
  h3: 'margin: 0 0 12px; font-size: 16px; line-height: 1.3',
  pre: 'margin: 0 0 12px; font-family: Consolas, Menlo, monospace; font-size: 13px; white-space: pre-wrap; word-break: break-word',
  code: 'font-family: Consolas, Menlo, monospace; font-size: 13px',
  blockquote: 'margin: 0 0 12px; padding: 0 0 0 12px; border-left: 2px solid #a0a0a0',
  hr: 'margin: 16px 0; border: 0; border-top: 1px solid #a0a0a0',
  img: 'max-width: 100%; height: auto; border: 0',
  table: 'border-collapse: collapse',
}

/** Cleaned HTML of ours with its looks written into it; what has a style already keeps it. */
export function inlineStyles(html: string): string {
  return html.replace(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/gi, (whole, tag: string, attributes: string) => {
    const style = styles[tag.toLowerCase()]
    if (style === undefined || /\sstyle\s*=/i.test(attributes)) return whole
    // A self-closing slash stays the last thing in the tag.
    const [, before = '', slash = ''] = /^(.*?)(\s*\/?)$/s.exec(attributes) ?? []
    return `<${tag}${before} style="${style}"${slash}>`
  })
}
