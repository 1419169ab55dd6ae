import { randomInt } from 'node:crypto'
import type { Language } from '#contract/common.ts'
import {
  countAttempt,
  hashToken,
  letterLimit,
  mustNotWait,
  networkOf,
  newToken,
  type Seat,
} from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'

type Ground = Pick<Platform, 'database' | 'clock' | 'secrets'> & { config: { publicUrl: string } }

export const letterMinutes = 15
/** Letters to one address, whoever asks: nobody's mailbox is to be filled. */
const addressLimit = { free: 4, windowSeconds: 3600, capSeconds: 900 }

interface Wish {
  /** As it is compared and stored. */
  address: string
  language: Language
  /** A page of the portal to go on to. */
  next: string
  /** Makes the address of the page a link in the letter leads to. */
  linkTo: (token: string) => string
}

/**
 * Sends a letter with a link and a code to whoever has this address. A stranger's is as good as a customer's: only
 * who reads the letter learns what it opens. Answers what the browser keeps: the code works with it alone.
 */
export async function askForLetter(
  platform: Ground,
  { address, language, next, linkTo }: Wish,
  seat: Seat,
): Promise<string> {
  const now = platform.clock.now()
  const browser = newToken()
  const link = newToken()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await inTransaction(platform.database.db, async (tx) => {
    const [to, network] = [`customer-letter:${address}`, `customer-letters:${networkOf(seat.ip)}`]
    await mustNotWait(tx, to, addressLimit, now)
    await mustNotWait(tx, network, letterLimit, now)
    await countAttempt(tx, to, now)
    await countAttempt(tx, network, now)
    await tx
      .insertInto('customer_sign_in')
      .values({
        address,
        browser_hash: hashToken(browser),
        code_hash: hashToken(`${browser} ${code}`),
        link_hash: hashToken(link),
        next,
        created_at: now,
        expires_at: new Date(now.getTime() + letterMinutes * 60_000),
      })
      .execute()
    const { desk_name: deskName } = await readSettings(tx)
    await queueSystemLetter(tx, platform, {
      to: address,
      template: 'customer_sign_in',
      language,
      facts: { agentName: '', deskName, url: linkTo(link), validFor: letterMinutes, lines: [code] },
    })
  })
  return browser
}
