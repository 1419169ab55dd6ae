import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { isAddressAllowed } from './outbound-address.ts'
import { faultOfUrl, type OutboundFailed, sendOutbound } from './outbound.ts'

const servers: Server[] = []
afterAll(() => servers.forEach((server) => server.close()))

/** A server on this machine; answers its port. */
async function listening(answer: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const bounds = { timeoutMs: 5000, maxBytes: 1000 }
const problemOf = (sending: Promise<unknown>) =>
  sending.then(
    () => 'answered',
    (error: OutboundFailed) => error.problem,
  )

test.each([
  ['8.8.8.8', true],
  ['2a00:1450:4010::8a', true],
  ['127.0.0.1', false],
  ['127.8.9.10', false],
  ['0.0.0.0', false],
  ['10.1.2.3', false],
  ['172.31.0.1', false],
  ['192.168.0.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::127.0.0.1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', true],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['2001:0:7f00:1::', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['fec0::1', false],
  ['ff02::1', false],
  ['nonsense', false],
])('%s is allowed: %s', (address, isAllowed) => {
  expect(isAddressAllowed(address, 'none')).toBe(isAllowed)
})

test('a network that the administrator has named is allowed, and no other', () => {
  const networks = ['10.0.0.0/8', '192.168.1.5', 'fd00::/8']
  for (const address of ['10.255.0.1', '::ffff:10.0.0.1', '192.168.1.5', 'fd12::1'])
    expect(isAddressAllowed(address, networks)).toBe(true)
  for (const address of ['127.0.0.1', '192.168.1.6', 'fe80::1'])
    expect(isAddressAllowed(address, networks)).toBe(false)
})

test.each([
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://[::1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://１２７.0.0.1/',
])('%s is this machine, however it is spelt', async (url) => {
  expect(faultOfUrl('none', url)).toBe('private_address')
  expect(await problemOf(sendOutbound('none', { url, ...bounds }))).toBe('private_address')
})

test('a name that leads to this machine is refused too', async () => {
  const port = await listening((_request, response) => response.end('secret'))
  const url = `http://localhost:${port}/`
  expect(await problemOf(sendOutbound('none', { url, plainHttp: 'public', ...bounds }))).toBe(
    'private_address',
  )
  const answer = await sendOutbound(['127.0.0.0/8', '::1'], { url, plainHttp: 'private', ...bounds })
  expect(answer.body.toString()).toBe('secret')
})

test('what is no web address, carries a password or goes without TLS is refused', () => {
  expect(faultOfUrl('none', 'ftp://a.example')).toBe('bad_address')
  expect(faultOfUrl('none', 'nonsense')).toBe('bad_address')
  expect(faultOfUrl('none', 'https://user:pass@a.example')).toBe('bad_address')
  expect(faultOfUrl('none', 'http://a.example')).toBe('insecure')
  expect(faultOfUrl('none', 'http://a.example', 'private')).toBe('insecure')
  expect(faultOfUrl(['10.0.0.0/8'], 'http://a.example', 'private')).toBeNull()
  expect(faultOfUrl('none', 'http://a.example', 'public')).toBeNull()
  expect(faultOfUrl('none', 'https://a.example')).toBeNull()
})

test('a redirect is an answer; followed only when asked, and then checked like the first address', async () => {
  const port = await listening((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: 'http://[::1]:9/' })
    else if (request.url === '/loop') response.writeHead(302, { location: '/loop' })
    else if (request.url === '/near') response.writeHead(302, { location: '/here' })
    response.end('body')
  })
  const at = (path: string, maxRedirects?: number) =>
    sendOutbound(['127.0.0.1'], {
      url: `http://127.0.0.1:${port}${path}`,
      plainHttp: 'private',
      ...bounds,
      ...(maxRedirects !== undefined && { maxRedirects }),
    })
  expect(await at('/near')).toMatchObject({ status: 302 })
  expect(await at('/near', 3)).toMatchObject({ status: 200, url: `http://127.0.0.1:${port}/here` })
  expect(await problemOf(at('/away', 3))).toBe('private_address')
  expect(await problemOf(at('/loop', 3))).toBe('too_many_redirects')
})

test('a body is read as far as it is wanted, a slow one as long as there is time', async () => {
  const port = await listening((request, response) => {
    if (request.url === '/huge') response.end('x'.repeat(1_000_000))
    else if (request.url === '/slow') response.write('beginning')
    else if (request.url === '/reset') response.destroy()
  })
  const at = (path: string, timeoutMs = 5000) =>
    sendOutbound('all', {
      url: `http://127.0.0.1:${port}${path}`,
      plainHttp: 'private',
      maxBytes: 1000,
      timeoutMs,
    })
  const huge = await at('/huge')
  expect([huge.body.length, huge.isCut]).toEqual([1000, true])
  const slow = await at('/slow', 300)
  expect([slow.status, slow.body.toString(), slow.isCut]).toEqual([200, 'beginning', true])
  expect(await problemOf(at('/silent', 300))).toBe('timeout')
  expect(await problemOf(at('/reset'))).toBe('cut_off')
})

test('a plain server behind https:// is told apart from one that is not there', async () => {
  const port = await listening((_request, response) => response.end())
  const at = (url: string) => problemOf(sendOutbound('all', { url, ...bounds }))
  expect(await at(`https://127.0.0.1:${port}/`)).toBe('tls')
  expect(await at('https://127.0.0.1:1/')).toBe('no_connection')
  expect(await at('https://nowhere.invalid/')).toBe('no_such_host')
})
