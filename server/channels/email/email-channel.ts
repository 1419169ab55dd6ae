import type { Channel, Running } from '#server/channels/channel.ts'
import type { Platform } from '#server/platform/platform.ts'
import { refreshConnections } from './connections/refresh-connections.ts'
import { keepSentCopy } from './copies/keep-sent-copy.ts'
import { judgeLetters } from './authentication/judge-letters.ts'
import { emailDesk } from './email-desk.ts'
import { openWaiting } from './encryption/open-again.ts'
import { discardCancelled } from './graph/discard-cancelled.ts'
import { superviseMailboxes } from './receiving/imap-supervisor.ts'
import { createLedgerGate } from './receiving/ledger-gate.ts'
import { acknowledge } from './policy/acknowledge.ts'
import { tellTooLarge } from './policy/tell-too-large.ts'
import { examineLetters, receiveLetters } from './receiving/receive-letters.ts'
import { sendReply } from './sending/send-reply.ts'
import { sendSystemLetter } from './sending/send-system-letter.ts'
import { startSmtpListener } from './receiving/smtp-listener.ts'
import { startSweeping } from './sweep.ts'

export const emailChannel: Channel = {
  kind: 'email',
  tasks: (platform) => ({
    'email.authenticate': (payload) => judgeLetters(emailDesk(platform), payload),
    'email.examine': (payload) => examineLetters(emailDesk(platform), payload),
    'email.receive': (payload) => receiveLetters(emailDesk(platform), payload),
    'mailConnection.refresh': () => refreshConnections(platform),
    'letter.discardDraft': (payload) => discardCancelled(emailDesk(platform), payload),
    'letter.keepSent': (payload) => keepSentCopy(emailDesk(platform), payload),
    'email.openAgain': (payload) => openWaiting(emailDesk(platform), payload),
    'email.tellTooLarge': (payload) => tellTooLarge(emailDesk(platform), payload),
    'email.acknowledge': (payload) => acknowledge(emailDesk(platform), payload),
    'letter.sendSystem': (payload) => sendSystemLetter(emailDesk(platform), payload),
  }),
  start,
  send: (platform, replyId) => sendReply(emailDesk(platform), replyId),
}

async function start(platform: Platform): Promise<Running> {
  const desk = emailDesk(platform)
  const { config, database, clock, log, storage } = platform
  const gate = createLedgerGate(database.db)
  const running: Running[] = []
  let smtpPort: number | undefined
  if (config.roles.includes('web') && config.smtp.port !== 'off') {
    const parts = { directory: desk.directory, recent: desk.recent, gate, storage, clock, log }
    const listener = await startSmtpListener({ ...config.smtp, port: config.smtp.port }, parts)
    log.info({ port: listener.port }, 'letters are taken by SMTP')
    smtpPort = listener.port
    running.push(listener)
  }
  if (config.roles.includes('worker')) running.push(startSweeping(desk), superviseMailboxes(desk))
  return {
    smtpPort,
    stop: async () => {
      await Promise.all(running.map((one) => one.stop()))
      desk.directory.stop()
      desk.policy.stop()
      desk.lines.stop()
      await desk.sender.stop()
    },
  }
}
