import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { composedHtmlToText } from '#server/platform/composed-html.ts'
import { createCategory } from '../categories/create-category.ts'
import { getCategory } from '../categories/load-categories.ts'
import { updateCategory } from '../categories/update-category.ts'
import { findCategories } from './find-existing.ts'
import type { CategoryGroup } from './group-items.ts'
import { type Document, inside, readDocument } from './read-document.ts'
import type { StepDone, Work } from './steps.ts'

/** The first step: folders become categories, where they are not yet and whoever imports may add them. */
export async function makeCategories(tx: Tx, work: Work, now: Date): Promise<StepDone> {
  const { options, grouped, actor, importId } = work
  const there = await findCategories(tx, options.categoryId, grouped.categories)
  let made = 0
  for (const group of grouped.categories) {
    const known = there.get(group.source)
    const parentId = group.parent === null ? options.categoryId : there.get(group.parent)
    if (known === undefined && (!work.mayPublish || parentId === undefined)) continue
    const pages = await readPages(work, group)
    const texts = Object.fromEntries(
      Object.entries(group.titles).map(([language, title]) => [
        language,
        { title, description: descriptionOf(pages[language as Language]) },
      ]),
    )
    let id = known
    if (id === undefined) {
      const visibility = (pages.ru ?? pages.en)?.visibility ?? 'public'
      id = (await createCategory(tx, actor, { parentId: parentId ?? null, visibility, texts }, now)).id
      made += 1
    } else if (work.mayPublish) {
      const before = await getCategory(tx, id)
      const isNews = Object.keys(group.pages).some((language) => !before.texts[language as Language])
      if (isNews)
        await updateCategory(
          tx,
          actor,
          id,
          { version: before.version, texts: { ...texts, ...before.texts } },
          now,
        )
    }
    there.set(group.source, id)
    await sql`insert into knowledge_source (root_id, source, category_id, import_id)
      values (${options.categoryId}, ${group.source}, ${id}, ${known === undefined ? importId : null})
      on conflict (coalesce(root_id, 0), source) do update set category_id = excluded.category_id`.execute(tx)
  }
  return { counts: { categories_made: made }, problems: [] }
}

async function readPages(
  { entries }: Work,
  group: CategoryGroup,
): Promise<Partial<Record<Language, Document>>> {
  const pages: Partial<Record<Language, Document>> = {}
  for (const [language, path] of Object.entries(group.pages)) {
    const entry = entries.get(path)
    if (entry) pages[language as Language] = readDocument(path, await entry.read())
  }
  return pages
}

/** What its page says in short: its summary, or its first paragraph. */
function descriptionOf(page: Document | undefined): string {
  if (!page) return ''
  const first = inside(page.html, 'p', 'first') ?? ''
  const text = page.summary || composedHtmlToText(first).replace(/\s+/g, ' ')
  return text.slice(0, 500).trim()
}
