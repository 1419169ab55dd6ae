import type { PersonAddress } from '#contract/common.ts'

/** What the outbox finds a letter by, in lower case; its columns' limits keep it short. */
export function outboxText(letter: {
  subject: string
  recipients: readonly PersonAddress[]
  messageId: string
}): string {
  const people = letter.recipients.slice(0, 50).map(({ address, name }) => `${name} ${address}`)
  return [letter.subject, ...people, letter.messageId].join(' ').toLowerCase().slice(0, 4000)
}
