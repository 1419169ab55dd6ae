import { describe, expect, test } from 'vitest'
import { Permission } from '#contract/permissions.ts'
import type { Route } from '#contract/route.ts'
import type { TestApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'

type AnyRoute = Route<unknown, unknown, unknown>

function isRoute(value: unknown): value is AnyRoute {
  return typeof value === 'object' && value !== null && 'path' in value && 'access' in value
}

/**
 * Asks every route of a contract module what it says to a stranger (401), and to an agent who holds every
 * permission but the one it wants (403). Such requests are refused before the input is looked at, so none is
 * needed.
 */
export function describeRefusals(contract: Record<string, unknown>, { ask, db }: TestApp): void {
  const routes = Object.entries(contract).filter((entry): entry is [string, AnyRoute] => isRoute(entry[1]))
  const concretePath = (route: AnyRoute) => route.path.replaceAll(/:\w+/g, '1')

  describe('nobody uncalled for comes in', () => {
    test.each(routes.filter(([, route]) => route.access !== 'public'))('%s: 401', async (_, route) => {
      const answer = await ask({ method: route.method, path: concretePath(route) })
      expect(answer.status).toBe(401)
      expect(answer.body.error.name).toBe('not_signed_in')
    })

    const guarded = routes.filter(([, { access }]) => access !== 'public' && access !== 'signed-in')
    test.each(guarded)('%s: 403', async (_, route) => {
      const role = Permission.options.filter((permission) => permission !== route.access)
      const as = await signedIn(db, await buildAgent(db, { role }))
      const answer = await ask({ method: route.method, path: concretePath(route), as })
      expect(answer.status).toBe(403)
      expect(answer.body.error.name).toBe('not_allowed')
    })
  })
}
