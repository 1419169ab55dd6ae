import type { InboxSections } from '#contract/inbox-sections.ts'
import { withoutPlusPart } from '#server/channels/inbox-directory.ts'

/**
 * The address an answer leaves from: the one of the inbox the customer wrote to, or its own. `writtenTo` is where
 * the letter being answered went, the surest first. Never one the inbox has no more.
 */
export function answerAddress(
  inbox: { address: string },
  addressing: InboxSections['addressing'],
  writtenTo: readonly string[],
): string {
  if (addressing.answersFrom === 'main') return inbox.address
  const ours = new Set([inbox.address, ...addressing.aliases])
  for (const address of writtenTo) {
    for (let each: string | null = address.toLowerCase(); each !== null; each = withoutPlusPart(each)) {
      if (ours.has(each)) return each
    }
  }
  return inbox.address
}

/** Whether an answer asks to be answered at the ticket's keyed plus address. */
export function wantsPlusReplies(
  inbox: { receivesBy: string },
  { plusReplies }: InboxSections['addressing'],
): boolean {
  return plusReplies === 'auto' ? inbox.receivesBy === 'smtp' : plusReplies === 'always'
}
