import * as z from 'zod'
import { ById, Id, IdInPath, Instant, Language } from './common.ts'
import { route } from './route.ts'

const tag = 'knowledge'
const access = 'article.write'

export const KnowledgeImportOptions = z.object({
  /** Of files that do not say theirs. */
  language: Language,
  /** Folders become categories in it; null: at the top, which takes `article.publish`. */
  categoryId: Id.nullable(),
  /** What becomes of articles that are there already. */
  existing: z.enum(['update', 'skip']),
  /** Takes `article.publish`; otherwise everything is a draft. */
  publishes: z.boolean(),
})
export type KnowledgeImportOptions = z.infer<typeof KnowledgeImportOptions>

export const KnowledgeImport = z.object({
  id: Id,
  name: z.string(),
  sizeBytes: z.int(),
  state: z.enum(['tried', 'running', 'done', 'failed', 'cancelled']),
  options: KnowledgeImportOptions.nullable(),
  /** From 0 to 1. */
  share: z.number(),
  categoriesMade: z.int(),
  articlesMade: z.int(),
  articlesUpdated: z.int(),
  articlesUnchanged: z.int(),
  articlesSkipped: z.int(),
  articlesFailed: z.int(),
  /** Why it stopped: a key of `knowledge.import.problem` in locales/. */
  error: z.string().nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
})
export type KnowledgeImport = z.infer<typeof KnowledgeImport>

const Problem = z.object({
  path: z.string(),
  /** A key of `knowledge.import.problem` in locales/. */
  problem: z.string(),
  detail: z.string().nullable(),
})

export const KnowledgeImportPlan = z.object({
  categories: z.array(
    z.object({
      /** `guide/install/`; empty for the archive itself. */
      source: z.string(),
      title: z.string(),
      /** `joined`: what is in it goes into the one above, because adding categories takes `article.publish`. */
      fate: z.enum(['new', 'existing', 'joined']),
    }),
  ),
  articles: z.array(
    z.object({
      source: z.string(),
      /** The folder it stands in. */
      category: z.string(),
      texts: z.array(
        z.object({ language: Language, title: z.string(), path: z.string(), isThere: z.boolean() }),
      ),
      fate: z.enum(['new', 'existing', 'archived']),
      articleId: Id.nullable(),
    }),
  ),
  pictures: z.int(),
  attachments: z.int(),
  problems: z.array(Problem),
})
export type KnowledgeImportPlan = z.infer<typeof KnowledgeImportPlan>

export const listKnowledgeImports = route({
  method: 'GET',
  path: '/knowledge/imports',
  summary: 'Imports of articles, the newest first',
  tag,
  access,
  response: z.object({ items: z.array(KnowledgeImport) }),
})
export const tryKnowledgeImport = route({
  method: 'POST',
  path: '/knowledge/imports',
  summary:
    'Read an archive (.zip) or one file (.md, .html) of articles; nothing is written yet. The body is the file itself',
  tag,
  access,
  query: z.object({ name: z.string().trim().min(1).max(255) }),
  response: KnowledgeImport,
  status: 201,
})
export const getKnowledgeImport = route({
  method: 'GET',
  path: '/knowledge/imports/:id',
  summary: 'One import, and how far it is',
  tag,
  access,
  params: ById,
  response: KnowledgeImport,
})
export const planKnowledgeImport = route({
  method: 'GET',
  path: '/knowledge/imports/:id/plan',
  summary: 'What becomes of each file of an import, as things are now',
  tag,
  access,
  params: ById,
  query: z.object({ language: Language, categoryId: IdInPath.optional() }),
  response: KnowledgeImportPlan,
})
export const startKnowledgeImport = route({
  method: 'POST',
  path: '/knowledge/imports/:id/start',
  summary: 'Import what was tried, or go on with an import that was stopped',
  tag,
  access,
  params: ById,
  body: KnowledgeImportOptions,
  response: KnowledgeImport,
})
export const cancelKnowledgeImport = route({
  method: 'POST',
  path: '/knowledge/imports/:id/cancel',
  summary: 'Stop an import; what it made stays',
  tag,
  access,
  params: ById,
  response: KnowledgeImport,
})
