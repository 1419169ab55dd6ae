import type { Language } from '#contract/common.ts'
import { type Actor, listRoles } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { createCategory, listStatuses, markRead } from '#server/tickets/index.ts'
import { categoryList, type CategoryKey, deskName } from './desk-words.ts'
import { fillArticles } from './fill-articles.ts'
import { fillCalendars } from './fill-calendars.ts'
import { fillChats } from './fill-chats.ts'
import { fillCustomers } from './fill-customers.ts'
import { fillFields, fillTicketCare } from './fill-fields.ts'
import { fillForms } from './fill-forms.ts'
import { fillMacros } from './fill-macros.ts'
import { fillRouting } from './fill-routing.ts'
import { fillLaterRules, fillRules, rulesFollow } from './fill-rules.ts'
import { fillSla } from './fill-sla.ts'
import { fillSurveys } from './fill-surveys.ts'
import { seatAgents } from './seat-agents.ts'
import type { DemoDesk } from './demo-desk.ts'
import { makeInboxes } from './demo-inboxes.ts'
import { performStep } from './perform-step.ts'
import { planStories } from './plan-stories.ts'
import { randomFrom } from './random.ts'

const dayMs = 86_400_000
const unreadForMs = 5 * 3_600_000

/**
 * Fills an empty desk with three weeks of work, by the operations that people use, in one transaction: a start
 * that is broken off leaves an empty desk, and never half a one. `now` is where the three weeks end.
 */
export async function fillDesk(
  platform: Platform,
  input: { language: Language; seed: number; now: Date; sinkPort: number },
): Promise<void> {
  const { language, seed, now, sinkPort } = input
  const opened = new Date(now.getTime() - 22 * dayMs)
  await inTransaction(platform.database.db, async (tx) => {
    const inPast = pastPlatform(platform, tx, opened)
    const { actors, teamIds } = await seatAgents(tx, inPast, {
      deskName: deskName[language],
      language,
      now: opened,
      roles: (await listRoles(tx)).items,
    })
    const officeId = await fillCalendars(tx, actors.olga, language, opened)
    const desk: DemoDesk = {
      platform,
      language,
      actors,
      teamIds,
      categoryIds: await makeCategories(tx, actors.olga, opened),
      inboxIds: await makeInboxes(tx, platform, { actors, teamIds, language }, sinkPort, opened),
      statusIds: await defaultStatuses(tx),
      customerIds: await fillCustomers(tx, actors.olga, opened),
      ticketIds: new Map(),
      firstLetters: new Map(),
    }
    await fillFields(tx, desk, opened)
    const random = randomFrom(seed + 1)
    const { refundsId } = await fillRules(tx, desk, opened)
    const follow = rulesFollow(tx)
    for (const step of planStories(now, seed, language)) {
      const then = pastPlatform(platform, tx, step.at)
      await performStep(tx, { ...desk, platform: then }, step, random)
      await follow(then)
    }
    await fillChats(tx, desk, now)
    await fillArticles(tx, desk, now)
    await fillForms(tx, desk, now)
    await fillTicketCare(tx, desk, now)
    await fillRouting(tx, desk, now)
    await fillMacros(tx, desk, seed, now)
    await fillSla(tx, desk, officeId, now)
    await fillLaterRules(tx, desk, { refundsId, officeId }, now)
    await fillSurveys(tx, desk, now)
    await markEarlierRead(tx, desk, new Date(now.getTime() - unreadForMs))
  })
}

/** The platform at another moment and inside a transaction: operations that take the platform join in. */
function pastPlatform(platform: Platform, tx: Tx, at: Date): Platform {
  return { ...platform, clock: { now: () => at }, database: { ...platform.database, db: tx } }
}

async function makeCategories(tx: Tx, actor: Actor, now: Date): Promise<Record<CategoryKey, number>> {
  const ids: Partial<Record<CategoryKey, number>> = {}
  for (const { key, names, parent } of categoryList()) {
    const parentId = parent === null ? null : (ids[parent] ?? null)
    ids[key] = (await createCategory(tx, actor, { parentId, names }, now)).id
  }
  return ids as Record<CategoryKey, number>
}

async function defaultStatuses(tx: Tx): Promise<DemoDesk['statusIds']> {
  const defaults = (await listStatuses(tx)).filter((status) => status.isDefault)
  return Object.fromEntries(defaults.map(({ category, id }) => [category, id])) as DemoDesk['statusIds']
}

/** What lay there before the last hours has been seen by everybody; a desk of nothing but news looks neglected. */
async function markEarlierRead(tx: Tx, desk: DemoDesk, before: Date): Promise<void> {
  const rows = await tx
    .selectFrom('ticket')
    .select(['id', 'last_post_id'])
    .where('is_open', '=', true)
    .where('last_activity_at', '<', before)
    .orderBy('id')
    .execute()
  for (const row of rows)
    for (const actor of Object.values(desk.actors)) await markRead(tx, actor, row.id, row.last_post_id)
}
