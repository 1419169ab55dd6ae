import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** An address that something an administrator typed must not lead to. */
export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress'
  readonly code = 'EFORBIDDEN'
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/**
 * Where machines in a cloud keep their credentials, and what is no host at all. Private networks are not among them:
 * a company's own mail server and sign-in service stand there.
 */
const forbidden = new BlockList()
forbidden.addSubnet('0.0.0.0', 8, 'ipv4')
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addSubnet('224.0.0.0', 3, 'ipv4')
// Alibaba, Azure and Oracle keep theirs outside the link-local range.
forbidden.addAddress('100.100.100.200', 'ipv4')
forbidden.addAddress('168.63.129.16', 'ipv4')
forbidden.addAddress('192.0.0.192', 'ipv4')
forbidden.addAddress('::', 'ipv6')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addSubnet('ff00::', 8, 'ipv6')
forbidden.addAddress('fd00:ec2::254', 'ipv6')
forbidden.addAddress('fd20:ce::254', 'ipv6')
// 169.254.0.0/16 as a translator to IPv4 and as 6to4 write it.
forbidden.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
forbidden.addSubnet('2002:a9fe::', 32, 'ipv6')

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

export function isLoopback(address: string): boolean {
  return loopback.check(address, familyOf(address))
}

/** Throws for an address that nothing of ours is to be found at. */
export function refuseForbidden(address: string): void {
  if (forbidden.check(address, familyOf(address)))
    throw new ForbiddenAddress(`${address} is not a place for a mail server or a provider`)
}

/**
 * Rejects where a mail server's name leads to such an address. The name is asked again for the connection itself: what
 * could be won in between is a greeting that no such service speaks. A name that leads nowhere passes: whoever connects
 * says so.
 */
export async function refuseForbiddenHost(host: string): Promise<void> {
  const found = await lookup(host, { all: true }).catch(() => [])
  for (const { address } of found) refuseForbidden(address)
}
