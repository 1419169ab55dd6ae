/** Something that stands in an order the administrator chose. */
interface Placed {
  readonly id: number
  readonly position: number
}

/**
 * Who must get which position so that `id` moves one step up (-1) or down (+1) among `items`, given in their order.
 * Positions already in use are handed round, so that neighbours outside the list keep theirs.
 */
export function moveStep(
  items: readonly Placed[],
  id: number,
  by: -1 | 1,
): { id: number; position: number }[] {
  const from = items.findIndex((each) => each.id === id)
  const to = from + by
  const order = [...items]
  const [moved] = order.splice(from, 1)
  if (from < 0 || to < 0 || to >= items.length || !moved) return []
  order.splice(to, 0, moved)
  // Equal positions would make the order a matter of ids: every place gets one of its own.
  let last = -1
  const places = items.map((each) => (last = Math.max(last + 1, each.position)))
  return order.flatMap((each, at) => {
    const position = places[at] ?? at
    return position === each.position ? [] : [{ id: each.id, position }]
  })
}
