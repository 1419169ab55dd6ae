import ipaddr from 'ipaddr.js'

/** Networks of one's own that requests may go into: none, all, or the ones listed (10.0.0.0/8, 192.168.1.5). */
export type PrivateNetworks = 'none' | 'all' | readonly string[]

/** The only block of IPv6 that is handed out to the internet. */
const globalUnicast = ipaddr.parseCIDR('2000::/3')

/**
 * Whether a request may go to an IP address: a public one, or one in a network the administrator has named. An
 * address of one protocol wrapped into the other (IPv4-mapped, 6to4, NAT64, Teredo) is looked at as what it leads to,
 * or refused.
 */
export function isAddressAllowed(address: string, networks: PrivateNetworks): boolean {
  if (networks === 'all') return ipaddr.isValid(address)
  if (!ipaddr.isValid(address)) return false
  const ip = ipaddr.process(address)
  return isPublic(ip) || (networks !== 'none' && networks.some((network) => lies(ip, network)))
}

/** Whether an IP address is one that the whole internet can reach. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && isPublic(ipaddr.process(address))
}

function isPublic(ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (ip.range() !== 'unicast') return false
  return ip.kind() === 'ipv4' || ip.match(globalUnicast)
}

function lies(ip: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [base, bits] = network.includes('/')
    ? ipaddr.parseCIDR(network)
    : ([ipaddr.process(network), undefined] as const)
  if (base.kind() !== ip.kind()) return false
  return ip.match(base, bits ?? (base.kind() === 'ipv4' ? 32 : 128))
}
