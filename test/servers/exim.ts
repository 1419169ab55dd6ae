import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { answers, freePort, idOf } from './dovecot.ts'
import { findProgram } from './programs.ts'

export interface Exim {
  port: number
  stop(): Promise<void>
}

/**
 * A real mail system in a temporary folder: letters for `domain` go to a Dovecot's LMTP, all others to a sink.
 * What the sink refuses comes back as Exim's own delivery report.
 */
export async function startExim(wishes: {
  domain: string
  lmtpPort: number
  sinkPort: number
}): Promise<Exim> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'otklik-exim-'))
  await chmod(home, 0o755)
  const user = await idOf('Debian-exim')
  for (const name of ['spool', 'log']) {
    await mkdir(path.join(home, name))
    await chown(path.join(home, name), user.uid, user.gid)
  }
  const port = await freePort()
  const config = path.join(home, 'exim.conf')
  await writeFile(config, configOf(home, port, wishes), { mode: 0o644 })
  const server = spawn(findProgram('exim4') ?? 'exim4', ['-C', config, '-bdf', '-q2s'], { stdio: 'ignore' })
  await answers(port)
  return {
    port,
    async stop() {
      const ended = once(server, 'exit')
      server.kill('SIGTERM')
      await ended
      // A letter on its way has a process of its own, which may write into the spool a moment longer.
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

function configOf(
  home: string,
  port: number,
  { domain, lmtpPort, sinkPort }: { domain: string; lmtpPort: number; sinkPort: number },
): string {
  return `
primary_hostname = mx.${domain}
spool_directory = ${home}/spool
log_file_path = ${home}/log/%s
pid_file_path = ${home}/spool/exim.pid
never_users = root
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
keep_environment =
tls_advertise_hosts =
host_lookup =
rfc1413_hosts =
acl_smtp_rcpt = accept
acl_smtp_data = accept

begin routers
desk:
  driver = manualroute
  domains = ${domain}
  transport = mailbox
  route_list = * 127.0.0.1
  self = send
others:
  driver = manualroute
  domains = ! ${domain}
  transport = sink
  route_list = * 127.0.0.1
  self = send

begin transports
mailbox:
  driver = smtp
  protocol = lmtp
  port = ${lmtpPort}
  allow_localhost
sink:
  driver = smtp
  port = ${sinkPort}
  allow_localhost

begin retry
* * F,1h,1s
`
}
