/** Whether a slash behind this text asks for a macro: not within a word or an address, where a slash is a slash. */
export function mayBeCommand(before: string | null): boolean {
  return before !== null && /(?:^|\s)$/.test(before)
}
