import type { Recipient, Recipients } from '#contract/sending.ts'
import type { ChosenRecipients } from '#contract/tickets.ts'

export const fields = ['to', 'cc', 'bcc'] as const
export type RecipientField = (typeof fields)[number]

/** Their addresses, as a reply names them. */
export function addressesOf(people: Recipients): ChosenRecipients {
  const list = (field: RecipientField) => people[field].map((each) => each.address)
  return { to: list('to'), cc: list('cc'), bcc: list('bcc') }
}

/** One text for one set: two sets are the same when their texts are. */
export function setKey(people: ChosenRecipients): string {
  return JSON.stringify(fields.map((field) => people[field].map((each) => each.toLowerCase()).toSorted()))
}

export interface Concern {
  /** Never had part in the conversation. */
  readonly added: readonly Recipient[]
  /** Would usually get the reply, and will not. */
  readonly removed: readonly { address: string; name: string }[]
  readonly blocked: readonly Recipient[]
  readonly mistyped: readonly Recipient[]
}

/** What the agent is asked about before the reply goes; null when there is nothing to ask. */
export function concernOf(people: Recipients): Concern | null {
  const all = fields.flatMap((field) => people[field])
  const concern = {
    added: all.filter((each) => each.isNew),
    removed: people.removed,
    blocked: all.filter((each) => each.blocked !== null),
    mistyped: all.filter((each) => each.suggestion !== null),
  }
  return Object.values(concern).some((list) => list.length > 0) ? concern : null
}

/** Why a letter cannot go to this set at all; null when it can. */
export function obstacleOf(people: Recipients): 'nobody' | 'ours' | null {
  if (people.to.length === 0) return 'nobody'
  return fields.some((field) => people[field].some((each) => each.standing === 'ours')) ? 'ours' : null
}
