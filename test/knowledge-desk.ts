import type { Article, Visibility } from '#contract/knowledge.ts'
import { knowledgeRoutes, knowledgeTasks } from '#server/knowledge/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'

/**
 * A desk with a knowledge base of two categories, a lead, who publishes, Anna, who writes, and a reader. Call it at the
 * top level of a test file.
 */
export async function knowledgeDesk() {
  const desk = await testApp((api, platform) =>
    knowledgeRoutes(api, platform, { urlOf: (language, slug) => `/help/${language}/articles/${slug}` }),
  )
  const { ask, db, platform } = desk
  const as = {
    lead: await signedIn(db, await buildAgent(db, { role: 'lead', name: 'Лев Лидов' })),
    anna: await signedIn(db, await buildAgent(db, { name: 'Анна Лис' })),
    reader: await signedIn(db, await buildAgent(db, { role: ['ticket.read'] })),
  }
  /** The body of an answer that must have come. */
  async function done(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    who: Record<string, string> = as.lead,
  ) {
    const answer = await ask({ method, path, ...(body && { body }), as: who })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const category = (ru: string, more: object = {}) =>
    done('POST', '/knowledge/categories', { texts: { ru: { title: ru } }, ...more })
  const { id: categoryId } = await category('Вход и пароли')

  interface Wish {
    title: string
    html?: string
    language?: 'ru' | 'en'
    visibility?: Visibility
    categoryId?: number
    tags?: string[]
  }
  const draft = (wish: Wish, who = as.lead): Promise<Article> =>
    done('POST', '/articles', { categoryId, language: 'ru', html: '<p>Текст</p>', ...wish }, who)
  async function published(wish: Wish): Promise<Article> {
    const article = await draft(wish)
    const language = wish.language ?? 'ru'
    return done('POST', `/articles/${article.id}/texts/${language}/publish`, { version: 1 })
  }
  const find = async (query: string, more = '') =>
    (
      await ask({
        method: 'GET',
        path: `/help/articles?language=ru&query=${encodeURIComponent(query)}${more}`,
      })
    ).body as {
      items: { id: number; title: string; titleMarks: [number, number][]; excerpt: string; url: string }[]
      correctedTo: string | null
    }
  const work = () => drainJobs(platform.database.pool, knowledgeTasks(platform), platform.log)
  return { ...desk, as, done, category, categoryId, draft, published, find, work }
}
