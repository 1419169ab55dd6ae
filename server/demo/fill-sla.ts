import type { Priority } from '#contract/desk.ts'
import type { PriorityTargets, SlaPolicyInput, SlaTarget } from '#contract/sla.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { createPolicy } from '#server/sla/index.ts'
import type { DemoDesk } from './demo-desk.ts'
import { tags } from './desk-words.ts'

const hours = (count: number, time: SlaTarget['time'] = 'business'): SlaTarget => ({
  minutes: count * 60,
  time,
})

/** Hours for the first reply, the next one, news, the solution. */
function promises(
  table: Record<Priority, readonly [number, number, number, number]>,
  time: SlaTarget['time'] = 'business',
): SlaPolicyInput['targets'] {
  const of = ([first, next, update, solution]: readonly [
    number,
    number,
    number,
    number,
  ]): PriorityTargets => ({
    firstReply: hours(first, time),
    nextReply: hours(next, time),
    update: hours(update, time),
    solution: hours(solution, time),
  })
  return { low: of(table.low), medium: of(table.medium), high: of(table.high), critical: of(table.critical) }
}

/**
 * What the demo desk promises: more to those who buy in bulk, around the clock where the shop stands still, and something
 * to everybody. The tickets there are come under it as soon as the desk runs.
 */
export async function fillSla(tx: Tx, desk: DemoDesk, officeId: number, now: Date): Promise<void> {
  const isRussian = desk.language === 'ru'
  const usual: Omit<SlaPolicyInput, 'name' | 'conditions' | 'targets'> = {
    isActive: true,
    calendarId: officeId,
    stages: [],
    pausedIn: ['paused'],
    pausesWhenFrozen: true,
    pausedClocks: ['first_reply', 'next_reply', 'update', 'solution', 'stage'],
    onReopen: 'resume',
    warnings: [
      { kind: 'percent', percent: 80 },
      { kind: 'minutes', minutes: 15 },
    ],
  }
  const policies: SlaPolicyInput[] = [
    {
      ...usual,
      name: isRussian ? 'Магазин стоит' : 'The shop stands still',
      calendarId: null,
      conditions: [{ field: 'priority', operator: 'any_of', values: ['critical'] }],
      targets: promises(
        { low: [1, 2, 4, 24], medium: [1, 2, 4, 24], high: [1, 2, 4, 24], critical: [1, 2, 4, 24] },
        'calendar',
      ),
    },
    {
      ...usual,
      name: isRussian ? 'Бизнес' : 'Business',
      conditions: [
        {
          field: 'tag',
          operator: 'any_of',
          values: [tags.vip[desk.language], tags.wholesale[desk.language]],
        },
      ],
      targets: promises({
        low: [4, 8, 16, 40],
        medium: [2, 4, 16, 24],
        high: [1, 2, 8, 8],
        critical: [1, 1, 4, 8],
      }),
      stages: [{ teamId: desk.teamIds.first, target: hours(4) }],
    },
    {
      ...usual,
      name: isRussian ? 'Обычная' : 'Usual',
      conditions: [],
      targets: promises({
        low: [16, 24, 90, 180],
        medium: [8, 16, 63, 135],
        high: [4, 8, 45, 90],
        critical: [1, 2, 8, 16],
      }),
    },
  ]
  for (const policy of policies)
    await createPolicy(tx, desk.actors.olga, { policy, includesOpen: policy.conditions.length === 0 }, now)
}
