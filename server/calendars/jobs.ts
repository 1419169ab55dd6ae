import type { Tasks } from '#server/platform/jobs/worker.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { Platform } from '#server/platform/platform.ts'
import { refreshFeed } from './feeds/refresh-feed.ts'

export function calendarTasks({ database: { db }, clock, config }: Platform): Tasks {
  return {
    'calendars.refreshFeeds': async () => {
      const feeds = await db.selectFrom('calendar_feed').select('id').where('url', 'is not', null).execute()
      for (const { id } of feeds)
        await enqueue(
          db,
          'calendars.refreshFeed',
          { feedId: id },
          { key: `calendars.feed.${id}`, maxAttempts: 3 },
        )
    },
    'calendars.refreshFeed': async (payload) => {
      const { feedId } = payload as { feedId: number }
      const isThere = await db
        .selectFrom('calendar_feed')
        .select('id')
        .where('id', '=', feedId)
        .executeTakeFirst()
      if (isThere) await refreshFeed(db, config.privateNetworks, null, feedId, clock.now())
    },
  }
}

/** Five cron fields, UTC. */
export const calendarCron = [{ at: '40 2 * * *', task: 'calendars.refreshFeeds' }]
