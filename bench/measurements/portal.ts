import { ARTICLES, sowKnowledge } from '../knowledge/sow.ts'
import { print } from '../load/bench.ts'
import { createClient, type HttpClient } from '../load/client.ts'
import { type Desk, startDesk } from '../load/desk.ts'
import { percentile } from '../load/measure-http.ts'
import { processorMs } from '../load/processes.ts'
import type { Timing } from '../load/tell-times.ts'
import { randomFrom, type Random } from '../random.ts'
import { createWriter, type Language, type Writer } from '../text/letter.ts'

const [WARM_UP, ROUNDS] = [30, 400]
/** The map is megabytes: it is asked for by machines, not often. */
const MAPS = 20

type Ask = (random: Random, writer: Writer, language: Language) => string

/** A page of each kind, another one every time. */
const kinds: Readonly<Record<string, Ask>> = {
  home: (_random, _writer, language) => `/help/${language}`,
  category: (random, _writer, language) =>
    `/help/${language}/categories/category-${1 + random.below(50)}${random.chance(0.3) ? '?page=2' : ''}`,
  article: (random, _writer, language) => `/help/${language}/articles/article-${1 + random.below(ARTICLES)}`,
  search: (random, writer, language) =>
    `/help/${language}/search?q=${encodeURIComponent(question(random, writer, language))}`,
  suggestions: (random, writer, language) =>
    `/api/v1/help/articles?${new URLSearchParams({
      query: beginning(random, question(random, writer, language)),
      language,
      limit: '5',
      isTyping: 'true',
    })}`,
  feed: (_random, _writer, language) => `/help/${language}/feed.xml`,
}

/**
 * The portal at ten thousand articles in two languages: what a page takes in the server's process, in ms, asked for by
 * one visitor after another. `portal_KIND_first` is the first page of its kind after a change to the knowledge base,
 * `portal_KIND_cpu` the processor's time for a page, server and database together.
 */
export async function portal(dataDir: string): Promise<void> {
  const timings: Timing[] = []
  const desk = await startDesk(dataDir, 'server', (timing) => timings.push(timing))
  const writer = createWriter()
  const random = randomFrom(Date.now() & 0x7fffffff)
  try {
    await sowKnowledge(desk.database, writer)
    const visitors = createVisitors(desk)
    const timed = async (url: string): Promise<number> => {
      timings.length = 0
      const { status } = await visitors.ask('GET', url)
      if (status >= 500) throw new Error(`${url} answered ${status}`)
      while (timings.length === 0) await new Promise((resolve) => setImmediate(resolve))
      return timings[0]?.ms ?? 0
    }
    for (const [kind, address] of Object.entries(kinds)) {
      const next = (): string => address(random, writer, random.chance(0.7) ? 'ru' : 'en')
      await changed(desk)
      print(`portal_${kind}_first`, await timed(next()), 'ms')
      for (let n = 0; n < WARM_UP; n++) await timed(next())
      const before = processorMs(desk.roots)
      const times: number[] = []
      for (let n = 0; n < ROUNDS; n++) times.push(await timed(next()))
      show(kind, times)
      print(`portal_${kind}_cpu`, (processorMs(desk.roots) - before) / ROUNDS, 'ms')
    }
    await changed(desk)
    print('portal_map_first', await timed('/help/sitemap.xml'), 'ms')
    const maps: number[] = []
    for (let n = 0; n < MAPS; n++) maps.push(await timed('/help/sitemap.xml'))
    show('map', maps)
    visitors.close()
  } finally {
    await desk.stop()
  }
}

function show(kind: string, times: readonly number[]): void {
  print(`portal_${kind}_p50`, percentile(times, 0.5), 'ms')
  print(`portal_${kind}_p95`, percentile(times, 0.95), 'ms')
}

/** Says that the knowledge base changed, as whoever publishes says it, and lets the server hear it. */
async function changed({ database }: Desk): Promise<void> {
  await database.query(`notify otklik, '{"topic":"knowledge"}'`)
  await new Promise((resolve) => setTimeout(resolve, 200))
}

/** They take what is compressed, as browsers and search engines do, and come from many addresses. */
function createVisitors({ base }: Desk): Pick<HttpClient, 'ask' | 'close'> {
  const clients = Array.from({ length: 40 }, (_, n) =>
    createClient(base, { 'accept-encoding': 'gzip', 'x-forwarded-for': `10.0.0.${n}` }),
  )
  let turn = 0
  return {
    ask: (method, path) => (clients[turn++ % clients.length] as HttpClient).ask(method, path),
    close: () => clients.forEach((client) => client.close()),
  }
}

/** What people ask: a word or some, common ones and rare; in one of five a letter is wrong. */
function question(random: Random, { vocabularies }: Writer, language: Language): string {
  const { ranked } = vocabularies[language]
  const word = (): string => {
    const rank = random.chance(0.5) ? 20 + random.below(400) : 20 + random.below(8000)
    return random.pick(ranked[rank] ?? ranked[20] ?? []).form
  }
  const words = Array.from({ length: 1 + random.below(4) }, word)
  if (random.chance(0.2)) words[0] = misspelt(random, words[0] ?? '')
  return words.join(' ')
}

function misspelt(random: Random, word: string): string {
  const at = random.below(Math.max(1, word.length - 1))
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2)
}

/** As far as it is typed when the page asks. */
function beginning(random: Random, text: string): string {
  return text.slice(0, Math.max(3, Math.ceil(text.length * random.next())))
}
