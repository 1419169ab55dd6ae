import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Skill, SkillNeed } from '#contract/routing.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { checkReferences } from '#server/tickets/index.ts'
import { planAllHandOuts } from './plan-hand-outs.ts'
import { mustSeeAllTeams } from './policy.ts'
import { routingChanged } from './routing-changed.ts'

const mostSkills = 200

interface Skills {
  items: Skill[]
  needs: SkillNeed[]
}

export async function listSkills(db: Db): Promise<Skills> {
  const { rows } = await sql<Skill>`
    select skill.id, skill.name, (select count(*) from agent_skill join agent on agent.id = agent_skill.agent_id
      where agent_skill.skill_id = skill.id and agent.is_active) as "agentCount"
    from skill where archived_at is null order by lower(name), id`.execute(db)
  const needs = await db
    .selectFrom('skill_need')
    .innerJoin('skill', 'skill.id', 'skill_need.skill_id')
    .select(['skill_id as skillId', 'level', 'category_id as categoryId', 'language'])
    .where('skill.archived_at', 'is', null)
    .orderBy('skill_need.id')
    .execute()
  return { items: rows, needs }
}

/** Ends with `already_exists` for a name that is taken. */
export async function createSkill(tx: Tx, actor: Actor, name: string, now: Date): Promise<Skill> {
  mustSeeAllTeams(actor)
  const { items } = await listSkills(tx)
  if (items.length >= mostSkills) fail('too_many_entries')
  refuseTaken(items, name)
  const { id } = await tx.insertInto('skill').values({ name }).returning('id').executeTakeFirstOrThrow()
  await routingChanged(tx, actor, 'skill.created', { skillId: id, name }, now)
  return { id, name, agentCount: 0 }
}

export async function updateSkill(tx: Tx, actor: Actor, id: number, name: string, now: Date): Promise<Skill> {
  mustSeeAllTeams(actor)
  await lockSkill(tx, id)
  const { items } = await listSkills(tx)
  refuseTaken(
    items.filter((skill) => skill.id !== id),
    name,
  )
  await tx.updateTable('skill').set({ name }).where('id', '=', id).execute()
  await routingChanged(tx, actor, 'skill.updated', { skillId: id, name }, now)
  return { ...found(items.find((skill) => skill.id === id)), name }
}

export async function archiveSkill(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  mustSeeAllTeams(actor)
  const { name } = await lockSkill(tx, id)
  await tx.deleteFrom('agent_skill').where('skill_id', '=', id).execute()
  await tx.deleteFrom('skill_need').where('skill_id', '=', id).execute()
  await tx.deleteFrom('ticket_need').where('skill_id', '=', id).execute()
  await tx.updateTable('skill').set({ archived_at: now }).where('id', '=', id).execute()
  await planAllHandOuts(tx)
  await routingChanged(tx, actor, 'skill.archived', { skillId: id, name }, now)
}

interface Need {
  level: number
  categoryId: number | null
  language: Language | null
}

/** Says anew which tickets need a skill; of two for the same category or language the higher level counts. */
export async function setSkillNeeds(
  tx: Tx,
  actor: Actor,
  id: number,
  needs: readonly Need[],
  now: Date,
): Promise<Skills> {
  mustSeeAllTeams(actor)
  const { name } = await lockSkill(tx, id)
  for (const { categoryId } of needs) await checkReferences(tx, { categoryId })
  const byPlace = new Map<string, Need>()
  for (const need of needs) {
    const place = `${need.categoryId} ${need.language}`
    if ((byPlace.get(place)?.level ?? 0) < need.level) byPlace.set(place, need)
  }
  await tx.deleteFrom('skill_need').where('skill_id', '=', id).execute()
  for (const { level, categoryId, language } of byPlace.values())
    await tx
      .insertInto('skill_need')
      .values({ skill_id: id, level, category_id: categoryId, language })
      .execute()
  await planAllHandOuts(tx)
  await routingChanged(tx, actor, 'skill.updated', { skillId: id, name, needs: [...byPlace.values()] }, now)
  return listSkills(tx)
}

function refuseTaken(items: readonly Skill[], name: string): void {
  if (items.some((skill) => skill.name.toLowerCase() === name.toLowerCase())) fail('already_exists')
}

async function lockSkill(tx: Tx, id: number): Promise<{ name: string }> {
  return found(
    await tx
      .selectFrom('skill')
      .select('name')
      .where('id', '=', id)
      .where('archived_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
  )
}
