import * as z from 'zod'
import { ById, Empty, Id, IdInPath, Instant, Language, PageQuery, page } from './common.ts'
import { route } from './route.ts'

const tag = 'knowledge'
const Title = z.string().trim().min(1).max(200)
const Summary = z.string().trim().max(500)
const ArticleHtml = z.string().max(1_000_000)
const Slug = z
  .string()
  .trim()
  .toLowerCase()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** Who may read it: anybody, customers who signed in, or the desk alone. */
export const Visibility = z.enum(['public', 'customers', 'internal'])
export type Visibility = z.infer<typeof Visibility>

const CategoryText = z.object({
  title: Title,
  description: z.string().trim().max(500).default(''),
  /** Its address in this language; made of the title where none is given. */
  slug: Slug.optional(),
})
const CategoryTexts = z
  .partialRecord(Language, CategoryText)
  .refine((texts) => Object.keys(texts).length > 0, 'a title in one language at least')

export const KnowledgeCategory = z.object({
  id: Id,
  parentId: Id.nullable(),
  visibility: Visibility,
  position: z.int(),
  texts: z.partialRecord(
    Language,
    z.object({ title: z.string(), description: z.string(), slug: z.string() }),
  ),
  /** Articles in it alone, archived ones left out. */
  articleCount: z.int(),
  isArchived: z.boolean(),
  version: z.int(),
})
export type KnowledgeCategory = z.infer<typeof KnowledgeCategory>
const KnowledgeCategories = z.object({ items: z.array(KnowledgeCategory) })

export const listKnowledgeCategories = route({
  method: 'GET',
  path: '/knowledge/categories',
  summary: 'The tree of categories, in its order',
  tag,
  access: 'ticket.read',
  response: KnowledgeCategories,
})
export const createKnowledgeCategory = route({
  method: 'POST',
  path: '/knowledge/categories',
  summary: 'Add a category at the end of its parent’s',
  tag,
  access: 'article.publish',
  body: z.object({
    parentId: Id.nullable().default(null),
    visibility: Visibility.default('public'),
    texts: CategoryTexts,
  }),
  response: KnowledgeCategory,
  status: 201,
})
export const updateKnowledgeCategory = route({
  method: 'PATCH',
  path: '/knowledge/categories/:id',
  summary: 'Change a category; what is left out stays. Only an empty one can be archived',
  tag,
  access: 'article.publish',
  params: ById,
  body: z.object({
    version: z.int(),
    parentId: Id.nullable().optional(),
    visibility: Visibility.optional(),
    /** All there are: a language that is left out loses its title. */
    texts: CategoryTexts.optional(),
    isArchived: z.boolean().optional(),
  }),
  response: KnowledgeCategory,
})
export const orderKnowledgeCategories = route({
  method: 'PUT',
  path: '/knowledge/categories/order',
  summary: 'Put the categories of one parent in order',
  tag,
  access: 'article.publish',
  body: z.object({ ids: z.array(Id).min(1).max(500) }),
  response: KnowledgeCategories,
})

const Person = z.object({ id: Id, name: z.string() })

/** How far an article is in one language. */
export const ArticleTextState = z.object({
  language: Language,
  title: z.string(),
  /** What is written differs from what is published, or nothing is. */
  isChanged: z.boolean(),
  isInReview: z.boolean(),
  /** Null while nobody but the desk can read it. */
  publishedAt: Instant.nullable(),
  /** When it will be published by itself. */
  publishAt: Instant.nullable(),
  updatedAt: Instant,
})
export type ArticleTextState = z.infer<typeof ArticleTextState>

export const ArticleListItem = z.object({
  id: Id,
  categoryId: Id,
  visibility: Visibility,
  position: z.int(),
  tags: z.array(z.string()),
  isArchived: z.boolean(),
  texts: z.array(ArticleTextState),
  helpedCount: z.int(),
  notHelpedCount: z.int(),
  updatedAt: Instant,
})
export type ArticleListItem = z.infer<typeof ArticleListItem>

