/** What a change really changes: the new values, and under `before` the old ones. Null when it changes nothing. */
export function difference<T extends object>(
  before: T,
  changes: Partial<T>,
): (Partial<T> & { before: Partial<T> }) | null {
  const after: Partial<T> = {}
  const was: Partial<T> = {}
  for (const key of Object.keys(before) as (keyof T)[]) {
    if (changes[key] === undefined || JSON.stringify(changes[key]) === JSON.stringify(before[key])) continue
    after[key] = changes[key]
    was[key] = before[key]
  }
  return Object.keys(after).length === 0 ? null : { ...after, before: was }
}
