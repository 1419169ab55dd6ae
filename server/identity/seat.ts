import type { FastifyRequest } from 'fastify'

/** Where somebody sits while signing in. */
export interface Seat {
  ip: string
  userAgent: string
}

export function seatOf(request: FastifyRequest): Seat {
  return { ip: request.ip, userAgent: (request.headers['user-agent'] ?? '').slice(0, 300) }
}

/**
 * The network an address belongs to: whoever owns one IPv6 address owns its whole /64, and may guess from
 * each of them.
 */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped?.[1]) return mapped[1]
  if (!ip.includes(':')) return ip
  const [head = '', tail] = (ip.split('%')[0] ?? '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
