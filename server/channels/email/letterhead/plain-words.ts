import { htmlToText } from '../reading/html-to-text.ts'

/** A step to the right, which survives where spaces are joined. */
const step = '\u{e000}'

/**
 * An answer's HTML in the words of its plain part: links with where they lead, lists with their numbers and their
 * depth, so that whoever reads the one is told what the other says.
 */
export function plainWords(html: string): string {
  return htmlToText(asLines(html.replaceAll(step, ''))).replaceAll(step, '   ')
}

/** Lists as lines of their own, each behind its number or dash. The composer wraps an item's words into paragraphs. */
function asLines(html: string): string {
  /** The lists around; the next number, or null for a list that does not count. */
  const lists: (number | null)[] = []
  let isItemOpen = false
  return html.replace(
    /<(\/?)(ol|ul|li|p)\b([^>]*)>|[^<\s]/gi,
    (token, slash: string, tag?: string, rest = '') => {
      const name = tag?.toLowerCase()
      const isInside = lists.length > 0
      const isFirst = isItemOpen
      if (name !== 'ol' && name !== 'ul') isItemOpen = false
      if (name === 'ol' || name === 'ul') {
        if (slash) lists.pop()
        else lists.push(name === 'ul' ? null : Number(/\bstart="(\d{1,6})"/.exec(rest)?.[1] ?? 1))
        return lists.length === (slash ? 0 : 1) ? '<p></p>' : ''
      }
      if (name === 'li') {
        if (slash) return '</div>'
        isItemOpen = true
        const number = lists.at(-1) ?? null
        if (number !== null) lists[lists.length - 1] = number + 1
        return `<div>${step.repeat(Math.max(0, lists.length - 1))}${number === null ? '-' : `${number}.`} `
      }
      if (name !== 'p' || !isInside) return token
      return slash || isFirst ? '' : '<br>'
    },
  )
}
