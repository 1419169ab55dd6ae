import DKIM from 'nodemailer/lib/dkim'
import { PassThrough, Readable } from 'node:stream'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import type {} from './tables.ts'

const maxHeadBytes = 128 * 1024

/**
 * A letter's bytes with a DKIM signature of its From's domain before them; as they are where that domain has no key.
 * The last thing that is done to a letter: whatever changed a byte afterwards would break it.
 */
export async function signLetter(db: Db, secrets: Secrets, letter: Readable): Promise<Readable> {
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
  const source = Readable.from(whole(), { objectMode: false })
  const key = await signingKey(db, fromDomain(Buffer.concat(head).toString('utf8')))
  if (!key) return source
  const dkim = new DKIM({
    domainName: key.domain,
    keySelector: key.selector,
    privateKey: secrets.decrypt(key.secrets),
  })
  const signed = dkim.sign(source)
  // nodemailer does not pass a broken source on, and would end the letter as if it were whole.
  const out = new PassThrough()
  source.once('error', (error) => out.destroy(error))
  signed.once('error', (error) => out.destroy(error))
  return signed.pipe(out)
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
  return db
    .selectFrom('dkim_key')
    .select(['domain', 'selector', 'secrets'])
    .where('domain', '=', domain)
    .where('is_on', '=', true)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}
