import { generateKeyPairSync } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type { Resolve } from '#server/channels/email/authentication/name-resolver.ts'

interface SigningDomain {
  domain: string
  /** Names → records, as the world's DNS would hold them. */
  records: Record<string, string[]>
  /** PEM. */
  privateKey: string
  /** The letter with the domain's DKIM signature on top. */
  sign(raw: string, headerFieldNames?: string): Promise<string>
}

/** A domain with a DKIM key, an SPF record and a DMARC policy. */
export function buildSigningDomain(
  domain: string,
  { policy = 'reject', sendsFrom = '203.0.113.7' }: { policy?: string | null; sendsFrom?: string } = {},
): SigningDomain {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  return {
    domain,
    privateKey: pem,
    records: {
      [`TXT mail._domainkey.${domain}`]: [`v=DKIM1; k=rsa; p=${key}`],
      [`TXT ${domain}`]: [`v=spf1 ip4:${sendsFrom} -all`],
      ...(policy !== null && { [`TXT _dmarc.${domain}`]: [`v=DMARC1; p=${policy}`] }),
    },
    sign: async (raw, headerFieldNames) => {
      const transport = createTransport({
        streamTransport: true,
        buffer: true,
        newline: 'windows',
        dkim: { domainName: domain, keySelector: 'mail', privateKey: pem, headerFieldNames },
      })
      const { message } = await transport.sendMail({
        raw,
        envelope: { from: `a@${domain}`, to: `b@${domain}` },
      })
      // With `buffer` it is one; the types know of streams only.
      return Buffer.isBuffer(message) ? message.toString() : ''
    },
  }
}

/** Answers from these records; everything else does not exist. */
export function resolveFrom(...zones: Record<string, string[]>[]): Resolve {
  const records = new Map(zones.flatMap((zone) => Object.entries(zone)))
  return async (name, type) => {
    const found = records.get(`${type} ${name.toLowerCase()}`)
    if (!found) throw Object.assign(new Error(`no ${type} of ${name}`), { code: 'ENOTFOUND' })
    return type === 'TXT' ? found.map((text) => [text]) : found
  }
}
