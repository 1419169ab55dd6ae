import { lookup } from 'node:dns/promises'
import { domainToASCII } from 'node:url'
import type { PortalHostCheck } from '#contract/portal-settings.ts'

const patienceMs = 5000

/** Where a name leads and where the desk's own does. Only names are asked about: nothing is called. */
export async function checkHost(
  { publicUrl }: { publicUrl: string },
  { host }: { host: string },
): Promise<PortalHostCheck> {
  const { hostname, protocol } = new URL(publicUrl)
  const [addresses, deskAddresses] = await Promise.all([
    addressesOf(domainToASCII(host)),
    addressesOf(hostname),
  ])
  const isSame = deskAddresses !== 'unknown' && deskAddresses.some((one) => addresses.includes(one))
  return {
    host,
    state:
      addresses === 'unknown'
        ? 'unknown'
        : addresses.length === 0
          ? 'no_address'
          : isSame
            ? 'ready'
            : 'elsewhere',
    addresses: addresses === 'unknown' ? [] : addresses,
    deskHost: hostname,
    deskAddresses: deskAddresses === 'unknown' ? [] : deskAddresses,
    isHttps: protocol === 'https:',
  }
}

async function addressesOf(name: string): Promise<string[] | 'unknown'> {
  const late = new Promise<'unknown'>((resolve) => setTimeout(() => resolve('unknown'), patienceMs).unref())
  try {
    const found = await Promise.race([lookup(name, { all: true }), late])
    return found === 'unknown' ? found : [...new Set(found.map(({ address }) => address))].slice(0, 20)
  } catch (error) {
    // No such name, or a name without an address; anything else says only that nobody could be asked.
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : 'unknown'
  }
}
