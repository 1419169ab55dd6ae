import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/playground.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { downloadMailboxFile } from './download-mailbox-file.ts'
import { getPlayground, maxFilesBytes } from './get-playground.ts'
import { getPlaygroundShop } from './get-shop.ts'
import type { Mailboxes } from './mailboxes.ts'
import { customers, inboxes } from './people.ts'
import { presentLetter, presentWholeLetter } from './present-letter.ts'
import { readTrails } from './read-trails.ts'
import { sendLetter, type SentLetter } from './send-letter.ts'

interface Playground {
  mailboxes: Mailboxes
  /** Where the desk takes letters. */
  listener: () => { host: string; port: number }
}

/** Letters kept in mind for the trails; older ones have left the screen long ago. */
const mostSent = 200
/** Base64 takes a third more, and the letter itself something. */
const bodyLimit = maxFilesBytes * 1.4 + 200_000

/** The customers' side of the demo. Under /api/v1 and in no documentation: a desk without --demo has none of it. */
export function playgroundRoutes(api: FastifyInstance, platform: Platform, playground: Playground): void {
  const { mailboxes, listener } = playground
  const { db } = platform.database
  let sent: SentLetter[] = []
  const options = { config: { rateLimit: false as const } }
  api.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true }
  })
  serve(api, contract.getPlayground, async () => getPlayground(db), options)
  serve(api, contract.getPlaygroundShop, async () => getPlaygroundShop(platform), options)
  serve(
    api,
    contract.getMailbox,
    async ({ query }) => ({
      letters: mailboxes.list(query.address).map(presentLetter),
      trails: await readTrails(db, mailboxes, sent, query.address),
    }),
    options,
  )
  serve(
    api,
    contract.getMailboxLetter,
    async ({ params }) => presentWholeLetter(found(mailboxes.get(params.id))),
    options,
  )
  serve(
    api,
    contract.downloadMailboxFile,
    async ({ params }, _request, reply) =>
      downloadMailboxFile(found(mailboxes.get(params.id)), params.index, reply),
    options,
  )
  serve(
    api,
    contract.sendMailboxLetter,
    async ({ body }) => {
      const { to, subject, text, files, inReplyTo } = body
      const customer = found(
        customers.find((one) => one.email === body.from),
        'unknown_reference',
      )
      // Letters leave for the desk only: this is no way to write to anybody else.
      if (!isOfDesk(to)) fail('unknown_reference')
      const sizeBytes = files.reduce((sum, file) => sum + file.content.length * 0.75, 0)
      if (sizeBytes > maxFilesBytes) fail('too_large')
      const answers = inReplyTo === null ? null : found(mailboxes.get(inReplyTo))
      const from = { name: customer.name, address: customer.email }
      const done = await sendLetter(mailboxes, platform.clock, listener(), {
        from,
        to,
        subject,
        text,
        answers,
        files,
      })
      sent = [...sent.slice(1 - mostSent), done]
      return { id: done.letter.id }
    },
    { ...options, bodyLimit },
  )
}

/** One of the inboxes, or a reply address of theirs: `support+1256-…@`. */
function isOfDesk(address: string): boolean {
  const [local, domain] = address.split('@')
  const plain = `${local?.split('+')[0] ?? ''}@${domain ?? ''}`
  return Object.values(inboxes).some((inbox) => inbox.address === plain)
}
