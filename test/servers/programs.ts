import { existsSync } from 'node:fs'
import path from 'node:path'

/** The path of a program, looked for where Debian puts servers too; null when it is not installed. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin']
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null
}

/** Why the tests with real mail servers do not run here; null when they do. Shown as the name of what is skipped. */
export function missingMailServers(): string | null {
  if (process.getuid?.() !== 0) return 'Dovecot and Exim are started as root only'
  const missing = ['dovecot', 'exim4'].filter((name) => findProgram(name) === null)
  if (missing.length === 0) return null
  return `${missing.join(' and ')} not installed: apt-get install dovecot-imapd dovecot-lmtpd exim4-daemon-light`
}
