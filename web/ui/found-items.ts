/** As it is compared: е for ё, small letters, Latin ones without their marks. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .normalize('NFD')
    .replace(/([a-z])\p{M}+/gu, '$1')
    .normalize('NFC')
}

/**
 * What is found by typing a part of its name, in three ranks, each in the order it had: names that begin so, then those
 * of which a word does, then those that hold it anywhere. What a server has found (`isFound`) it may have found by
 * something else, an address or another form of the word: it stays, behind the rest.
 */
export function foundItems<T extends { label: string }>(
  items: readonly T[],
  query: string,
  isFound = false,
): readonly T[] {
  const wanted = plain(query.trim())
  if (wanted === '') return items
  const rank = (label: string) => {
    const name = plain(label)
    if (name.startsWith(wanted)) return 0
    if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 1
    return name.includes(wanted) ? 2 : 3
  }
  return items
    .map((item) => ({ item, rank: rank(item.label) }))
    .filter((each) => isFound || each.rank < 3)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
