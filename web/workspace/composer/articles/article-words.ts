const safe = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** An article as a link, with a space behind it to write on. */
export function linkTo({ title, url }: { title: string; url: string }): string {
  return `<a href="${safe(url)}">${safe(title)}</a> `
}

/** Words of an article as a quote, and where they are from; no link where its reader could not follow it. */
export function quoteOf(words: string, from: { title: string; url: string } | null): string {
  const lines = words
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const quote = lines.map((line) => `<p>${safe(line)}</p>`).join('')
  return `<blockquote>${quote}</blockquote><p>${from ? linkTo(from) : ''}</p>`
}

/** What an article says first, for a quote nobody has chosen the words of: a sentence or more, no bare heading. */
export function firstWords(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.find((line) => line.length >= 40) ?? lines.find((line) => line !== '') ?? ''
}

/** The language of what a customer asks, by its letters. */
export function languageOf(text: string): 'ru' | 'en' {
  return /[а-яё]/i.test(text) ? 'ru' : 'en'
}
