/** The tabs of the page, by their name in the address. */
export const routingParts = ['now', 'teams', 'people', 'skills', 'rules'] as const
export type RoutingPart = (typeof routingParts)[number]

export function isRoutingPart(value: unknown): value is RoutingPart {
  return routingParts.some((part) => part === value)
}
