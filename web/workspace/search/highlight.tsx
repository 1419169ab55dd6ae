/** Marks ranges [from, to) of a text; ranges may come unsorted, overlap, or reach past the end. */
export function Highlight({
  text,
  ranges,
}: {
  text: string
  ranges: readonly (readonly [number, number])[]
}) {
  return (
    <>
      {pieces(text, ranges).map((piece, index) =>
        piece.isMarked ? (
          <mark key={index} className="bg-transparent font-semibold text-accent">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </>
  )
}

export function pieces(
  text: string,
  ranges: readonly (readonly [number, number])[],
): { text: string; isMarked: boolean }[] {
  const found: { text: string; isMarked: boolean }[] = []
  let at = 0
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const start = Math.max(at, Math.min(from, text.length))
    const end = Math.min(to, text.length)
    if (end <= start) continue
    if (start > at) found.push({ text: text.slice(at, start), isMarked: false })
    found.push({ text: text.slice(start, end), isMarked: true })
    at = end
  }
  if (at < text.length) found.push({ text: text.slice(at), isMarked: false })
  return found
}