export const ArticleFile = z.object({
  id: Id,
  name: z.string(),
  mime: z.string(),
  sizeBytes: z.int(),
  /** Offered below the article; otherwise a picture within its words. */
  isAttachment: z.boolean(),
  url: z.string(),
})
export type ArticleFile = z.infer<typeof ArticleFile>

export const ArticleText = ArticleTextState.extend({
  slug: z.string(),
  /** Addresses it had before, which lead to it. */
  oldSlugs: z.array(z.string()),
  /** Where it is read on the portal; null while it is not published. */
  url: z.string().nullable(),
  summary: z.string(),
  /** What is being written. Pictures are `<img src="file:ID">`. */
  html: z.string(),
  updatedBy: Person.nullable(),
  /** Whoever asked for the review it is in. */
  reviewAskedBy: Person.nullable(),
  publishedVersionId: Id.nullable(),
  helpedCount: z.int(),
  notHelpedCount: z.int(),
  /** Sent back with a change. */
  version: z.int(),
})
export type ArticleText = z.infer<typeof ArticleText>

export const Article = ArticleListItem.omit({ texts: true }).extend({
  texts: z.array(ArticleText),
  authors: z.array(Person),
  related: z.array(z.object({ id: Id, title: z.string() })),
  files: z.array(ArticleFile),
  version: z.int(),
})
export type Article = z.infer<typeof Article>

export const listArticles = route({
  method: 'GET',
  path: '/articles',
  summary: 'Articles of the knowledge base, drafts too',
  tag,
  access: 'ticket.read',
  query: PageQuery.extend({
    categoryId: IdInPath.optional(),
    state: z.enum(['draft', 'review', 'published', 'scheduled', 'archived']).optional(),
    /** Words of a title, in any form. */
    q: z.string().trim().max(200).optional(),
  }),
  response: page(ArticleListItem),
})
export const getArticle = route({
  method: 'GET',
  path: '/articles/:id',
  summary: 'One article with everything that is being written',
  tag,
  access: 'ticket.read',
  params: ById,
  response: Article,
})
export const createArticle = route({
  method: 'POST',
  path: '/articles',
  summary: 'Begin an article, as a draft in one language',
  tag,
  access: 'article.write',
  body: z.object({
    categoryId: Id,
    language: Language,
    title: Title,
    summary: Summary.default(''),
    html: ArticleHtml.default(''),
    visibility: Visibility.default('public'),
    tags: z.array(z.string().trim().min(1).max(60)).max(30).default([]),
  }),
  response: Article,
  status: 201,
})
export const updateArticle = route({
  method: 'PATCH',
  path: '/articles/:id',
  summary:
    'Change where an article stands and who may read it. Of a published one it takes `article.publish`',
  tag,
  access: 'article.write',
  params: ById,
  body: z.object({
    version: z.int(),
    categoryId: Id.optional(),
    visibility: Visibility.optional(),
    tags: z.array(z.string().trim().min(1).max(60)).max(30).optional(),
    authorIds: z.array(Id).max(20).optional(),
    relatedIds: z.array(Id).max(20).optional(),
    /** Takes `article.publish`. */
    isArchived: z.boolean().optional(),
  }),
  response: Article,
})
export const orderArticles = route({
  method: 'PUT',
  path: '/knowledge/categories/:id/articles/order',
  summary: 'Put the articles of a category in order; those left out follow',
  tag,
  access: 'article.publish',
  params: ById,
  body: z.object({ ids: z.array(Id).min(1).max(2000) }),
  response: Empty,
})

const TextOf = z.object({ id: IdInPath, language: Language })

