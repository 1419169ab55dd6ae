import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, builtPassword, signedIn, signIn, withApiKey } from '#test/builders/agent.ts'
import { type Actor, actorOf, identityRoutes, watchRevocations } from './index.ts'
import { revoke } from './revocations.ts'

const actors: Actor[] = []
const { app, ask, db, platform } = await testApp((api, ground) => {
  api.addHook('preHandler', async (request) => {
    if (request.caller) actors.push(actorOf(request))
  })
  identityRoutes(api, ground, { hasOpenTickets: async () => false })
})
const administrator = await signedIn(db, await buildAgent(db, { role: 'administrator' }))

async function actorFor(as: Record<string, string>): Promise<Actor> {
  await ask({ method: 'GET', path: '/session', as })
  const actor = actors.at(-1)
  if (!actor) throw new Error('nobody came in')
  return actor
}

/** Which of these actors' connections would be closed by what `work` does. */
async function closedBy(work: () => Promise<unknown>, candidates: Actor[]): Promise<Actor[]> {
  const closed = new Set<Actor>()
  const stop = watchRevocations(platform.notices, (isConcerned) => {
    for (const actor of candidates) if (isConcerned(actor)) closed.add(actor)
  })
  const done = Promise.withResolvers<void>()
  const stopListening = platform.notices.listen(({ topic }) => topic === 'test.done' && done.resolve())
  await work()
  // Notices arrive in the order of their commits.
  await notify(db, { topic: 'test.done' })
  await done.promise
  stop()
  stopListening()
  return candidates.filter((actor) => closed.has(actor))
}

test('whose rights end or change, and nobody else, is told in every process', async () => {
  const [agent, bystander] = [await buildAgent(db), await buildAgent(db, { role: 'lead' })]
  const here = await signIn(app, agent)
  const elsewhere = await signIn(app, agent)
  const first = await actorFor(here)
  const second = await actorFor(elsewhere)
  const key = await actorFor(await withApiKey(db, agent, ['ticket.read']))
  const other = await actorFor(await signedIn(db, bystander))
  const all = [first, second, key, other]

  const next = { current: builtPassword, next: 'a new password' }
  const changePassword = () => ask({ method: 'PATCH', path: '/session', as: here, body: { password: next } })
  expect(await closedBy(changePassword, all)).toEqual([second, key])
  expect(await closedBy(() => ask({ method: 'DELETE', path: '/session', as: here }), all)).toEqual([first])
  const revokeKey = () => ask({ method: 'DELETE', path: `/api-keys/${key.apiKeyId}`, as: administrator })
  expect(await closedBy(revokeKey, all)).toEqual([key])
  const putOut = () =>
    ask({ method: 'PATCH', path: `/agents/${agent.id}`, as: administrator, body: { isActive: false } })
  expect(await closedBy(putOut, all)).toEqual([first, second, key])
  const changeRole = () =>
    ask({ method: 'PATCH', path: `/roles/${bystander.roleId}`, as: administrator, body: { permissions: [] } })
  expect(await closedBy(changeRole, all)).toEqual([other])
})

test('more agents than a notice can name are told as everybody', async () => {
  const actor = await actorFor(administrator)
  const agentIds = Array.from({ length: 2000 }, (_, i) => 1_000_000 + i)
  expect(await closedBy(() => inTransaction(db, (tx) => revoke(tx, { agentIds })), [actor])).toEqual([actor])
})
