import type { Running } from '#server/channels/channel.ts'
import { confirmSent } from './graph/confirm-sent.ts'
import type { EmailDesk } from './email-desk.ts'
import { tidyPolicy } from './policy/tidy.ts'
import { sweepLedger } from './receiving/sweep-ledger.ts'
import { settleOrphans, sweepOutbox } from './sending/sweep-outbox.ts'

const everyMs = 30_000
/** Younger work has a job of its own that is about to run. */
const patienceSeconds = 60

/**
 * Looks, at the start and every half minute, for letters that a killed process left behind: whatever was received
 * is decided, whatever was queued is sent, whatever was half handed over is shown as unconfirmed.
 */
export function startSweeping(desk: EmailDesk): Running {
  let sweeping = sweep(desk, 0)
  const timer = setInterval(() => {
    sweeping = sweeping.then(() => sweep(desk, patienceSeconds))
  }, everyMs)
  return {
    stop: async () => {
      clearInterval(timer)
      await sweeping
    },
  }
}

async function sweep(desk: EmailDesk, patience: number): Promise<void> {
  try {
    const orphans = await settleOrphans(desk)
    const received = await sweepLedger(desk, patience)
    const queued = await sweepOutbox(desk, patience)
    await tidyPolicy(desk)
    // Last of all: it asks other servers, and what is our own must not wait for them.
    await confirmSent(desk)
    if (orphans + received + queued > 0) {
      desk.log.info({ orphans, received, queued }, 'letters left behind were taken up again')
    }
  } catch (error) {
    desk.log.warn({ error: String(error) }, 'looking for letters left behind failed; it is repeated')
  }
}
