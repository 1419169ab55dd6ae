/** Properties a letter may set: looks and flow, nothing that takes an element out of its place. */
const allowed =
  /^(?:color|background-color|background|font(?:-(?:family|size|style|weight|variant))?|text-(?:align|decoration(?:-\w+)?|indent|transform)|line-height|letter-spacing|word-spacing|white-space|word-break|word-wrap|overflow-wrap|vertical-align|direction|unicode-bidi|width|max-width|min-width|height|max-height|min-height|margin(?:-(?:top|right|bottom|left))?|padding(?:-(?:top|right|bottom|left))?|border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width))?|border-radius|border-collapse|border-spacing|table-layout|display|float|clear|list-style(?:-(?:type|position))?|quotes|caption-side|empty-cells)$/

function splitDeclarations(style: string): string[] {
  const found: string[] = []
  let quote = ''
  let depth = 0
  let text = ''
  for (const char of style) {
    if (quote) {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '(') depth += 1
    else if (char === ')') depth = Math.max(0, depth - 1)
    else if (char === ';' && depth === 0) {
      found.push(text)
      text = ''
      continue
    }
    text += char
  }
  found.push(text)
  return found
}

function cleanValue(property: string, raw: string): string | null {
  const value = raw.trim().replace(/\s+/g, ' ')
  if (value === '' || value.length > 300) return null
  // Escapes and comments are how a forbidden word is hidden; nothing in a letter needs them.
  if (/[\\<>{}@]|\/\*|\*\//.test(value) || /[\p{Cc}]/u.test(value)) return null
  if (
    /url|expression|javascript|vbscript|behaviou?r|-moz-binding|image-set|image\(|element\(|var\(|env\(|attr\(|paint\(|cross-fade|src\(/i.test(
      value,
    )
  )
    return null
  if (
    property === 'display' &&
    !/^(?:block|inline|inline-block|none|table|table-row|table-cell|list-item|inline-table|table-row-group|table-header-group)(?: ?!important)?$/i.test(
      value,
    )
  )
    return null
  // Negative margins, reckoned or written, pull a letter's content over what stands around it.
  if (property.startsWith('margin') && /(?:^|[\s(*])[-−]|calc|min\(|max\(|clamp/i.test(value)) return null
  if (property === 'background' && /gradient/i.test(value)) return null
  return value
}

/** The declarations of a style attribute that may stay. */
export function cleanStyle(style: string): string {
  const kept: string[] = []
  for (const declaration of splitDeclarations(style.slice(0, 20_000).replace(/\/\*.*?\*\//gs, ''))) {
    const colon = declaration.indexOf(':')
    const property = declaration.slice(0, colon).trim().toLowerCase()
    if (colon < 0 || !allowed.test(property)) continue
    const value = cleanValue(property, declaration.slice(colon + 1))
    if (value !== null) kept.push(`${property}: ${value}`)
  }
  return kept.join('; ')
}
