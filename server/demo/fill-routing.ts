import type { SkillLevel } from '#contract/routing.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import {
  createAbsence,
  createAgentStatus,
  createSkill,
  setSkillNeeds,
  setStatus,
  updateAgentSeat,
  updateRoutingPolicy,
} from '#server/routing/index.ts'
import type { DemoDesk } from './demo-desk.ts'
import type { AgentKey } from './people.ts'

const dayMs = 86_400_000

/**
 * How the demo hands out: the first line takes by hand, the others are given theirs. Somebody is at lunch and somebody
 * on holiday, so that the reasons on the tickets have something to tell. `now` is when the visitor comes.
 */
export async function fillRouting(
  tx: Tx,
  desk: Pick<DemoDesk, 'actors' | 'teamIds' | 'categoryIds' | 'language'>,
  now: Date,
): Promise<void> {
  const { actors, teamIds, language } = desk
  const { olga } = actors
  const skills = await makeSkills(tx, desk, now)
  const seat = (key: AgentKey, capacity: number | null, levels: SkillLevel[]) =>
    updateAgentSeat(tx, olga, actors[key].agentId, { capacity, skills: levels }, now)
  await seat('anna', null, [
    { skillId: skills.refunds, level: 4 },
    { skillId: skills.english, level: 3 },
  ])
  await seat('marina', 24, [{ skillId: skills.refunds, level: 2 }])
  await seat('timur', null, [{ skillId: skills.integrations, level: 5 }])
  await seat('dmitry', 6, [{ skillId: skills.integrations, level: 3 }])
  await seat('james', null, [{ skillId: skills.english, level: 5 }])

  const lunch = await createAgentStatus(
    tx,
    olga,
    { names: { ru: 'Обед', en: 'Lunch' }, meaning: 'away' },
    now,
  )
  await createAgentStatus(tx, olga, { names: { ru: 'Обучение', en: 'Training' }, meaning: 'offline' }, now)
  const online = await tx
    .selectFrom('agent_status')
    .select('id')
    .where('key', '=', 'online')
    .executeTakeFirstOrThrow()
  const say = (key: AgentKey, statusId: number) =>
    setStatus(tx, actors[key].agentId, { statusId, until: null }, actors[key].agentId, now)
  for (const key of ['anna', 'dmitry', 'marina'] as const) await say(key, online.id)
  await say('timur', lunch.id)
  // Whole days, as they are marked in Settings.
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  const holiday = {
    startsAt: new Date(today - 2 * dayMs).toISOString(),
    endsAt: new Date(today + 6 * dayMs).toISOString(),
    remark: language === 'ru' ? 'Отпуск' : 'Holiday',
  }
  await createAbsence(tx, olga, { agentId: actors.james.agentId, ...holiday }, now)

  const policy = (teamId: number, changes: Omit<Parameters<typeof updateRoutingPolicy>[3], 'version'>) =>
    updateRoutingPolicy(tx, olga, teamId, { ...changes, version: 0 }, now)
  await policy(teamIds.first, { method: 'manual', capacity: 16, nextBy: 'urgent' })
  await policy(teamIds.tech, {
    method: 'least_loaded',
    capacity: 12,
    remembersDays: 30,
    knownWaitMinutes: 20,
    takesBack: 'unanswered',
    takesBackMinutes: 30,
  })
  await policy(teamIds.returns, {
    method: 'skills',
    capacity: 12,
    overflowTeamId: teamIds.first,
    overflowMinutes: 45,
  })
  await policy(teamIds.accounts, { method: 'round_robin', capacity: 16, remembersDays: 90 })
}

async function makeSkills(
  tx: Tx,
  { actors: { olga }, categoryIds, language }: Pick<DemoDesk, 'actors' | 'categoryIds' | 'language'>,
  now: Date,
): Promise<Record<'refunds' | 'english' | 'integrations', number>> {
  const isRussian = language === 'ru'
  const make = async (name: string) => (await createSkill(tx, olga, name, now)).id
  const refunds = await make(isRussian ? 'Возвраты' : 'Refunds')
  const english = await make(isRussian ? 'Английский' : 'English')
  const integrations = await make(isRussian ? 'Интеграции' : 'Integrations')
  const need = (id: number, level: number, categoryId: number) =>
    setSkillNeeds(tx, olga, id, [{ level, categoryId, language: null }], now)
  await need(refunds, 2, categoryIds.returning)
  await need(integrations, 3, categoryIds.api)
  await setSkillNeeds(tx, olga, english, [{ level: 3, categoryId: null, language: 'en' }], now)
  return { refunds, english, integrations }
}
