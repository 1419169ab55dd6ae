import { readFileSync, statSync } from 'node:fs'
import { StartRefused } from '#server/platform/start-refused.ts'

/** The account PostgreSQL runs under. Empty: our own. */
export interface Identity {
  uid?: number
  gid?: number
}

/**
 * PostgreSQL refuses to run as root, and initdb looks its account up in /etc/passwd: for root the account that
 * owns the cluster already there is taken, else an existing unprivileged one, so that no user has to be created.
 */
export function pickIdentity(
  clusterDir: string,
  passwd = () => readFileSync('/etc/passwd', 'utf8'),
): Identity {
  const owner = statSync(clusterDir, { throwIfNoEntry: false })
  const own = process.getuid?.()
  if (own !== 0) {
    if (owner && owner.uid !== own) {
      throw new StartRefused(
        `The database in ${clusterDir} belongs to another account of this machine (uid ${owner.uid}). Start Otklik as that account or as root.`,
      )
    }
    return {}
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const lines = passwd()
  for (const name of ['postgres', 'nobody']) {
    const match = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(lines)
    if (match) return { uid: Number(match[1]), gid: Number(match[2]) }
  }
  throw new StartRefused(
    'Otklik runs as root, PostgreSQL must not, and neither "postgres" nor "nobody" is in /etc/passwd. Start Otklik as an ordinary user, or set DATABASE_URL.',
  )
}
