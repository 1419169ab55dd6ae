/** `1256`, `HD-1256`, `hd1256`, `#1256`, `№ 1256` → 1256; null when it is not a ticket number. */
export function ticketNumber(text: string, prefix: string): number | null {
  const bare = text.trim().toLocaleLowerCase()
  const ours = prefix.toLocaleLowerCase()
  const rest = bare.startsWith(ours) ? bare.slice(ours.length) : bare
  const digits = /^[\s#№-]*(\d{1,15})$/.exec(rest)?.[1]
  return digits && Number(digits) > 0 ? Number(digits) : null
}
