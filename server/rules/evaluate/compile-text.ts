import type { RuleTest, TextField, WordsHow } from '#contract/rule-conditions.ts'
import { compilePhrase, type Phrase, type ReadText } from '#server/platform/language.ts'
import type { Facts, Need, Needs } from './facts.ts'
import type { Ask } from './verdict.ts'

type TextTest = Extract<RuleTest, { field: TextField }>

/** A pattern reads no further: letters written by hand are rarely longer. */
const mostPatternChars = 20_000
/** Words told of one text: enough to see why. */
const mostWords = 8

/** Looks for words. Throws a PatternError for a pattern that cannot be used. */
export function compileText({ field, how, values }: TextTest, needs: Needs): Ask {
  const need = needOf[field]
  if (need) needs.parts.add(need)
  const find = compileWords(how, values)
  const textsOf = texts[field]
  return (facts) => {
    const words = new Set<string>()
    for (const text of textsOf(facts)) {
      for (const found of find(text, facts.read)) words.add(found)
      if (words.size >= mostWords) break
    }
    return { isHeld: words.size > 0, words: [...words].slice(0, mostWords) }
  }
}

/** What of the texts meets the values, as it stands there; nothing when nothing does. */
export function compileWords(
  how: WordsHow,
  values: readonly string[],
): (text: string, read: (text: string) => ReadText) => string[] {
  if (how === 'equals') {
    const wanted = new Set(values.map(folded))
    return (text) => (wanted.has(folded(text)) ? [text.slice(0, 200)] : [])
  }
  const phrases: Phrase[] = values.map((value) => compilePhrase(value, how === 'any_form' ? 'forms' : how))
  return (text, read) => {
    if (text === '') return []
    const from = read(how === 'pattern' ? text.slice(0, mostPatternChars) : text)
    return phrases.flatMap((phrase) => phrase.find(from)?.words.slice(0, 200) ?? [])
  }
}

function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase().replaceAll('ё', 'е')
}

const needOf: Record<TextField, Need | null> = {
  text: 'message',
  subject: null,
  message: 'message',
  note: 'note',
  file_name: 'files',
  sender: 'message',
  recipient: 'message',
  customer_name: 'customer',
  customer_email: 'customer',
  customer_remark: 'customer',
  organization_name: 'customer',
  organization_domain: 'customer',
}

const texts: Record<TextField, (facts: Facts) => readonly string[]> = {
  text: ({ ticket, message }) => [ticket.subject, message?.text ?? ''],
  subject: ({ ticket }) => [ticket.subject],
  message: ({ message }) => [message?.text ?? ''],
  note: ({ occasion }) => [occasion.note ?? ''],
  file_name: ({ message }) => message?.fileNames ?? [],
  sender: ({ message }) => [message?.sender ?? ''],
  recipient: ({ message }) => message?.recipients ?? [],
  customer_name: ({ customer }) => [customer.name],
  customer_email: ({ customer }) => customer.emails,
  customer_remark: ({ customer }) => [customer.remark],
  organization_name: ({ organization }) => [organization?.name ?? ''],
  organization_domain: ({ organization }) => organization?.domains ?? [],
}
