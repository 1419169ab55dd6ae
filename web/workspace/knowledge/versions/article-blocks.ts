/** A piece of an article that stands by itself, as words without marks: what two versions are compared by. */
export interface Block {
  readonly kind: BlockKind
  readonly text: string
}

export type BlockKind =
  | 'paragraph'
  | 'heading'
  | 'point'
  | 'row'
  | 'code'
  | 'quote'
  | 'callout'
  | 'picture'
  | 'video'

const kinds: Record<string, BlockKind> = {
  p: 'paragraph',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  li: 'point',
  tr: 'row',
  pre: 'code',
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }

/**
 * The blocks of an article's HTML, which the server has cleaned: every tag is well formed and closed. Words stand in
 * the innermost block that holds them.
 */
export function blocksOf(html: string): Block[] {
  const blocks: Block[] = []
  const open: { tag: string; text: string }[] = []
  let loose = ''
  const add = (text: string) => {
    const at = open.at(-1)
    if (at) at.text += text
    else loose += text
  }
  const close = (tag: string, text: string) => {
    const isCode = tag === 'pre'
    const words = isCode ? text.replace(/\n$/, '') : text.replace(/\s+/g, ' ').trim()
    if (words === '') return
    const around = open.findLast(
      (each) => each.tag === 'aside' || each.tag === 'blockquote' || each.tag === 'li',
    )
    const kind = kinds[tag] ?? 'paragraph'
    const held = around?.tag === 'li' ? 'point' : around?.tag === 'aside' ? 'callout' : 'quote'
    blocks.push({ kind: kind === 'paragraph' && around ? held : kind, text: words })
  }
  for (const [, end = '', tag = '', rest = '', text = ''] of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)/g,
  )) {
    if (text !== '') add(decoded(text))
    else if (tag === 'img')
      flushBefore(open, close, () =>
        blocks.push({ kind: 'picture', text: factOf(rest, 'alt') || factOf(rest, 'src') }),
      )
    else if (tag === 'br') add('\n')
    else if (tag === 'figure' && end === '' && rest.includes('data-video'))
      blocks.push({ kind: 'video', text: factOf(rest, 'data-video') })
    else if (tag in kinds || tag === 'aside' || tag === 'blockquote') {
      if (end === '') {
        // What a point says before the list within it is a line of its own.
        const above = open.at(-1)
        if (above && above.tag in kinds) {
          const said = above.text
          above.text = ''
          close(above.tag, said)
        }
        open.push({ tag, text: '' })
      } else {
        const done = open.pop()
        if (done) close(done.tag, done.text)
      }
    } else if ((tag === 'td' || tag === 'th') && end !== '') add(' | ')
  }
  if (loose.trim() !== '') blocks.push({ kind: 'paragraph', text: loose.replace(/\s+/g, ' ').trim() })
  return blocks.map((block) =>
    block.kind === 'row' ? { ...block, text: block.text.replace(/\s*\|\s*$/, '') } : block,
  )
}

function flushBefore(
  open: { tag: string; text: string }[],
  close: (tag: string, text: string) => void,
  then: () => void,
): void {
  const at = open.at(-1)
  if (at && at.tag !== 'tr') {
    const said = at.text
    at.text = ''
    close(at.tag, said)
  }
  then()
}

function factOf(attributes: string, name: string): string {
  return decoded(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '')
}

function decoded(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
}
