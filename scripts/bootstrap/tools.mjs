import { existsSync } from 'node:fs'
import path from 'node:path'

/** Programs outside npm that some tests run against, and how they are found and installed. */
export const tools = [
  {
    name: 'Chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium'],
    tests: 'browser journeys (test/journeys)',
  },
  {
    name: 'Dovecot',
    programs: ['dovecot'],
    packages: ['dovecot-imapd', 'dovecot-lmtpd'],
    tests: 'letters through a real IMAP server (test/mail)',
  },
  {
    name: 'Exim',
    programs: ['exim4', 'exim'],
    packages: ['exim4-daemon-light'],
    tests: 'letters through a real mail server (test/mail)',
  },
]

/** Daemons live in sbin, which ordinary users seldom have on PATH. */
const folders = [
  ...(process.env['PATH'] ?? '').split(path.delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/sbin',
]

/**
 * Where each tool is, by name; absent tools are absent.
 * @returns {Map<string, string>}
 */
export function findTools() {
  const found = new Map()
  for (const { name, programs } of tools) {
    const places = programs.flatMap((program) => folders.map((folder) => path.join(folder, program)))
    const place = places.find((each) => existsSync(each))
    if (place) found.set(name, place)
  }
  return found
}

/**
 * What is not there, with the command that would bring it.
 * @param {Map<string, string>} found
 */
export function missingTools(found) {
  return tools
    .filter(({ name }) => !found.has(name))
    .map(({ name, packages, tests }) => ({
      name,
      packages,
      tests,
      command: `on Debian or Ubuntu: sudo apt-get install -y ${packages.join(' ')}`,
    }))
}
