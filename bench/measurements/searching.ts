import { tokenize, lemmas } from '#server/platform/language.ts'
import type { Bench } from '../load/bench.ts'
import { json } from '../load/client.ts'
import { measureHttp } from '../load/measure-http.ts'
import { languageOf } from '../seed/plan.ts'

/** As many as the workspace asks for. */
const LIMIT = 30
/** Between these places of the vocabulary a word is common: in one ticket of three down to one of thirty. */
const COMMON = { from: 30, to: 250 }
const RARE_FROM = 400

interface Page {
  items: unknown[]
}

async function find(bench: Bench, words: string): Promise<number> {
  const query = new URLSearchParams({ q: words, limit: String(LIMIT) })
  const { items } = await json<Page>(bench.admin.ask('GET', `/api/v1/search?${query}`))
  return items.length
}

async function mustFind(bench: Bench, words: string): Promise<void> {
  if ((await find(bench, words)) === 0) throw new Error(`nothing found for ${words}`)
}

/** A ticket by its number. */
export async function searchNumber(bench: Bench): Promise<void> {
  await measureHttp(bench, 'search_number', () =>
    mustFind(bench, `HD-${1 + bench.random.below(bench.tickets)}`),
  )
}

/** Another word every time, from all of the vocabulary but its commonest: rare ones are most. */
export async function searchWord(bench: Bench): Promise<void> {
  await measureHttp(bench, 'search_word', async () => {
    await find(bench, `${rankedWord(bench, RARE_FROM, Infinity)} `)
  })
}

/** A word that is everywhere. */
export async function searchCommon(bench: Bench): Promise<void> {
  await measureHttp(bench, 'search_common', () =>
    mustFind(bench, `${rankedWord(bench, COMMON.from, COMMON.to)} `),
  )
}

function rankedWord(bench: Bench, from: number, to: number): string {
  const { ranked } = bench.writer.vocabularies[bench.random.chance(0.7) ? 'ru' : 'en']
  const most = Math.min(to, ranked.length)
  for (;;) {
    const word = bench.random.pick(ranked[from + bench.random.below(most - from)] ?? [])
    if (word.form.length > 2 && word.lemmas.length > 0) return word.form
  }
}

/** Two or three words in a row out of a real message, in quotes. */
export async function searchPhrase(bench: Bench): Promise<void> {
  const { rows } = await bench.database.query<{ text: string }>(
    `select text from customer_message where ticket_id in
       (select (random() * $1)::bigint from generate_series(1, 1500))`,
    [bench.tickets],
  )
  await measureHttp(bench, 'search_phrase', async () => {
    await find(bench, `"${somePhrase(bench, bench.random.pick(rows).text)}"`)
  })
}

function somePhrase(bench: Bench, text: string): string {
  const tokens = tokenize(text)
  const meaning = tokens.filter((token) => lemmas(token.text).length > 0)
  const first = bench.random.pick(meaning)
  const last = tokens[Math.min(tokens.length - 1, first.position + bench.random.below(2))]
  return text.slice(first.start, last?.end ?? first.end)
}

/** The whole address of a customer who has written. */
export async function searchAddress(bench: Bench): Promise<void> {
  const { rows } = await bench.database.query<{ customer_id: string }>(
    `select customer_id from ticket where id in (select (random() * $1)::bigint from generate_series(1, 3000))`,
    [bench.tickets],
  )
  await measureHttp(bench, 'search_address', () => {
    const id = Number(bench.random.pick(rows).customer_id)
    return mustFind(bench, bench.writer.person(languageOf(id), id).email)
  })
}
