import * as z from 'zod'
import { Empty, Id, IdInPath, Language } from './common.ts'
import { route } from './route.ts'
import { FileRef } from './tickets.ts'

const tag = 'help'

/** Where the words of a search stand in a text: [start, end) in UTF-16 units. */
export const Marks = z.array(z.tuple([z.int(), z.int()]))

export const ArticleHit = z.object({
  id: Id,
  title: z.string(),
  titleMarks: Marks,
  excerpt: z.string(),
  excerptMarks: Marks,
  /** Where it is read; null for one that is not published. */
  url: z.string().nullable(),
  category: z.string(),
})
export type ArticleHit = z.infer<typeof ArticleHit>
export const ArticleHits = z.object({
  items: z.array(ArticleHit),
  /** What was looked for instead, where nothing was found as it was typed. */
  correctedTo: z.string().nullable(),
})

const SearchQuery = z.object({
  query: z.string().trim().max(300),
  language: Language,
  limit: z.coerce.number().int().min(1).max(20).default(5),
})

export const searchHelp = route({
  method: 'GET',
  path: '/help/articles',
  summary: 'Search the published articles that anybody may read; open to pages of other sites',
  tag,
  access: 'public',
  query: SearchQuery.extend({ isTyping: z.stringbool().default(false) }),
  response: ArticleHits,
})
export const readHelp = route({
  method: 'GET',
  path: '/help/articles/:id',
  summary: 'One published article that anybody may read; open to pages of other sites',
  tag,
  access: 'public',
  params: z.object({ id: IdInPath }),
  query: z.object({ language: Language }),
  response: z.object({ id: Id, title: z.string(), html: z.string(), url: z.string() }),
})
export const rateHelp = route({
  method: 'POST',
  path: '/help/articles/:id/feedback',
  summary: 'Say whether an article helped; open to pages of other sites',
  tag,
  access: 'public',
  params: z.object({ id: IdInPath }),
  body: z.object({
    language: Language,
    hasHelped: z.boolean(),
    comment: z.string().trim().max(2000).default(''),
  }),
  response: Empty,
})
/** For the composer: everything published and internal that an agent may read. */
export const searchArticles = route({
  method: 'GET',
  path: '/knowledge/search',
  summary: 'Search the published articles, internal ones too',
  tag: 'knowledge',
  access: 'ticket.read',
  query: SearchQuery,
  response: ArticleHits,
})
export const ReadableArticle = z.object({
  id: Id,
  title: z.string(),
  html: z.string(),
  text: z.string(),
  url: z.string(),
  visibility: z.enum(['public', 'customers', 'internal']),
  /** The words as an answer can say them, its pictures left out. */
  answerHtml: z.string(),
  pictureCount: z.int(),
})
export type ReadableArticle = z.infer<typeof ReadableArticle>
/** For the composer, which puts it into an answer whole. */
export const readArticle = route({
  method: 'GET',
  path: '/knowledge/articles/:id',
  summary: 'One published article as its readers see it, internal ones too',
  tag: 'knowledge',
  access: 'ticket.read',
  params: z.object({ id: IdInPath }),
  query: z.object({ language: Language }),
  response: ReadableArticle,
})
export const takeArticle = route({
  method: 'POST',
  path: '/knowledge/articles/:id/copies',
  summary: 'The words of a published article for one answer, with its pictures as files of that answer',
  tag: 'knowledge',
  access: 'ticket.read',
  params: z.object({ id: IdInPath }),
  body: z.object({ language: Language }),
  response: z.object({ html: z.string(), files: z.array(FileRef) }),
  status: 201,
})
export const downloadHelpFile = route({
  method: 'GET',
  path: '/help/files/:id',
  summary: 'A picture or an attachment of a published article that anybody may read',
  tag,
  access: 'public',
  params: z.object({ id: IdInPath }),
  response: z.unknown(),
})
