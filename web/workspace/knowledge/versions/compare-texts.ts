import { diffArrays } from 'diff'
import { type Block, blocksOf } from './article-blocks.ts'

export interface Words {
  readonly text: string
  readonly is: 'same' | 'added' | 'removed'
}

/** A block of either version: as it was, gone, new, or with some of its words changed. */
export interface ComparedBlock {
  readonly kind: Block['kind']
  readonly words: readonly Words[]
  readonly isSame: boolean
}

interface Text {
  readonly title: string
  readonly summary: string
  readonly html: string
}

/** More of the same blocks in a row than this fold into one line. */
export const foldedFrom = 4

/** What became of a text: its title and summary word by word, its blocks in the order of the newer one. */
export function compareTexts(before: Text, after: Text) {
  return {
    title: compareWords(before.title, after.title),
    summary: compareWords(before.summary, after.summary),
    blocks: compareBlocks(blocksOf(before.html), blocksOf(after.html)),
    isSame: before.title === after.title && before.summary === after.summary && before.html === after.html,
  }
}

/** Words of any alphabet, the space between them, and each sign by itself. */
const tokens = (text: string) => text.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? []

export function compareWords(before: string, after: string): Words[] {
  return diffArrays(tokens(before), tokens(after)).map(({ value, added, removed }) => ({
    text: value.join(''),
    is: added ? 'added' : removed ? 'removed' : 'same',
  }))
}

const whole = ({ kind, text }: Block, is: Words['is']): ComparedBlock => ({
  kind,
  words: [{ text, is }],
  isSame: is === 'same',
})

function compareBlocks(before: readonly Block[], after: readonly Block[]): ComparedBlock[] {
  const parts = diffArrays([...before], [...after], {
    comparator: (a, b) => a.kind === b.kind && a.text === b.text,
  })
  const found: ComparedBlock[] = []
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]
    const next = parts[at + 1]
    if (!part) continue
    if (part.removed && next?.added) {
      found.push(...paired(part.value, next.value))
      at++
    } else {
      const is = part.added ? 'added' : part.removed ? 'removed' : 'same'
      found.push(...part.value.map((block) => whole(block, is)))
    }
  }
  return found
}

/** Blocks that stand where others stood: those that have most words in common are the same one, rewritten. */
function paired(removed: readonly Block[], added: readonly Block[]): ComparedBlock[] {
  const left = [...removed]
  const found: ComparedBlock[] = []
  for (const block of added) {
    const like = left.findIndex((old) => old.kind === block.kind && isAlike(old.text, block.text))
    if (like === -1) {
      found.push(whole(block, 'added'))
      continue
    }
    found.push(...left.splice(0, like).map((gone) => whole(gone, 'removed')))
    const [old] = left.splice(0, 1)
    found.push({ kind: block.kind, words: compareWords(old?.text ?? '', block.text), isSame: false })
  }
  return [...found, ...left.map((gone) => whole(gone, 'removed'))]
}

function isAlike(a: string, b: string): boolean {
  const [one, other] = [a, b].map(
    (text) =>
      new Set(
        text
          .toLowerCase()
          .split(/[^\p{L}\p{N}]+/u)
          .filter(Boolean),
      ),
  )
  if (!one || !other) return false
  const common = [...one].filter((word) => other.has(word)).length
  return common * 3 >= Math.max(one.size, other.size)
}
