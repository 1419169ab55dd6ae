import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/calendars.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { copyCalendar } from './copy-calendar.ts'
import { createCalendar } from './create-calendar.ts'
import { deleteCalendar } from './delete-calendar.ts'
import { addFeed } from './feeds/add-feed.ts'
import { deleteFeed } from './feeds/delete-feed.ts'
import { fetchList } from './feeds/fetch-list.ts'
import { readList } from './feeds/read-list.ts'
import { refreshFeed } from './feeds/refresh-feed.ts'
import { listHolidayCountries } from './holidays/countries.ts'
import { asSeenBy } from './policy.ts'
import { previewCalendar } from './preview-calendar.ts'
import { getCalendar, listCalendars } from './queries.ts'
import { updateCalendar } from './update-calendar.ts'

/** Characters of a file may be several bytes each. */
const fileLimit = { bodyLimit: 4 * 2 ** 20 }

export function calendarRoutes(app: FastifyInstance, { database: { db }, clock, config }: Platform): void {
  const networks = config.privateNetworks
  serve(app, contract.listCalendars, async (_, request) => {
    const { items } = await listCalendars(db, clock.now())
    return { items: items.map((calendar) => asSeenBy(actorOf(request), calendar)) }
  })
  serve(app, contract.getCalendar, async ({ params }, request) =>
    asSeenBy(actorOf(request), await getCalendar(db, params.id, clock.now())),
  )
  serve(app, contract.createCalendar, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createCalendar(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateCalendar, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateCalendar(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.copyCalendar, async ({ params, body }, request) =>
    once(db, request, clock.now(), (tx) =>
      copyCalendar(tx, actorOf(request), params.id, body.name, clock.now()),
    ),
  )
  serve(app, contract.deleteCalendar, async ({ params }, request) => {
    await inTransaction(db, (tx) => deleteCalendar(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.previewCalendar, async ({ body }) => previewCalendar(db, body, clock.now()))
  serve(app, contract.listHolidayCountries, async (_, request) => ({
    items: await listHolidayCountries(actorOf(request).language),
  }))
  serve(
    app,
    contract.addCalendarFeed,
    async ({ params, body }, request) => {
      await getCalendar(db, params.id, clock.now())
      const list = await readFeed(body)
      return once(db, request, clock.now(), async (tx) => {
        const url = body.kind === 'url' ? body.url : null
        await addFeed(tx, actorOf(request), params.id, { name: body.name, url, list }, clock.now())
        return getCalendar(tx, params.id, clock.now())
      })
    },
    fileLimit,
  )
  serve(app, contract.refreshCalendarFeed, async ({ params }, request) => {
    const id = await refreshFeed(db, networks, actorOf(request), params.id, clock.now())
    return getCalendar(db, id, clock.now())
  })
  serve(app, contract.deleteCalendarFeed, async ({ params }, request) =>
    inTransaction(db, async (tx) =>
      getCalendar(tx, await deleteFeed(tx, actorOf(request), params.id, clock.now()), clock.now()),
    ),
  )

  /** Outside any transaction: somebody else's server or text may take its time. */
  async function readFeed(body: { kind: 'url'; url: string } | { kind: 'file'; ics: string }) {
    if (body.kind === 'url') {
      const list = await fetchList(networks, { url: body.url, etag: null }, clock.now())
      return list.kind === 'unchanged' ? ({ kind: 'failed', failure: 'refused' } as const) : list
    }
    const list = await readList(body.ics, clock.now())
    if ('failure' in list)
      return fail('invalid_input', { fields: [{ path: 'body.ics', message: list.failure }] })
    return { kind: 'read', ...list, etag: null } as const
  }
}
