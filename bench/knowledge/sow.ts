import type pg from 'pg'
import { randomFrom, type Random } from '../random.ts'
import { type Batch, batchOf } from '../seed/rows.ts'
import { copyRows } from '../seed/copy.ts'
import { SEED } from '../seed/plan.ts'
import { vectorOf, type WeighedText } from '../seed/vector.ts'
import { writeArticle } from '../text/article.ts'
import type { Language, Writer } from '../text/letter.ts'

export const ARTICLES = 10_000
const LANGUAGES: readonly Language[] = ['ru', 'en']
/** Of the tree: so many at the top, in each of those, and in the first of each of those. */
const [TOP, INNER, DEEPEST] = [8, 5, 2]
/** Read by customers alone, and by the desk alone. */
const [FOR_CUSTOMERS, FOR_DESK] = [0.05, 0.05]
const FIRST_DAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

const TARGETS = {
  category: 'knowledge_category (id, parent_id, visibility, position, created_at)',
  named: 'knowledge_category_text (category_id, language, title, description, slug)',
  article: 'article (id, category_id, visibility, position, tags, created_at, updated_at)',
  version:
    'article_version (id, article_id, language, number, title, summary, html, text, made_at, published_at)',
  text:
    'article_text (article_id, language, title, summary, html, words, is_changed, published_version_id, ' +
    'first_published_at, published_at, version, updated_at, helped_count, not_helped_count)',
  address: 'article_address (language, slug, article_id, is_current, created_at)',
  search: 'article_search (article_id, language, words)',
} as const
type Rows = Batch<keyof typeof TARGETS>

/**
 * Ten thousand published articles in Russian and English over a tree of 64 categories, the first categories the fullest,
 * unless they are there; the same on every machine. Ends as every bulk load must, with the planner's statistics.
 */
export async function sowKnowledge(client: pg.Client, writer: Writer): Promise<void> {
  const { rows } = await client.query<{ count: string }>('select count(*) from article')
  if (Number(rows[0]?.count) >= ARTICLES) return
  const random = randomFrom(SEED)
  await client.query(`set session_replication_role = replica; set synchronous_commit = off`)
  await client.query('truncate knowledge_category, article, article_word, missed_search cascade')
  const categories = batchOf(TARGETS)
  const count = addCategories(categories, writer, random)
  await send(client, categories)
  for (let first = 1; first <= ARTICLES; first += 500) {
    const batch = batchOf(TARGETS)
    for (let id = first; id < first + 500; id++) addArticle(batch, writer, random, id, count)
    await send(client, batch)
  }
  await client.query(`insert into article_word (language, word, seen)
    select language, word, count(*) from article_search, unnest(tsvector_to_array(words)) as word
    where word ~ '^[[:alpha:]]{3,30}$' group by 1, 2`)
  await client.query(`set session_replication_role = origin`)
  await client.query('vacuum analyze')
}

async function send(client: pg.Client, batch: Rows): Promise<void> {
  for (const [target, text] of batch.texts()) await copyRows(client, target, text)
}

/** Answers how many there are; their numbers begin with 1. */
function addCategories(batch: Rows, writer: Writer, random: Random): number {
  let last = 0
  const add = (parent: number | null, position: number): number => {
    const id = ++last
    batch.add('category', [id, parent, 'public', position, new Date(FIRST_DAY)])
    for (const language of LANGUAGES) {
      const { text } = writer.subject(random, language)
      batch.add('named', [id, language, text, text, `category-${id}`])
    }
    return id
  }
  for (let top = 0; top < TOP; top++) {
    const outer = add(null, top)
    for (let inner = 0; inner < INNER; inner++) {
      const middle = add(outer, inner)
      for (let deep = 0; inner === 0 && deep < DEEPEST; deep++) add(middle, deep)
    }
  }
  return last
}

function addArticle(batch: Rows, writer: Writer, random: Random, id: number, categories: number): void {
  const categoryId = 1 + Math.floor(random.next() * random.next() * categories)
  const at = new Date(FIRST_DAY + random.below(1000) * DAY_MS)
  const level = random.next()
  const visibility =
    level < FOR_CUSTOMERS ? 'customers' : level < FOR_CUSTOMERS + FOR_DESK ? 'internal' : 'public'
  batch.add('article', [id, categoryId, visibility, id, '{}', at, at])
  for (const [n, language] of LANGUAGES.entries()) {
    const { title, summary, html, headings, text } = writeArticle(writer.vocabularies, random, language)
    const versionId = id * LANGUAGES.length + n
    const words = [title.text, summary.text, html] as const
    batch.add('version', [versionId, id, language, 1, ...words, text.text, at, at])
    const shown: WeighedText[] = [
      { weight: 'A', text: title },
      ...headings.map((heading) => ({ weight: 'B' as const, text: heading })),
      { weight: 'C', text: summary },
      { weight: 'D', text },
    ]
    const vector = vectorOf(shown)
    const helped = [random.below(60), random.below(20)]
    batch.add('text', [id, language, ...words, vector, false, versionId, at, at, 1, at, ...helped])
    batch.add('address', [language, `article-${id}`, id, true, at])
    batch.add('search', [id, language, vector])
  }
}
