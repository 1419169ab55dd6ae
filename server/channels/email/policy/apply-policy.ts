import type { Tx } from '#server/platform/database/open-database.ts'
import { applyRule, followCustomerMessage, lockLiveTicket } from '#server/tickets/index.ts'
import { type Hearing, type Outcome, ignored } from '../receiving/letter-case.ts'
import { storable } from '../receiving/open-letter.ts'
import type { Thread } from '../threading/thread.ts'
import { factsOf } from './letter-facts.ts'
import { raiseAlert } from './raise-alert.ts'
import { type Ruling, runRules } from './run-rules.ts'

/** What the rules say of a letter; null when there are none or none holds. Costs no question to the database. */
export function ruleOn(
  { policy, opened, row, judgement, inbox, sizeBytes }: Hearing,
  isNew: boolean,
): Ruling | null {
  if (policy.rules.length === 0) return null
  const facts = factsOf({
    letter: opened.letter,
    inboxId: inbox.id,
    rcptTo: row.envelope.rcptTo ?? [],
    sizeBytes,
    kind: judgement.kind,
    authentication: row.authentication?.result ?? null,
  })
  const ruling = runRules(policy.rules, facts, { isNew })
  return ruling.matched.length > 0 ? ruling : null
}

/** A rule says that this is no ticket. The letter is kept, under the rule's name; a person may want it after all. */
export function refuseByRule({ isWanted }: Hearing, ruling: Ruling | null): Outcome | null {
  const { drop } = ruling?.actions ?? {}
  if (isWanted || !drop || !ruling?.decidedBy) return null
  const { id, name } = ruling.decidedBy
  return ignored(drop === 'spam' ? 'rule_spam' : 'rule_ignored', { rule: name, ruleId: id })
}

/** More new tickets of one sender than an hour may bring. */
export async function refuseFlood(
  tx: Tx,
  hearing: Hearing,
  thread: Thread | null,
  ruling: Ruling | null,
): Promise<Outcome | null> {
  const { policy, sender, isWanted, inbox, now } = hearing
  const address = sender.person?.address ?? ''
  if (isWanted || address === '' || ruling?.actions.isTrusted || policy.mayOpen(address)) return null
  if (thread && !(await isFollowedByNew(tx, hearing, thread))) return null
  await raiseAlert(
    tx,
    { kind: 'sender_flood', subject: storable(address.toLowerCase()), inboxId: inbox.id },
    now,
  )
  return ignored('sender_flood', { limit: policy.limits.newTicketsPerHour })
}

/** Whether the letter's ticket is closed, so that another one would follow it. Asked only above the limit. */
async function isFollowedByNew(
  tx: Tx,
  { judgement, inbox: { reopening }, now }: Hearing,
  thread: Thread,
): Promise<boolean> {
  const ticket = await lockLiveTicket(tx, thread.ticketId)
  const isAutomatic = judgement.kind === 'auto_reply'
  return (
    ticket !== null && followCustomerMessage(ticket, { isAutomatic, reopening }, now).kind === 'new_ticket'
  )
}

/** Does what the rules say with the ticket the letter went to, and notes them in the ledger. */
export async function carryOut(
  tx: Tx,
  { policy, sender, judgement, opened: { letter }, now }: Hearing,
  ruling: Ruling | null,
  outcome: Outcome,
): Promise<Outcome> {
  if (outcome.state === 'new_ticket' && sender.person) policy.noteOpened(sender.person.address)
  if (judgement.kind === 'auto_reply' && outcome.ticketId != null)
    policy.noteAutomatic(outcome.ticketId, letter.from?.address ?? '')
  if (!ruling || outcome.ticketId == null) return outcome
  const { actions, captures, matched } = ruling
  const names = matched.map((rule) => rule.name)
  const tags = actions.tags.map(storable)
  const values = actions.values.map(({ name, value }) => ({ name, value: storable(value) }))
  if (
    actions.teamId !== null ||
    actions.categoryId !== null ||
    actions.priority !== null ||
    tags.length > 0 ||
    values.length > 0
  )
    await applyRule(tx, outcome.ticketId, { ...actions, tags }, { rules: names, values }, now)
  return {
    ...outcome,
    detail: { ...outcome.detail, rules: names, ...(Object.keys(captures).length > 0 && { captures }) },
  }
}
