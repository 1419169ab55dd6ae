import type { Random } from '../random.ts'
import type { Language, Text } from './letter.ts'
import type { Vocabulary, Word } from './vocabulary.ts'

/** An article of a knowledge base as its editor leaves it, and each part of it as it is indexed. */
export interface WrittenArticle {
  title: Text
  summary: Text
  html: string
  headings: Text[]
  text: Text
}

/** Titles of some words, two to six parts under headings, a list in every other: 150 to 900 words. */
export function writeArticle(
  vocabularies: Readonly<Record<Language, Vocabulary>>,
  random: Random,
  language: Language,
): WrittenArticle {
  const sentence = (length: number): Text => writeSentence(vocabularies[language], random, length)
  const headings: Text[] = []
  const blocks: Text[] = []
  let html = ''
  const paragraph = (): Text => {
    const sentences = Array.from({ length: 2 + random.below(3) }, () => sentence(5 + random.below(10)))
    return { text: `${sentences.map(({ text }) => text).join('. ')}.`, pieces: piecesOf(sentences) }
  }
  const add = (block: Text, tag: string, attributes = ''): string => {
    blocks.push(block)
    return `<${tag}${attributes}>${block.text}</${tag}>`
  }
  for (let part = 2 + random.below(5); part > 0; part--) {
    const heading = sentence(2 + random.below(4))
    headings.push(heading)
    html += add(heading, 'h2', ` id="part-${headings.length}"`)
    for (let n = 1 + random.below(3); n > 0; n--) html += add(paragraph(), 'p')
    if (random.chance(0.5)) {
      const items = Array.from({ length: 3 + random.below(3) }, () =>
        add(sentence(4 + random.below(6)), 'li'),
      )
      html += `<ol>${items.join('')}</ol>`
    }
  }
  const text = blocks.map((block) => block.text).join('\n')
  return {
    title: sentence(3 + random.below(4)),
    summary: random.chance(0.6) ? sentence(8 + random.below(8)) : { text: '', pieces: [] },
    html,
    headings,
    text: { text, pieces: piecesOf(blocks) },
  }
}

function piecesOf(texts: readonly Text[]): (Word | string)[] {
  return texts.flatMap(({ pieces }) => pieces)
}

function writeSentence(vocabulary: Vocabulary, random: Random, length: number): Text {
  const pieces = Array.from({ length }, () => vocabulary.word(random))
  const text = pieces.map(({ form }) => form).join(' ')
  return { text: text.charAt(0).toUpperCase() + text.slice(1), pieces }
}
