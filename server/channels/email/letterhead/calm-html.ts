const dropped = new Set(['color', 'bgcolor', 'background', 'width', 'height', 'nowrap'])
const painted =
  /^\s*(?:color|background(?:-color)?|(?:min-|max-)?(?:width|height)|white-space|position|float|line-height)\s*:/i

/**
 * A customer's cleaned HTML as it stands in our quote: its words and their order, not its paint. Black letters without
 * a ground of their own vanish on a dark page, and a table 700 pixels wide pushes our own words off a phone. Reads what
 * the sanitiser wrote: every value in double quotes, no angle bracket inside one.
 */
export function calmHtml(html: string): string {
  return keepShortWords(withoutPaint(html))
}

function withoutPaint(html: string): string {
  return html.replace(/<([a-z][a-z0-9]*)(\s[^<>]*)>/gi, (_, tag: string, attributes: string) => {
    const kept = [...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].flatMap(([, name = '', value]) => {
      if (dropped.has(name.toLowerCase())) return []
      if (value === undefined) return [` ${name}`]
      const calm = name.toLowerCase() === 'style' ? calmStyle(value) : value
      return calm === '' && name.toLowerCase() === 'style' ? [] : [` ${name}="${calm}"`]
    })
    return `<${tag}${kept.join('')}>`
  })
}

function calmStyle(style: string): string {
  return style
    .split(';')
    .filter((declaration) => declaration.trim() !== '' && !painted.test(declaration))
    .join(';')
    .trim()
}

/** No longer than a date or a heading: so many characters fit beside others on a phone. */
const shortWord = 12

/**
 * Our letters may break words anywhere, so that a long address pushes nothing off a phone; a column of dates would be
 * squeezed to a letter a line. Cells whose words are all short keep them whole.
 */
function keepShortWords(html: string): string {
  return html.replace(
    /<(td|th)((?:\s[^<>]*)?)>((?:(?!<\/?(?:td|th|tr|table|img)\b)[\s\S])*)(?=<\/(?:td|th)>)/gi,
    (whole, tag: string, attributes: string, content: string) => {
      const text = content.replace(/<[^>]*>/g, ' ').replace(/&[\w#]+;/g, '.')
      if (text.trim() === '' || text.split(/\s+/).some((word) => word.length > shortWord)) return whole
      const [, before = '', style = '', after = ''] = /^(.*?)\sstyle="([^"]*)"(.*)$/s.exec(attributes) ?? [
        '',
        attributes,
      ]
      const kept = [style, 'overflow-wrap: normal; word-break: normal'].filter(Boolean).join('; ')
      return `<${tag}${before} style="${kept}"${after}>${content}`
    },
  )
}
