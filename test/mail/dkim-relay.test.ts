import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { afterAll, describe, expect, test } from 'vitest'
import { checkDkimKey } from '#server/channels/email/dkim/check-dkim-key.ts'
import type { Actor } from '#server/identity/index.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { startExim } from '#test/servers/exim.ts'
import { missingMailServers } from '#test/servers/programs.ts'

const missing = missingMailServers()

describe.skipIf(missing !== null)(
  `signed letters behind a real relay${missing ? ` (${missing})` : ''}`,
  async () => {
    const desk = await mailDesk()
    const { db, sink } = desk
    const exim = await startExim({ domain: 'nowhere.example', lmtpPort: 1, sinkPort: sink.port })
    afterAll(() => exim.stop())
    const { id: agentId } = await db.selectFrom('agent').select('id').executeTakeFirstOrThrow()
    const made = await desk.ask({
      method: 'POST',
      path: '/dkim-keys',
      body: { domain: 'desk.example' },
      as: desk.as,
    })
    const { id, recordName, recordText } = made.body
    await checkDkimKey(db, { agentId } as Actor, id, new Date(), async () => [recordText])
    const { smtp } = await db.selectFrom('inbox').select('smtp').executeTakeFirstOrThrow()
    await db
      .updateTable('inbox')
      .set({ smtp: JSON.stringify({ ...smtp, port: exim.port }) })
      .execute()

    const long = 'Очень длинная строка без единого перевода. '.repeat(60)
    const words = [
      ['a short one', { text: 'Hello' }],
      ['dots and spaces', { text: '.\n..\n.one \n\ttwo  \n\n\n' }],
      [
        'a list, a table of words and a long line',
        { html: `<p>${long}</p><ul><li>a  b</li></ul><pre>.\n  x</pre>` },
      ],
      [
        'many recipients',
        { text: 'All', cc: Array.from({ length: 30 }, (_, at) => `cc${at}@other.example`) },
      ],
    ] as const

    test.each(words)('%s: what has arrived verifies', async (_what, body) => {
      sink.letters.length = 0
      const subject = 'Очень длинная тема, которую почтовый сервер не прочь перенести на следующую строку'
      const { ticket_id: ticketId } = await desk.receive(buildLetter({ subject }))
      await desk.answer(ticketId ?? 0, { ...body, ...('cc' in body && { cc: [...body.cc] }) })
      await expect.poll(() => sink.letters.length, { timeout: 30_000 }).toBeGreaterThan(0)
      for (const { raw } of sink.letters) {
        expect(raw.toString()).toMatch(/^Received: /m)
        const { results } = await dkimVerify(raw, {
          resolver: async (name: string) => [[name === recordName ? recordText : '']],
        })
        expect(results).toMatchObject([{ status: { result: 'pass', aligned: 'desk.example' } }])
      }
    })
  },
)
