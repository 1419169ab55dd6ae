import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createTransport } from 'nodemailer'
import { findProgram } from './programs.ts'

const run = promisify(execFile)

export interface Dovecot {
  imapPort: number
  lmtpPort: number
  /** Puts a letter into a mailbox as a mail system would. */
  deliver(to: string, raw: string | Buffer, from?: string): Promise<void>
  start(): Promise<void>
  /** Connections break, letters stay. */
  halt(): Promise<void>
  /** The next look at the mailbox finds new UIDs under a new UIDVALIDITY. */
  forgetUids(user: string): Promise<void>
  stop(): Promise<void>
}

export interface DovecotWishes {
  introspectUrl?: string
  /** `INBOX.`: every folder stands below INBOX. */
  prefix?: string
  /** What it says it can do; all it can unless told. */
  capabilities?: string
}

/**
 * A real Dovecot in a temporary folder: every user named in an address has a mailbox, the password is always
 * `secret`, and plus parts are accepted. With
 * `introspectUrl` (RFC 7662, the token goes at its end) it takes access tokens besides, by SASL XOAUTH2 as
 * Microsoft does: the token's account has to be the user.
 */
export async function startDovecot(wishes: DovecotWishes = {}): Promise<Dovecot> {
  const program = findProgram('dovecot') ?? ''
  const home = await mkdtemp(path.join(os.tmpdir(), 'otklik-dovecot-'))
  await chmod(home, 0o755)
  const mail = await idOf('mail')
  const folder = path.join(home, 'mail')
  await mkdir(folder)
  await chown(folder, mail.uid, mail.gid)
  const [imapPort, lmtpPort] = [await freePort(), await freePort()]
  const config = path.join(home, 'dovecot.conf')
  const { introspectUrl } = wishes
  const tokens = introspectUrl === undefined ? '' : tokensOf(home)
  await writeFile(config, configOf(home, imapPort, lmtpPort, wishes, tokens))
  if (introspectUrl !== undefined) await writeFile(path.join(home, 'oauth2.conf'), oauth2Of(introspectUrl))

  const start = async (): Promise<void> => {
    const server = spawn(program, ['-c', config], { stdio: 'ignore' })
    await once(server, 'exit')
    await Promise.all([answers(imapPort), answers(lmtpPort)])
  }
  const halt = async (): Promise<void> => {
    await run(findProgram('doveadm') ?? 'doveadm', ['-c', config, 'stop']).catch(() => undefined)
    await silent(imapPort)
  }
  await start()
  return {
    imapPort,
    lmtpPort,
    start,
    halt,
    async deliver(to, raw, from = 'somebody@customer.example') {
      const transport = createTransport({ host: '127.0.0.1', port: lmtpPort, lmtp: true, ignoreTLS: true })
      await transport.sendMail({ raw, envelope: { from, to } })
      transport.close()
    },
    async forgetUids(user) {
      // The index remembers dates by UID, so it goes too.
      const box = path.join(folder, user)
      const names = (await readdir(box)).filter((name) => name.startsWith('dovecot'))
      for (const name of names) await rm(path.join(box, name), { recursive: true, force: true })
    },
    async stop() {
      await halt()
      await rm(home, { recursive: true, force: true })
    },
  }
}

function oauth2Of(introspectUrl: string): string {
  return `
introspection_mode = get
introspection_url = ${introspectUrl}
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
`
}

/** Without the pauses that follow a refused sign-in: a test refuses on purpose. */
function tokensOf(home: string): string {
  return `
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${home}/oauth2.conf
}
`
}

function configOf(
  home: string,
  imapPort: number,
  lmtpPort: number,
  wishes: DovecotWishes,
  tokens: string,
): string {
  return `
protocols = imap lmtp
listen = 127.0.0.1
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
ssl = no
disable_plaintext_auth = no
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = 1
mail_location = maildir:${home}/mail/%u
recipient_delimiter = +
auth_username_format = %Ln
${tokens}passdb {
  driver = static
  args = password=secret
  mechanisms = plain login
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${home}/mail/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  prefix = ${wishes.prefix ?? ''}
  separator = .
  mailbox Sent {
    special_use = \\Sent
    auto = create
  }
}
${wishes.capabilities ? `imap_capability = ${wishes.capabilities}` : ''}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
`
}

export async function idOf(user: string): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((row) => row.startsWith(`${user}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

export async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  return port
}

/** Waits until somebody answers at the port. */
export async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await isOpen(port)) return
    await delay(25)
  }
  throw new Error(`nobody answers at port ${port}`)
}

async function silent(port: number): Promise<void> {
  while (await isOpen(port)) await delay(25)
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.once('connect', () => socket.destroy())
    socket.once('error', () => resolve(false))
    socket.once('close', (hadError) => resolve(!hadError))
  })
}
