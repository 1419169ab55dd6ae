import type { RuleAction } from '#contract/rule-actions.ts'
import type { TicketFacts } from '../evaluate/facts.ts'

/** What a rule's actions would come to on a ticket as it was: nothing is touched. */
export interface Simulated {
  /** Each field that would differ as `[before, after]`, by its name in the history. */
  changes: Record<string, [unknown, unknown]>
  /** Everything that is no field of the ticket. */
  others: RuleAction[]
}

export function simulate(actions: readonly RuleAction[], ticket: TicketFacts): Simulated {
  const after = new Map<string, unknown>()
  const others: RuleAction[] = []
  for (const action of actions) {
    switch (action.type) {
      case 'set_status':
        after.set('statusId', action.statusId)
        break
      case 'set_priority':
        after.set('priority', action.priority)
        break
      case 'set_category':
        after.set('categoryId', action.categoryId)
        break
      case 'set_team':
        after.set('teamId', action.teamId)
        break
      case 'set_assignee':
        after.set('assigneeId', action.assigneeId)
        break
      case 'set_subject':
        after.set('subject', action.subject)
        break
      case 'set_field':
        after.set(`fields.${action.key}`, action.value)
        break
      case 'add_tags':
        after.set('tags', [...new Set([...tagsOf(after, ticket), ...action.tags])].toSorted())
        break
      case 'remove_tags':
        after.set(
          'tags',
          tagsOf(after, ticket).filter((tag) => !action.tags.includes(tag)),
        )
        break
      case 'stop':
        break
      default:
        others.push(action)
    }
  }
  const changes = [...after].flatMap(([field, value]) => {
    const before = valueOf(ticket, field)
    return JSON.stringify(before) === JSON.stringify(value) ? [] : [[field, [before, value]] as const]
  })
  return { changes: Object.fromEntries(changes) as Simulated['changes'], others }
}

function tagsOf(after: ReadonlyMap<string, unknown>, ticket: TicketFacts): string[] {
  const tags = after.get('tags')
  return Array.isArray(tags) ? tags.map(String) : [...ticket.tags]
}

function valueOf(ticket: TicketFacts, field: string): unknown {
  if (field.startsWith('fields.')) return ticket.fields[field.slice('fields.'.length)] ?? null
  const known: Record<string, unknown> = {
    statusId: ticket.statusId,
    priority: ticket.priority,
    categoryId: ticket.categoryId,
    teamId: ticket.teamId,
    assigneeId: ticket.assigneeId,
    subject: ticket.subject,
    tags: [...ticket.tags].toSorted(),
  }
  return known[field]
}
