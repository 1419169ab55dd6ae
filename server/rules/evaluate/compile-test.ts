import type { NumberField, RuleTest, YesNoField } from '#contract/rule-conditions.ts'
import { compileCustom } from './compile-custom.ts'
import { compileText } from './compile-text.ts'
import type { Facts, Need, Needs } from './facts.ts'
import { type Ask, no, whether } from './verdict.ts'

type Of<F extends RuleTest['field']> = Extract<RuleTest, { field: F }>

const hourMs = 3_600_000

/** Makes one test ready and adds what it reads to the needs. The turning round (`isNot`) is the caller's. */
export function compileTest(test: RuleTest, needs: Needs): Ask {
  switch (test.field) {
    case 'status':
    case 'category':
    case 'team':
    case 'assignee':
    case 'inbox':
    case 'customer':
    case 'organization':
      return compileChoice(test, needs)
    case 'status_category':
      return among(test.values, ({ ticket }) => ticket.statusCategory)
    case 'priority':
      return among(test.values, ({ ticket }) => ticket.priority)
    case 'source':
      return among(test.values, ({ ticket }) => ticket.source)
    case 'language':
      needs.parts.add('customer')
      return among(test.values, ({ customer }) => customer.language)
    case 'done_by':
      return ({ occasion }) => whether(test.values.some((value) => occasion.doneBy.includes(value)))
    case 'tags':
      return compileTags(test)
    case 'working_time': {
      const { calendarId } = test
      needs.calendars.add(calendarId)
      return ({ workingNow }) => whether(workingNow.get(calendarId) === true)
    }
    case 'custom':
      return compileCustom(test, needs)
    case 'age_hours':
    case 'waiting_hours':
    case 'idle_hours':
    case 'message_count':
    case 'reply_count':
    case 'file_count':
    case 'score':
      return compileNumber(test, needs)
    case 'is_first_message':
    case 'is_first_ticket':
    case 'is_automatic':
    case 'has_files':
    case 'is_frozen':
    case 'is_overdue':
    case 'is_waiting':
    case 'is_rated':
    case 'is_rated_good':
    case 'is_rated_low':
      return compileYesNo(test.field, needs)
    default:
      return compileText(test, needs)
  }
}

function among<T>(values: readonly T[], value: (facts: Facts) => T): Ask {
  const wanted = new Set(values)
  return (facts) => whether(wanted.has(value(facts)))
}

function compileChoice(
  test: Of<'status' | 'category' | 'team' | 'assignee' | 'inbox' | 'customer' | 'organization'>,
  needs: Needs,
): Ask {
  const { field, values } = test
  if (field === 'category') {
    needs.parts.add('categories')
    const wanted = new Set(values)
    return ({ ticket, categoryLine }) =>
      whether(ticket.categoryId === null ? wanted.has(null) : categoryLine.some((id) => wanted.has(id)))
  }
  if (field === 'organization' || field === 'customer') needs.parts.add('customer')
  const value: Record<typeof field, (facts: Facts) => number | null> = {
    status: ({ ticket }) => ticket.statusId,
    team: ({ ticket }) => ticket.teamId,
    assignee: ({ ticket }) => ticket.assigneeId,
    inbox: ({ ticket }) => ticket.inboxId,
    customer: ({ customer }) => customer.id,
    organization: ({ organization }) => organization?.id ?? null,
  }
  return among(values, value[field])
}

function compileTags({ match, values }: Of<'tags'>): Ask {
  const wanted = values.map((tag) => tag.toLowerCase())
  return ({ ticket }) => {
    const has = new Set(ticket.tags.map((tag) => tag.toLowerCase()))
    const found = wanted.filter((tag) => has.has(tag))
    return { isHeld: match === 'all' ? found.length === wanted.length : found.length > 0, words: found }
  }
}

const numberNeeds: Partial<Record<NumberField, Need>> = {
  message_count: 'counts',
  reply_count: 'counts',
  file_count: 'files',
}

function compileNumber({ field, operator, value }: Of<NumberField>, needs: Needs): Ask {
  const need = numberNeeds[field]
  if (need) needs.parts.add(need)
  const isMet = operator === 'above' ? (found: number) => found > value : (found: number) => found < value
  return (facts) => {
    const found = numberOf(field, facts)
    return found === null ? no : whether(isMet(found))
  }
}

function numberOf(field: NumberField, facts: Facts): number | null {
  const hoursSince = (at: Date): number => (facts.now.getTime() - at.getTime()) / hourMs
  const { ticket } = facts
  switch (field) {
    case 'age_hours':
      return hoursSince(ticket.createdAt)
    case 'waiting_hours':
      return ticket.waitingSince === null ? null : hoursSince(ticket.waitingSince)
    case 'idle_hours':
      return hoursSince(ticket.lastActivityAt)
    case 'message_count':
      return facts.messageCount
    case 'reply_count':
      return facts.replyCount
    case 'file_count':
      return facts.message?.fileNames.length ?? 0
    case 'score':
      return facts.rating?.score ?? null
  }
}

const yesNoNeeds: Partial<Record<YesNoField, Need>> = {
  is_first_message: 'message',
  is_automatic: 'message',
  has_files: 'files',
  is_first_ticket: 'first_ticket',
}

function compileYesNo(field: YesNoField, needs: Needs): Ask {
  const need = yesNoNeeds[field]
  if (need) needs.parts.add(need)
  const ask: Record<YesNoField, (facts: Facts) => boolean> = {
    is_first_message: ({ message }) => message?.isFirst === true,
    is_first_ticket: ({ isFirstTicket }) => isFirstTicket,
    is_automatic: ({ message }) => message?.isAutomatic === true,
    has_files: ({ message }) => (message?.fileNames.length ?? 0) > 0,
    is_frozen: ({ ticket }) => ticket.frozenUntil !== null,
    is_overdue: ({ ticket, now }) => ticket.dueAt !== null && ticket.dueAt <= now,
    is_waiting: ({ ticket }) => ticket.waitingSince !== null,
    is_rated: ({ rating }) => rating !== null,
    is_rated_good: ({ rating }) => rating?.isGood === true,
    is_rated_low: ({ rating }) => rating?.isLow === true,
  }
  return (facts) => whether(ask[field](facts))
}
