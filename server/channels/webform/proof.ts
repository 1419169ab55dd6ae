import { timingSafeEqual } from 'node:crypto'
import { createChallenge, extractParams, verifySolution } from 'altcha-lib/v1'
import * as z from 'zod'
import type { FormChallenge } from '#contract/web-form-visits.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'

/** Tried on average half of them: some tenths of a second in a browser. */
const maxnumber = 100_000
const goodForMs = 30 * 60_000

const Solved = z.object({
  algorithm: z.literal('SHA-256'),
  challenge: z.string().regex(/^[0-9a-f]{64}$/),
  number: z.int().min(0).max(maxnumber),
  salt: z.string().max(300),
  signature: z.string().regex(/^[0-9a-f]{64}$/),
})

const keyOf = (secrets: Secrets) => secrets.keyFor('form challenges').toString('hex')

/** Something to compute for one form, as ALTCHA defines it; nothing is kept of it until it is solved. */
export async function giveChallenge(
  secrets: Secrets,
  form: { key: string },
  now: Date,
): Promise<FormChallenge> {
  const made = await createChallenge({
    hmacKey: keyOf(secrets),
    maxnumber,
    algorithm: 'SHA-256',
    expires: new Date(now.getTime() + goodForMs),
    params: { form: form.key },
  })
  const { challenge, salt, signature } = made
  return { algorithm: 'SHA-256', challenge, maxnumber, salt, signature }
}

/** Whether a proof is solved, ours, of this form, in time, and new: in this transaction it is used up. */
export async function takeProof(
  tx: Tx,
  secrets: Secrets,
  form: { key: string },
  proof: string,
  now: Date,
): Promise<boolean> {
  const solved = readProof(proof)
  if (!solved || !(await verifySolution(solved, keyOf(secrets), false))) return false
  const params = extractParams(solved)
  if (params['form'] !== form.key || !(Number(params['expires']) * 1000 > now.getTime())) return false
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('web_form_proof')
    .values({ signature: Buffer.from(solved.signature, 'hex'), used_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

function readProof(proof: string): z.infer<typeof Solved> | null {
  try {
    const solved = Solved.safeParse(JSON.parse(Buffer.from(proof, 'base64').toString()))
    return solved.success ? solved.data : null
  } catch {
    return null
  }
}

const purpose = 'form stamps'

/** Says when a form was shown, in a way only the desk can write. */
export function giveStamp(secrets: Secrets, form: { key: string }, now: Date): string {
  const at = now.getTime().toString(36)
  return `${at}.${secrets.sign(purpose, `${form.key} ${at}`).toString('base64url')}`
}

/** How long ago a stamp was given, in ms; null for one that is none of ours. */
export function stampAge(secrets: Secrets, form: { key: string }, stamp: string, now: Date): number | null {
  const [at = '', signature = ''] = stamp.split('.')
  const given = Buffer.from(signature, 'base64url')
  const right = secrets.sign(purpose, `${form.key} ${at}`)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  return now.getTime() - Number.parseInt(at, 36)
}
