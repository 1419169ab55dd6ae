import { Readable } from 'node:stream'
import { domainToUnicode } from 'node:url'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { canonical } from '../encryption/entity.ts'
import { dkimSignature } from './dkim-signature.ts'
import type {} from './tables.ts'

const maxHeadBytes = 128 * 1024

/**
 * A letter's bytes with a DKIM signature of its From's domain before them; as they are where that domain has no key.
 * The last thing that is done to a letter: whatever changed a byte afterwards would break it.
 */
export async function signLetter(db: Db, secrets: Secrets, letter: Readable, now: Date): Promise<Readable> {
  const chunks = (letter as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  const head: Buffer[] = []
  let size = 0
  let isWhole = false
  while (!/\r?\n\r?\n/.test(Buffer.concat(head).toString('latin1')) && size < maxHeadBytes) {
    const next = await chunks.next()
    if (next.done) {
      isWhole = true
      break
    }
    const chunk = Buffer.from(next.value)
    head.push(chunk)
    size += chunk.length
  }
  async function* whole(): AsyncGenerator<Buffer> {
    yield* head
    if (!isWhole)
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  }
  const key = await signingKey(db, fromDomain(Buffer.concat(head).toString('utf8')))
  if (!key) return Readable.from(whole(), { objectMode: false })
  const parts: Buffer[] = []
  for await (const chunk of whole()) parts.push(Buffer.from(chunk))
  // Line ends as they will be on the wire.
  const bytes = canonical(Buffer.concat(parts))
  const { domain, selector } = key
  const signature = dkimSignature(bytes, { domain, selector, privateKey: secrets.decrypt(key.secrets) }, now)
  return Readable.from([Buffer.from(signature, 'latin1'), bytes], { objectMode: false })
}

/** The domain of the address in From; null where there is none to be sure of. */
function fromDomain(head: string): string | null {
  const [section = ''] = head.split(/\r?\n\r?\n/)
  const from = /^From:((?:.*)(?:\r?\n[ \t].*)*)/im.exec(section)?.[1] ?? ''
  return /@([\p{L}\p{N}.-]+)>?\s*$/u.exec(from)?.[1]?.toLowerCase() ?? null
}

/** The newest key of the domain that is on. */
async function signingKey(db: Db, domain: string | null) {
  if (domain === null) return null
  return (
    db
      .selectFrom('dkim_key')
      .select(['domain', 'selector', 'secrets'])
      // As in DNS and as it is written: a domain in another alphabet is kept as people typed it.
      .where('domain', 'in', [domain, domainToUnicode(domain)])
      .where('is_on', '=', true)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
  )
}
