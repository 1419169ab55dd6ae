import type { RuleAction } from '#contract/rule-actions.ts'
import type { RuleCondition } from '#contract/rule-conditions.ts'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import type { Rule, RuleContent } from '#contract/rules.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { ruleRoutes, ruleTasks } from '#server/rules/index.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'

interface RuleWishes {
  name?: string
  triggers?: RuleTrigger[]
  conditions?: RuleCondition[]
  actions?: RuleAction[]
  isActive?: boolean
}

/** A desk with an administrator whose rules run when `work` is called. */
export async function ruleDesk() {
  const desk = await testApp((api, platform) => {
    const presence = openPresence(platform.database.db, platform.notices, platform.clock)
    api.addHook('onClose', async () => presence.stop())
    ticketRoutes(api, platform, presence)
    ruleRoutes(api, platform)
  })
  const { platform, db, ask } = desk
  const administrator = await buildAgent(db, { role: 'administrator', name: 'Olga' })
  const as = await signedIn(db, administrator)
  let count = 0

  /** What the route answers, or an error with the answer. */
  const must = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) => {
    const answer = await ask({ method, path, as, ...(body !== undefined && { body }) })
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  return {
    ...desk,
    as,
    administrator,
    must,
    /** Runs what rules have to do, and what that leads to. */
    work: () => drainJobs(platform.database.pool, ruleTasks(platform), platform.log),
    addRule: (wishes: RuleWishes = {}): Promise<Rule> =>
      must('POST', '/rules', {
        name: wishes.name ?? `Rule ${++count}`,
        isActive: wishes.isActive ?? true,
        content: contentOf(wishes),
      }),
    addTicket: async (wishes: Record<string, unknown> = {}): Promise<number> => {
      const body = {
        subject: 'A question',
        text: 'How does it work?',
        customer: { email: 'anna@customer.example' },
      }
      return (await must('POST', '/tickets', { ...body, ...wishes })).id as number
    },
    ticket: (id: number) => must('GET', `/tickets/${id}`),
    runs: (id: number) => must('GET', `/tickets/${id}/rule-runs`).then((page) => page.items.toReversed()),
    /** An agent changes the ticket, as it is now. */
    change: async (id: number, changes: Record<string, unknown>) => {
      const { version } = await must('GET', `/tickets/${id}`)
      return must('PATCH', `/tickets/${id}`, { version, ...changes })
    },
  }
}

export function contentOf({ triggers, conditions, actions }: RuleWishes): RuleContent {
  return {
    triggers: triggers ?? [{ on: 'ticket_created' }],
    conditions: { match: 'all', isNot: false, conditions: conditions ?? [] },
    actions: actions ?? [{ type: 'add_tags', tags: ['seen'] }],
  }
}
