import type { FastifyRequest } from 'fastify'
import type {} from '@fastify/cookie'
import { isTimeZone } from '#server/platform/time-zones.ts'

/** A script of the portal writes the reader's zone into it. It says how moments are shown and decides nothing else. */
const zoneCookie = 'otklik_zone'
const known = new Map<string, boolean>()

/** The zone a reader's browser named; null where it named none that there is. */
export function zoneOf({ cookies }: Pick<FastifyRequest, 'cookies'>): string | null {
  const zone = cookies[zoneCookie] ?? ''
  if (!/^[A-Za-z][\w+-]{1,30}(\/[\w+-]{1,30}){0,2}$/.test(zone)) return null
  // Anybody may name thousands that there are not: only what there is is remembered.
  const isThere = known.get(zone) ?? isTimeZone(zone)
  if (isThere) known.set(zone, true)
  return isThere ? zone : null
}
