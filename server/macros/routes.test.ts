import { describe, expect, test } from 'vitest'
import { macroDesk } from '#test/macro-desk.ts'

const { as, ask, closing, make, ticket, use } = await macroDesk()

describe('every route', () => {
  const routes: [
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    bad?: object,
  ][] = [
    ['GET', '/macros'],
    ['GET', '/macros/1'],
    ['POST', '/macros', { name: 'x' }, { name: '' }],
    ['PATCH', '/macros/1', { version: 1 }, { version: 'one' }],
    ['DELETE', '/macros/1'],
    ['PUT', '/macros/1/favourite', { isFavourite: true }, {}],
    ['GET', '/macros/1/usage'],
    ['POST', '/macro-folders', { name: 'x', isOwn: true }, { name: 'x' }],
    ['PATCH', '/macro-folders/1', { name: 'x' }, { name: '' }],
    ['DELETE', '/macro-folders/1'],
    ['POST', '/macro-previews', { html: 'x', language: 'ru', ticketId: 1 }, { html: 'x' }],
    ['GET', '/tickets/1/macros/1'],
    ['POST', '/tickets/1/macro-uses', { macroId: 1 }, { macroId: 0 }],
    ['GET', '/tickets/1/macro-uses'],
    ['DELETE', '/macro-uses/1'],
    ['POST', '/macro-runs', { macroId: 1, ticketIds: [1], sendsReply: false }, { macroId: 1, ticketIds: [] }],
    ['GET', '/macro-runs/1'],
    ['POST', '/macro-runs/1/stop'],
  ]
  test.each(routes)(
    '%s %s is closed to strangers and to whoever may not answer',
    async (method, path, body, bad) => {
      expect((await ask({ method, path, body })).status).toBe(401)
      expect((await ask({ method, path, body, as: as.reader })).status).toBe(403)
      const wrong = bad ? { method, path, body: bad } : { method, path: path.replace(/\d+/, 'x'), body }
      if (bad || /\d/.test(path)) expect((await ask({ ...wrong, as: as.anna })).status).toBe(400)
    },
  )

  test('who may answer and not change tickets uses no macro that changes them', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    expect((await use(ticketId, { macroId: macro.id }, as.replier)).status).toBe(403)
    expect(
      (
        await ask({
          method: 'POST',
          path: '/macro-runs',
          body: { macroId: macro.id, ticketIds: [ticketId], sendsReply: true },
          as: as.replier,
        })
      ).status,
    ).toBe(403)
  })
})
