import { Marked, type MarkedExtension, type Token, type Tokens } from 'marked'
import { escapeHtml } from '#server/platform/html.ts'
import type { calloutKinds } from '../content/clean-article.ts'
import { videoOf } from '../content/video.ts'

type Kind = (typeof calloutKinds)[number]

/** What GitHub, Docusaurus and Obsidian call their callouts. */
const kinds: Record<string, Kind> = {
  tip: 'success',
  hint: 'success',
  success: 'success',
  check: 'success',
  done: 'success',
  warning: 'warning',
  attention: 'warning',
  important: 'warning',
  caution: 'danger',
  danger: 'danger',
  error: 'danger',
  bug: 'danger',
  failure: 'danger',
}
const kindOf = (word: string): Kind => kinds[word.toLowerCase()] ?? 'info'

/** More than this nobody writes; each makes the reader look through all that follows. */
const mostFences = 400
/** The longest callout that is looked for the end of. */
const mostCalloutChars = 20_000

interface Callout extends Tokens.Generic {
  kind: Kind
  title: string
  tokens: Token[]
}

const callout = (kind: Kind, title: string, inner: string) =>
  `<aside data-kind="${kind}">${title && `<p><strong>${escapeHtml(title)}</strong></p>`}${inner}</aside>\n`

const usual: MarkedExtension = {
  gfm: true,
  renderer: {
    blockquote({ raw }): string | false {
      // > [!NOTE] Title
      const [, word, title = ''] = /^ {0,3}> ?\[!([a-z]+)\][+-]?[ \t]*([^\n]*)/i.exec(raw) ?? []
      if (word === undefined) return false
      const words = raw
        .split('\n')
        .slice(1)
        .map((line) => line.replace(/^ {0,3}> ?/, ''))
      return callout(kindOf(word), title.trim(), withCallouts.parse(words.join('\n'), { async: false }))
    },
    paragraph({ text }) {
      const address = /^<?(https?:\/\/\S+?)>?$/.exec(text.trim())?.[1]
      const video = address === undefined ? null : videoOf(address)
      return video ? `<figure data-video="${escapeHtml(video.page)}"></figure>\n` : false
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
}

/** Looks through all that follows at every paragraph: only for those that have such callouts. */
const callouts: MarkedExtension = {
  extensions: [
    {
      name: 'callout',
      level: 'block',
      start: (source) => {
        const at = source.indexOf('\n:::')
        return at < 0 ? undefined : at + 1
      },
      tokenizer(source): Callout | undefined {
        const [head, marks = '', word = '', boxed, rest = ''] =
          /^(:{3,})[ \t]*([a-z]+)[ \t]*(?:\[([^\]\n]*)\]|([^\n{]*))[^\n]*\n/i.exec(source) ?? []
        if (head === undefined) return undefined
        const window = source.slice(0, mostCalloutChars)
        const end = window.indexOf(`\n${marks}`, head.length - 1)
        if (end < 0) return undefined
        const raw = source.slice(0, end + 1 + marks.length)
        return {
          type: 'callout',
          raw,
          kind: kindOf(word),
          title: (boxed ?? rest).trim(),
          tokens: this.lexer.blockTokens(source.slice(head.length, end + 1)),
        }
      },
      renderer(token) {
        const { kind, title, tokens } = token as Callout
        return callout(kind, title, this.parser.parse(tokens))
      },
    },
  ],
}

const simple: Marked = new Marked(usual)
const withCallouts: Marked = new Marked(usual, callouts)

/** Markdown as HTML that is still to be cleaned, without its first heading, which is said apart. */
export function readMarkdown(source: string): { html: string; heading: string | null } {
  const fences = source.match(/^:::/gm)?.length ?? 0
  const marked = fences > 0 && fences <= mostFences ? withCallouts : simple
  const tokens = marked.lexer(source)
  const at = tokens.findIndex((token) => token.type === 'heading')
  const first = tokens[at] as Tokens.Heading | undefined
  const isTitle =
    first !== undefined && (first.depth === 1 || tokens.slice(0, at).every((token) => token.type === 'space'))
  const heading = isTitle ? plain(marked.parseInline(first.text, { async: false })) : null
  if (isTitle) tokens.splice(at, 1)
  return { html: marked.parser(tokens), heading }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }

/** The words of a line of HTML. */
export function plain(html: string): string {
  return html
    .replace(/<[^<>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => entities[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}
