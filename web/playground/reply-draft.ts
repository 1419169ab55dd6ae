import type { WholeLetter } from '#contract/playground.ts'

export interface LetterDraft {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The letter it answers. */
  readonly inReplyTo: number | null
}

export const emptyDraft = (to: string): LetterDraft => ({ to, subject: '', text: '', inReplyTo: null })

/** An answer the way mail programs begin it: "Re:", and what was said behind ">". */
export function replyDraft(letter: WholeLetter, introduction: string): LetterDraft {
  const isOwn = letter.direction === 'sent'
  const quoted = letter.text
    .trim()
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd()))
    .join('\n')
  return {
    to: isOwn ? (letter.to[0]?.address ?? '') : letter.replyTo.address,
    subject: /^re:/i.test(letter.subject) ? letter.subject : `Re: ${letter.subject}`,
    text: `\n\n${introduction}\n${quoted}`,
    inReplyTo: letter.id,
  }
}
