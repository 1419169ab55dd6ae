import * as z from 'zod'
import { ById, Empty, Id, Instant, Language, PageQuery, page } from './common.ts'
import { route } from './route.ts'

const tag = 'knowledge'

export const ArticleComment = z.object({
  id: Id,
  language: Language,
  hasHelped: z.boolean(),
  comment: z.string(),
  at: Instant,
})
export const listArticleComments = route({
  method: 'GET',
  path: '/articles/:id/comments',
  summary: 'What readers wrote of an article, the newest first',
  tag,
  access: 'ticket.read',
  params: ById,
  query: PageQuery,
  response: page(ArticleComment),
})

export const MissedSearch = z.object({
  language: Language,
  query: z.string(),
  times: z.int(),
  lastAt: Instant,
})
export const listMissedSearches = route({
  method: 'GET',
  path: '/knowledge/missed-searches',
  summary: 'What readers searched for and did not find, the most frequent first',
  tag,
  access: 'article.write',
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
  response: z.object({ items: z.array(MissedSearch) }),
})
export const forgetMissedSearch = route({
  method: 'POST',
  path: '/knowledge/missed-searches/forget',
  summary: 'Strike one from the list: it was answered, or will not be',
  tag,
  access: 'article.write',
  body: z.object({ language: Language, query: z.string().max(300) }),
  response: Empty,
})

export const SynonymGroups = z.object({ groups: z.array(z.array(z.string())) })
export const getSynonyms = route({
  method: 'GET',
  path: '/knowledge/synonyms',
  summary: 'Words that mean the same in a search',
  tag,
  access: 'ticket.read',
  response: SynonymGroups,
})
export const setSynonyms = route({
  method: 'PUT',
  path: '/knowledge/synonyms',
  summary: 'Say which words mean the same; the whole list, over the one that was seen',
  tag,
  access: 'article.publish',
  body: z.object({
    /** The list as it was read; another one in force is `version_conflict`. */
    seen: z.array(z.array(z.string())).max(500),
    groups: z.array(z.array(z.string().trim().min(2).max(60)).min(2).max(20)).max(500),
  }),
  response: SynonymGroups,
})
