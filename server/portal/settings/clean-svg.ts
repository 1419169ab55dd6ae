import sanitizeHtml from 'sanitize-html'

const shapes = ['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan', 'use']
const others = [
  'svg',
  'g',
  'defs',
  'symbol',
  'title',
  'desc',
  'linearGradient',
  'radialGradient',
  'stop',
  'clipPath',
  'mask',
]
/** How a shape is painted: as an attribute, in `style`, or in a rule of `<style>`. */
const paints = (
  'fill fill-opacity fill-rule clip-rule opacity color stop-color stop-opacity stroke stroke-width stroke-opacity ' +
  'stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray clip-path mask font-family font-size font-weight ' +
  'text-anchor'
).split(' ')
const places = (
  'id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform offset gradientUnits ' +
  'gradientTransform spreadMethod preserveAspectRatio clipPathUnits maskUnits maskContentUnits href'
).split(' ')

/**
 * A drawing (SVG) with its shapes, colours and gradients and nothing else: no script, no style sheet, no link or picture
 * from elsewhere, nothing that moves. Rules of its own style sheet are written onto the shapes they name. Null for what
 * is no drawing.
 */
export function cleanSvg(source: string): string | null {
  if (
    !/^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!DOCTYPE svg[^[>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<svg[\s>]/i.test(
      source,
    )
  )
    return null
  const rules = rulesOf(source)
  const cleaned = sanitizeHtml(source, {
    allowedTags: [...shapes, ...others],
    allowedAttributes: { '*': [...paints, ...places, 'xmlns'] },
    nonTextTags: ['script', 'style', 'foreignObject', 'metadata', 'textarea', 'title', 'desc'],
    nestingLimit: 40,
    parser: { xmlMode: true, lowerCaseTags: false, lowerCaseAttributeNames: false },
    transformTags: {
      '*': (tagName, given) => ({ tagName, attribs: attributesOf(tagName, given, rules) }),
    },
  })
  const isDrawn = new RegExp(`<(?:${shapes.join('|')})[\\s>/]`).test(cleaned)
  return isDrawn && cleaned.trimStart().startsWith('<svg') ? cleaned.trim() : null
}

type Declarations = Record<string, string>

function declarationsOf(text: string): Declarations {
  const found: Declarations = {}
  for (const one of text.split(';')) {
    const at = one.indexOf(':')
    const name = one.slice(0, at).trim()
    if (at > 0 && paints.includes(name)) found[name] = one.slice(at + 1).trim()
  }
  return found
}

/** The simple rules drawing programs write: `.cls-1, .cls-2 { fill: #f00 }`. */
function rulesOf(source: string): Map<string, Declarations> {
  const rules = new Map<string, Declarations>()
  for (const [, sheet = ''] of source.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi))
    for (const [, names = '', body = ''] of sheet.matchAll(/([^{}]{1,400})\{([^{}]{0,2000})\}/g))
      for (const name of names.split(',').map((one) => one.trim()))
        if (/^\.[\w-]+$/.test(name))
          rules.set(name.slice(1), { ...rules.get(name.slice(1)), ...declarationsOf(body) })
  return rules
}

function attributesOf(
  tag: string,
  given: sanitizeHtml.Attributes,
  rules: ReadonlyMap<string, Declarations>,
): sanitizeHtml.Attributes {
  const classes = (given['class'] ?? '').split(/\s+/).map((name) => rules.get(name) ?? {})
  const all: Declarations = {
    ...given,
    ...(given['xlink:href'] !== undefined && { href: given['xlink:href'] }),
    ...Object.assign({}, ...classes),
    ...declarationsOf(given['style'] ?? ''),
    ...(tag === 'svg' && { xmlns: 'http://www.w3.org/2000/svg' }),
  }
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => isHarmless(name, value)))
}

/** What points somewhere points into the drawing itself. */
function isHarmless(name: string, value: string): boolean {
  if (name === 'xmlns') return true
  if (name === 'href') return /^#[\w.-]+$/.test(value)
  const rest = value.replace(/url\(\s*["']?#[\w.-]+["']?\s*\)/gi, '')
  return !/url\s*\(|expression|javascript:|data:|\/\/|\\|@import/i.test(rest)
}