export const saveArticleText = route({
  method: 'PUT',
  path: '/articles/:id/texts/:language',
  summary: 'Keep what is being written. A language that was not there is begun',
  tag,
  access: 'article.write',
  params: TextOf,
  body: z.object({
    /** Of the text that was seen; 0 for a language that is not there yet. */
    version: z.int().min(0),
    title: Title,
    summary: Summary.default(''),
    html: ArticleHtml,
    /** A new address; the old one leads to it. Of a published article it takes `article.publish`. */
    slug: Slug.optional(),
  }),
  response: Article,
})
export const askArticleReview = route({
  method: 'POST',
  path: '/articles/:id/texts/:language/review',
  summary: 'Ask for a review, or take that back',
  tag,
  access: 'article.write',
  params: TextOf,
  body: z.object({ version: z.int(), isAsked: z.boolean() }),
  response: Article,
})
export const publishArticle = route({
  method: 'POST',
  path: '/articles/:id/texts/:language/publish',
  summary: 'Publish what is written, now or at a time',
  tag,
  access: 'article.publish',
  params: TextOf,
  body: z.object({
    version: z.int(),
    /** Later; null takes a time back. Left out: now. */
    at: Instant.nullable().optional(),
  }),
  response: Article,
})
export const unpublishArticle = route({
  method: 'POST',
  path: '/articles/:id/texts/:language/unpublish',
  summary: 'Take a published text back; it stays as a draft',
  tag,
  access: 'article.publish',
  params: TextOf,
  body: z.object({ version: z.int() }),
  response: Article,
})

export const ArticleVersion = z.object({
  id: Id,
  number: z.int(),
  title: z.string(),
  madeAt: Instant,
  madeBy: Person.nullable(),
  restoredFrom: z.int().nullable(),
  /** When it was last published; null for one that never was. */
  publishedAt: Instant.nullable(),
  isPublished: z.boolean(),
})
export type ArticleVersion = z.infer<typeof ArticleVersion>
export const listArticleVersions = route({
  method: 'GET',
  path: '/articles/:id/texts/:language/versions',
  summary: 'What was written, the newest first: the first is what is being written',
  tag,
  access: 'ticket.read',
  params: TextOf,
  query: PageQuery,
  response: page(ArticleVersion),
})
export const getArticleVersion = route({
  method: 'GET',
  path: '/article-versions/:id',
  summary: 'One version with its words',
  tag,
  access: 'ticket.read',
  params: ById,
  response: ArticleVersion.extend({
    articleId: Id,
    language: Language,
    summary: z.string(),
    html: z.string(),
  }),
})
export const restoreArticleVersion = route({
  method: 'POST',
  path: '/article-versions/:id/restore',
  summary: 'Make a version what is being written; publishing it is a step of its own',
  tag,
  access: 'article.write',
  params: ById,
  body: z.object({ version: z.int() }),
  response: Article,
})

export const uploadArticleFile = route({
  method: 'POST',
  path: '/articles/:id/files',
  summary:
    'Add a picture or an attachment (of a published article: article.publish); the body is the file itself',
  tag,
  access: 'article.write',
  params: ById,
  query: z.object({
    name: z.string().trim().min(1).max(255),
    mime: z.string().max(127).default('application/octet-stream'),
    isAttachment: z.stringbool().default(false),
  }),
  response: ArticleFile,
  status: 201,
})
export const deleteArticleFile = route({
  method: 'DELETE',
  path: '/article-files/:id',
  summary: 'Remove an attachment',
  tag,
  access: 'article.write',
  params: ById,
  response: Empty,
})

export const downloadArticleFile = route({
  method: 'GET',
  path: '/article-files/:id',
  summary: 'The bytes of a picture or an attachment, of drafts too',
  tag,
  access: 'ticket.read',
  params: ById,
  query: z.object({ inline: z.stringbool().default(false) }),
  response: z.unknown(),
})
export const dropArticleAddress = route({
  method: 'DELETE',
  path: '/articles/:id/texts/:language/addresses/:slug',
  summary: 'Let an old address lead nowhere',
  tag,
  access: 'article.publish',
  params: TextOf.extend({ slug: Slug }),
  response: Empty,
})
export const draftFromTicket = route({
  method: 'POST',
  path: '/tickets/:id/article-drafts',
  summary: 'Begin an internal article of what was asked and answered in a ticket',
  tag,
  access: 'article.write',
  params: ById,
  body: z.object({ categoryId: Id, language: Language }),
  response: Article,
  status: 201,
})
