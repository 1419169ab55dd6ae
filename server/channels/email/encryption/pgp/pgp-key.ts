import { type Gpg, withGpg } from './run-gpg.ts'

/** An OpenPGP key as gpg lists it. */
export interface PgpKeyFacts {
  /** Of the primary key, upper-case hexadecimal. */
  fingerprint: string
  name: string
  addresses: string[]
  validFrom: Date
  expiresAt: Date | null
  isRevoked: boolean
  mayEncrypt: boolean
  maySign: boolean
  /** Armored, without secrets. */
  publicPart: string
}

/**
 * The keys in an armored text, or in several: copies of one key are joined, so that the newest life and every
 * revocation count. With `isSecret` the key must be a secret one that the passphrase opens: a signature
 * is made to be sure. Empty when the text holds no key of the wanted kind or the passphrase is wrong.
 */
export function readPgpKeys(
  armored: string | readonly string[],
  secret?: { passphrase: string },
): Promise<PgpKeyFacts[]> {
  return withGpg(async (gpg) => {
    // One by one, so that a broken copy does not take the others with it.
    for (const each of [armored].flat()) await gpg(['--import'], Buffer.from(each))
    const list = await gpg([
      '--with-colons',
      '--fixed-list-mode',
      secret ? '--list-secret-keys' : '--list-keys',
    ])
    const keys = parseListing(list.output.toString()).slice(0, 20)
    const read: PgpKeyFacts[] = []
    for (const key of keys) {
      if (secret && !(await opens(gpg, key.fingerprint, secret.passphrase))) continue
      const exported = await gpg([
        '--armor',
        '--export-options',
        'export-minimal',
        '--export',
        key.fingerprint,
      ])
      read.push({ ...key, publicPart: exported.output.toString() })
    }
    return read
  })
}

async function opens(gpg: Gpg, fingerprint: string, passphrase: string): Promise<boolean> {
  const signed = await gpg(['--local-user', fingerprint, '--detach-sign'], Buffer.from('test'), passphrase)
  return signed.isSuccess
}

/** The colon listing (GnuPG's doc/DETAILS): pub or sec, then fpr, uid and sub lines. Pure. */
export function parseListing(listing: string): Omit<PgpKeyFacts, 'publicPart'>[] {
  const keys: Omit<PgpKeyFacts, 'publicPart'>[] = []
  let current: Omit<PgpKeyFacts, 'publicPart'> | undefined
  for (const line of listing.split('\n')) {
    const fields = line.split(':')
    const [kind, validity] = fields
    if (kind === 'pub' || kind === 'sec') {
      // Capital letters: what the key can do with all its parts that are in force.
      const abilities = fields[11] ?? ''
      current = {
        fingerprint: '',
        name: '',
        addresses: [],
        validFrom: instant(fields[5]) ?? new Date(0),
        expiresAt: instant(fields[6]),
        isRevoked: validity === 'r',
        mayEncrypt: abilities.includes('E') || (validity === 'e' && abilities.includes('e')),
        maySign: abilities.includes('S'),
      }
      keys.push(current)
    } else if (current && kind === 'fpr' && current.fingerprint === '') current.fingerprint = fields[9] ?? ''
    else if (current && kind === 'uid' && validity !== 'r') addName(current, decodeField(fields[9] ?? ''))
  }
  return keys.filter((key) => key.fingerprint !== '')
}

function addName(key: { name: string; addresses: string[] }, userId: string): void {
  const [, name = '', address] = /^(.*?)\s*<([^<>\s]+@[^<>\s]+)>\s*$/.exec(userId) ?? ['', userId]
  const bare = address ?? (/^\S+@\S+$/.test(userId) ? userId : undefined)
  key.name ||= (name || bare || '').slice(0, 300)
  if (bare && key.addresses.length < 50) key.addresses.push(bare.toLowerCase())
}

/** gpg writes colons and bytes outside its charset as \x3a. */
function decodeField(field: string): string {
  const bytes = field.replace(/\\x([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return field === bytes ? field : Buffer.from(bytes, 'latin1').toString()
}

function instant(seconds: string | undefined): Date | null {
  return seconds && /^\d+$/.test(seconds) && Number(seconds) > 0 ? new Date(Number(seconds) * 1000) : null
}
