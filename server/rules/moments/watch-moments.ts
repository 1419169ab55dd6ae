import type { Platform } from '#server/platform/platform.ts'
import { currentBook, type ReadyRule } from '../book.ts'
import { forgottenAfterDays } from '../run/answer-event.ts'
import { beginSchedule } from './run-scheduled.ts'
import { runMoment } from './run-moment.ts'
import { lastDue } from './schedule.ts'
import { silenceEnds, type SilenceTrigger } from './silence-ends.ts'
import { silentPage, type SilentTicket, silentTickets } from './silent-tickets.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** The job `rules.watch`, every minute: silences that have lasted long enough, schedules that are due. */
export async function watchMoments(platform: Platform): Promise<void> {
  const { database, log, clock } = platform
  const { rules } = await currentBook(database.db, log)
  for (const rule of rules) {
    for (const [index, trigger] of rule.content.triggers.entries()) {
      if (trigger.on === 'silence') await answerSilence(platform, rule, trigger)
      if (trigger.on !== 'schedule') continue
      const due = lastDue(trigger, clock.now())
      // Switched on after the hour: it begins with the next.
      if (due !== null && due > rule.hearsAfter) await beginSchedule(platform, rule, index, due)
    }
  }
}

/**
 * A silence counts that has become long enough since the rule was switched on, and within the last days: a rule that is
 * new does not fall upon the whole archive.
 */
async function answerSilence(platform: Platform, rule: ReadyRule, trigger: SilenceTrigger): Promise<void> {
  const { database, clock } = platform
  const endOf = await silenceEnds(database.db, trigger)
  if (!endOf) return
  const now = clock.now()
  const oldest = new Date(Math.max(rule.hearsAfter.getTime(), now.getTime() - forgottenAfterDays * dayMs))
  const ms = trigger.hours * hourMs
  // Working time passes more slowly: a week of 20 hours and a fortnight's holidays are allowed for.
  const slowest = trigger.calendarId === null ? ms : ms * 9 + 21 * dayMs
  const bounds = {
    ruleId: rule.id,
    after: new Date(oldest.getTime() - slowest),
    until: new Date(now.getTime() - ms),
  }
  let page: SilentTicket[]
  let behind: SilentTicket | undefined
  do {
    page = await silentTickets(database.db, trigger.of, { ...bounds, behind })
    behind = page.at(-1)
    for (const { id, since } of page) {
      const end = endOf(since)
      if (end > now || end <= oldest) continue
      await runMoment(platform, rule, {
        ticketId: id,
        at: since,
        trigger: 'silence',
        isStill: async (tx) => {
          const still = await silentTickets(tx, trigger.of, { ...bounds, ticketId: id })
          return still.some((one) => one.since.getTime() === since.getTime())
        },
      })
    }
  } while (page.length === silentPage)
}
