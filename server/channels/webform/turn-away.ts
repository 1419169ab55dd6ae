import { countAttempt, mustNotWait } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { stampAge, takeProof } from './proof.ts'
import type { WebFormRow } from './tables.ts'

export interface Sender {
  /** The field nobody sees. */
  website: string
  stamp: string
  proof: string | null
  /** The sender's network. */
  network: string
}

/** Nobody reads and fills in a form in less. */
const leastMs = 1_500
/** An older page may have been filled in by anything meanwhile. */
const freshMs = 24 * 3_600_000

/** Requests of one network: an office shares it. */
const provenLimit = { free: 20, windowSeconds: 3_600, capSeconds: 900 }
/** Without a proof it costs nothing to send; and all of a form together, whatever networks it comes from. */
const plainLimit = { free: 5, windowSeconds: 3_600, capSeconds: 900 }
const allPlainLimit = { free: 60, windowSeconds: 3_600, capSeconds: 300 }

/**
 * Stops machines, each by a name that tells a person what to do: `form_refused`, `form_too_quick`, `form_needs_script`,
 * `too_many_requests`. What passes is counted.
 */
export async function turnAway(
  tx: Tx,
  secrets: Secrets,
  form: WebFormRow,
  sender: Sender,
  now: Date,
): Promise<void> {
  if (sender.website !== '') fail('form_refused')
  const age = sender.stamp === '' ? null : stampAge(secrets, form, sender.stamp, now)
  if (sender.stamp !== '' && age === null) fail('form_refused')
  if (age !== null && age < leastMs) fail('form_too_quick')
  const isFresh = age !== null && age < freshMs
  let isProven = isFresh && !form.needs_proof
  if (form.needs_proof && sender.proof !== null) {
    if (!(await takeProof(tx, secrets, form, sender.proof, now))) fail('form_refused')
    isProven = isFresh
  }
  // It has a script, and has stood too long: shown anew, it can be sent.
  if (!isProven && !form.takes_plain) fail(age === null || isFresh ? 'form_needs_script' : 'form_refused')
  const counted = isProven
    ? [{ subject: `form ${form.id} ${sender.network}`, limit: provenLimit }]
    : [
        { subject: `plain form ${form.id} ${sender.network}`, limit: plainLimit },
        { subject: `plain form ${form.id}`, limit: allPlainLimit },
      ]
  for (const { subject, limit } of counted) {
    await mustNotWait(tx, subject, limit, now)
    await countAttempt(tx, subject, now)
  }
}
