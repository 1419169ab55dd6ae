import { expect, test } from 'vitest'
import { Permission } from '#contract/permissions.ts'
import { slaRoutes } from '#server/sla/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn, withApiKey } from '#test/builders/agent.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'

/** What deadlines count and offer, and to whom; who may call which route is in test/access. */
const { db, ask, platform } = await testApp(slaRoutes)
const word = 'zebrafish'
const withoutReach = Permission.options.filter((permission) => permission !== 'ticket.read_all')
const desk = await slaDesk(platform, new Date().toISOString())
const secret = await buildTeam(db, { name: 'Secret', isIsolated: true })
const others = await buildTeam(db, { name: 'Others', isIsolated: true })
const policy = slaPolicy({ targets: everyPriority({ firstReply: aroundTheClock(60) }) })
const policyId = await desk.policy(policy)
desk.later(-180)
await desk.message({ teamId: secret.id, subject: `About a ${word}` })
const own = await desk.message({ teamId: others.id, subject: 'About a mackerel' })
desk.later(180)
await desk.follow()
const outsider = { id: (await buildAgent(db, { role: withoutReach, teamIds: [others.id] })).id }
const asOutsider = await signedIn(db, outsider)
const preview = { policyId, policy: null, includesOpen: false }

test('whoever it concerns reads the word', async () => {
  const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
  const answer = await ask({ method: 'POST', path: '/sla/preview', body: preview, as })
  expect(answer.body).toMatchObject({ looked: 2, overdueBefore: 2 })
  expect(JSON.stringify(answer.body)).toContain(word)
})

test('an agent of another team counts the tickets of the own team alone', async () => {
  const listed = await ask({ method: 'GET', path: '/sla/policies', as: asOutsider })
  expect(listed.body.items).toMatchObject([{ openTickets: 1, overdueTickets: 1 }])
  const asked = await ask({ method: 'POST', path: '/sla/preview', body: preview, as: asOutsider })
  expect(asked.body).toMatchObject({ looked: 1, touched: 1, examples: [{ ticketId: own }] })
})

test('to read a ticket, with a key, is not to see which policies there are to choose from', async () => {
  const path = `/tickets/${own}/clocks`
  const reading = await ask({ method: 'GET', path, as: await withApiKey(db, outsider, ['ticket.read']) })
  expect(reading.body).toMatchObject({ policy: { id: policyId }, choices: [] })
  expect((await ask({ method: 'GET', path, as: asOutsider })).body.choices).toMatchObject([{ id: policyId }])
})
