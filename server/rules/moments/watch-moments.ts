import type { Platform } from '#server/platform/platform.ts'
import { currentBook, type ReadyRule } from '../book.ts'
import { forgottenAfterDays } from '../run/answer-event.ts'
import { beginSchedule } from './run-scheduled.ts'
import { runMoment } from './run-moment.ts'
import { lastDue, type ScheduleTrigger } from './schedule.ts'
import { silenceLength, silenceMs, type SilenceTrigger } from './silence-ends.ts'
import { silentPage, type SilentTicket, silentTickets } from './silent-tickets.ts'

const dayMs = 86_400_000

/** The job `rules.watch`, every minute: silences that have lasted long enough, schedules that are due. */
export async function watchMoments(platform: Platform): Promise<void> {
  const { database, log } = platform
  const { rules } = await currentBook(database.db, log)
  for (const rule of rules) {
    for (const [index, trigger] of rule.content.triggers.entries()) {
      if (trigger.on !== 'silence' && trigger.on !== 'schedule') continue
      try {
        if (trigger.on === 'silence') await answerSilence(platform, rule, trigger)
        else await answerSchedule(platform, rule, trigger, index)
      } catch (error) {
        // The rules behind it are looked at all the same, and this one again in a minute.
        log.error(
          { ruleId: rule.id, trigger: index, error: String(error) },
          'a rule’s moments were not looked at',
        )
      }
    }
  }
}

async function answerSchedule(
  platform: Platform,
  rule: ReadyRule,
  trigger: ScheduleTrigger,
  index: number,
): Promise<void> {
  const due = lastDue(trigger, platform.clock.now())
  // Switched on after the hour: it begins with the next.
  if (due !== null && due > rule.hearsAfter) await beginSchedule(platform, rule, index, due)
}

/**
 * A silence counts that has become long enough since the rule was switched on, and within the last days: a rule that is
 * new does not fall upon the whole archive.
 */
async function answerSilence(platform: Platform, rule: ReadyRule, trigger: SilenceTrigger): Promise<void> {
  const { database, clock } = platform
  const length = await silenceLength(database.db, trigger)
  if (!length) return
  const now = clock.now()
  const oldest = new Date(Math.max(rule.hearsAfter.getTime(), now.getTime() - forgottenAfterDays * dayMs))
  const ms = silenceMs(trigger)
  const bounds = { ruleId: rule.id, ms, after: length.beganBy(oldest), until: length.beganBy(now) }
  let page: SilentTicket[]
  let behind: SilentTicket | undefined
  do {
    page = await silentTickets(database.db, trigger.of, { ...bounds, behind })
    behind = page.at(-1)
    for (const { id, since } of page) {
      await runMoment(platform, rule, {
        ticketId: id,
        at: new Date(since.getTime() + ms),
        trigger: 'silence',
        isStill: async (tx) => {
          const still = await silentTickets(tx, trigger.of, { ...bounds, ticketId: id })
          return still.some((one) => one.since.getTime() === since.getTime())
        },
      })
    }
  } while (page.length === silentPage)
}
