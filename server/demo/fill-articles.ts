import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import {
  askReview,
  createArticle,
  createKnowledgeCategory,
  noteMissedSearch,
  publishText,
  rateArticle,
  saveText,
  setSynonyms,
  updateArticle,
} from '#server/knowledge/index.ts'
import { accountArticles } from './articles/account-articles.ts'
import { companyArticles } from './articles/company-articles.ts'
import { type ArticleCategoryKey, articleCategories, type DemoArticle } from './articles/demo-article.ts'
import { gardenArticles } from './articles/garden-articles.ts'
import { moneyArticles } from './articles/money-articles.ts'
import { orderArticles } from './articles/order-articles.ts'
import type { DemoDesk } from './demo-desk.ts'

const dayMs = 86_400_000
const articles: readonly DemoArticle[] = [
  ...accountArticles,
  ...orderArticles,
  ...moneyArticles,
  ...gardenArticles,
  ...companyArticles,
]

/** Written down over three weeks: a knowledge base in two languages, with what its readers said and looked for. */
export async function fillArticles(tx: Tx, desk: DemoDesk, now: Date): Promise<void> {
  const opened = new Date(now.getTime() - 21 * dayMs)
  const categoryIds = await makeCategories(tx, desk, opened)
  const ids = new Map<string, number>()
  for (const [index, article] of articles.entries()) {
    const writtenAt = new Date(opened.getTime() + ((index * 5) % 18) * dayMs)
    ids.set(article.key, await write(tx, desk, article, categoryIds[article.category], writtenAt, now))
  }
  for (const article of articles) {
    const id = ids.get(article.key)
    const relatedIds = (article.related ?? []).flatMap((key) => ids.get(key) ?? [])
    if (id === undefined || relatedIds.length === 0) continue
    const { version } = await tx
      .selectFrom('article')
      .select('version')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await updateArticle(tx, desk.actors.olga, id, { version, relatedIds }, opened)
  }
  await setSynonyms(tx, desk.actors.olga, { seen: [], groups: synonyms }, now)
  for (const [language, query, times] of missed)
    for (let n = 0; n < times; n++)
      await noteMissedSearch(tx, language, query, new Date(now.getTime() - (n + 1) * 0.6 * dayMs))
}

async function makeCategories(
  tx: Tx,
  desk: DemoDesk,
  now: Date,
): Promise<Record<ArticleCategoryKey, number>> {
  const ids: Partial<Record<ArticleCategoryKey, number>> = {}
  for (const [key, category] of Object.entries(articleCategories)) {
    const { ru, en, visibility } = category
    const parentId = 'parent' in category ? (ids[category.parent] ?? null) : null
    const made = await createKnowledgeCategory(
      tx,
      desk.actors.olga,
      { parentId, visibility, texts: { ru, en } },
      now,
    )
    ids[key as ArticleCategoryKey] = made.id
  }
  return ids as Record<ArticleCategoryKey, number>
}

/** One article with its opinions, by the operations people use; answers its id. */
async function write(
  tx: Tx,
  desk: DemoDesk,
  article: DemoArticle,
  categoryId: number,
  at: Date,
  now: Date,
): Promise<number> {
  const actor = desk.actors[article.author]
  const { olga } = desk.actors
  const visibility = article.visibility ?? articleCategories[article.category].visibility
  const tags = article.tags?.[desk.language] ?? []
  const id = await createArticle(
    tx,
    actor,
    { categoryId, language: 'ru', ...article.ru, visibility, tags: [...tags] },
    at,
  )
  if (article.en)
    await saveText(tx, actor, { articleId: id, language: 'en' }, { version: 0, ...article.en }, at)
  const stand = article.stand ?? 'published'
  for (const language of article.en ? (['ru', 'en'] as const) : (['ru'] as const)) {
    const place = { articleId: id, language }
    if (stand === 'review') await askReview(tx, actor, place, { version: 1, isAsked: true })
    if (stand === 'scheduled')
      await publishText(tx, olga, place, { version: 1, at: nextMonday(now).toISOString() }, now)
    if (stand === 'published' || stand === 'changed') await publishText(tx, olga, place, { version: 1 }, at)
  }
  if (stand === 'changed') {
    const html = `${article.ru.html}<p>В праздники срок считают без выходных дней склада.</p>`
    const later = new Date(now.getTime() - dayMs)
    await saveText(tx, actor, { articleId: id, language: 'ru' }, { version: 2, ...article.ru, html }, later)
  }
  await rate(tx, desk, id, article, { from: at, to: now })
  return id
}

/** What readers said since it was written, spread evenly. */
async function rate(
  tx: Tx,
  { language, platform, actors }: DemoDesk,
  articleId: number,
  article: DemoArticle,
  { from, to }: { from: Date; to: Date },
): Promise<void> {
  const [helped, not] = article.opinions ?? [0, 0]
  // Nobody reads it in a language it is not written in.
  const read = article.en ? language : 'ru'
  const left = [...(article.comments ?? [])]
  const stepMs = (to.getTime() - from.getTime()) / (helped + not + 1)
  for (let n = 0; n < helped + not; n++) {
    const hasHelped = n >= not
    const at = left.findIndex((comment) => comment.helped === hasHelped)
    const [said] = at === -1 ? [] : left.splice(at, 1)
    const rater = { address: `reader ${articleId} ${n}`, mark: '' }
    const opinion = { articleId, language: read, hasHelped, comment: said?.[language] ?? '' }
    const when = new Date(from.getTime() + (n + 1) * stepMs)
    await rateArticle(tx, platform.secrets, { kind: 'agent', actor: actors.olga }, rater, opinion, when)
  }
}

function nextMonday(now: Date): Date {
  const at = new Date(now.getTime() + dayMs)
  while (at.getUTCDay() !== 1) at.setTime(at.getTime() + dayMs)
  at.setUTCHours(6, 0, 0, 0)
  return at
}

const synonyms = [
  ['письмо', 'мейл', 'email'],
  ['возврат', 'рефанд'],
  ['курьер', 'доставщик'],
  ['refund', 'money back'],
]
const missed: readonly (readonly [Language, string, number])[] = [
  ['ru', 'подарочная карта', 9],
  ['ru', 'рассрочка', 6],
  ['ru', 'семена оптом', 4],
  ['en', 'gift card', 3],
  ['ru', 'вакансии', 2],
]
