import { afterAll, expect, test } from 'vitest'
import { startNameServer } from '#test/servers/name-server.ts'
import { createResolve, until } from './name-resolver.ts'

const server = await startNameServer({ 'customer.example': 'v=spf1 -all' })
afterAll(() => server.stop())
const clock = { now: 0 }
const resolve = createResolve({ servers: [server.address], timeoutMs: 200, now: () => clock.now })
const askedFor = (name: string) => server.asked.filter((one) => one === name).length

test('a question is asked once while its answer is fresh, also when it is asked twice at the same time', async () => {
  const both = await Promise.all([resolve('customer.example', 'TXT'), resolve('Customer.example', 'TXT')])
  expect(both).toEqual([[['v=spf1 -all']], [['v=spf1 -all']]])
  await resolve('customer.example', 'TXT')
  expect(askedFor('customer.example')).toBe(1)
  clock.now += 6 * 60_000
  await resolve('customer.example', 'TXT')
  expect(askedFor('customer.example')).toBe(2)
})

test('that there is nothing is remembered, and so, more briefly, is silence', async () => {
  await expect(resolve('nobody.example', 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  await expect(resolve('nobody.example', 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  expect(askedFor('nobody.example')).toBe(1)
  server.silent.add('mute.example')
  await expect(resolve('mute.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' })
  const asked = askedFor('mute.example')
  await expect(resolve('mute.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' })
  expect(askedFor('mute.example')).toBe(asked)
  server.silent.delete('mute.example')
  clock.now += 16_000
  await expect(resolve('mute.example', 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' })
})

test('whoever has no more time gets a timeout at once', async () => {
  const deadline = new AbortController()
  const never = until(() => new Promise(() => undefined), deadline.signal)
  const waiting = never('customer.example', 'TXT')
  deadline.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'ETIMEOUT' })
  await expect(never('customer.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' })
})
