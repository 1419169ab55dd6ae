import { expect, test } from 'vitest'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { identityRoutes } from './index.ts'

const { ask, db } = await testApp((api, platform) =>
  identityRoutes(api, platform, { hasOpenTickets: async () => false }),
)
const [one, two] = [
  await buildAgent(db, { role: 'administrator', name: 'Иван' }),
  await buildAgent(db, { role: 'administrator', name: 'Ольга' }),
]
const as = await signedIn(db, one)

test('what administrators did, newest first, page by page, for one or for all', async () => {
  const asTwo = await signedIn(db, two)
  for (let i = 0; i < 5; i++) await ask({ method: 'POST', path: '/teams', as, body: { name: `Team ${i}` } })
  await ask({ method: 'POST', path: '/teams', as: asTwo, body: { name: 'Ольги' } })

  const names: string[] = []
  let cursor = ''
  let pages = 0
  do {
    const page = (await ask({ method: 'GET', path: `/audit?limit=2${cursor}`, as })).body
    names.push(...page.items.map((entry: { data: { name: string } }) => entry.data.name))
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
    pages++
  } while (cursor !== '')
  expect(names).toEqual(['Ольги', 'Team 4', 'Team 3', 'Team 2', 'Team 1', 'Team 0'])
  expect(pages).toBe(3)

  const mine = (await ask({ method: 'GET', path: `/audit?agentId=${two.id}`, as })).body
  expect(mine.items).toMatchObject([
    { type: 'team.created', actor: { kind: 'agent', id: two.id, name: 'Ольга' }, data: { name: 'Ольги' } },
  ])
  expect(mine.nextCursor).toBeNull()
})
