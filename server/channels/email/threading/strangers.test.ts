import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { keepLetters } from '../receiving/keep-letter.ts'
import { createBodyMarker, createMessageId, createReplyAddress } from './thread-token.ts'

/** Whatever a stranger writes, without a key of ours and without a part in the conversation, it joins no ticket. */
const desk = await mailDesk()
const { db, inbox, receive } = desk
const email = emailDesk(desk.platform)
const portions = 6
const lettersEach = 50

/** The same numbers each time: a failure can be repeated. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
const random = numbers(20_261_122)
const chance = (of: number) => random() < of
function pick<T>(from: readonly T[]): T {
  const one = from[Math.floor(random() * from.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

interface Victim {
  id: number
  address: string
  messageId: string
}

async function victims(): Promise<Victim[]> {
  const found: Victim[] = []
  for (let n = 0; n < 8; n++) {
    const address = `victim-${n}@client.example`
    const messageId = `victim-${n}.letter@client.example`
    const headers = { Cc: `friend-${n}@client.example`, References: `<ancestor-${n}@outside.example>` }
    const row = await receive(buildLetter({ from: address, messageId, headers }))
    found.push({ id: row.ticket_id ?? 0, address, messageId })
    if (n % 2 === 0) await desk.answer(row.ticket_id ?? 0, {})
  }
  const [first, second, third] = found
  if (!first || !second || !third) throw new Error('there are victims')
  await db.updateTable('ticket').set({ merged_into_id: first.id }).where('id', '=', second.id).execute()
  await db.updateTable('ticket').set({ status_category: 'closed' }).where('id', '=', third.id).execute()
  return found
}

/** One character of the key's part is another one, or some are missing. */
function damaged(token: string): string {
  const mac = /[a-z2-7]{16}(?=@|$)/.exec(token)
  if (!mac) return token
  const at = mac.index + Math.floor(random() * 16)
  const other = pick('abcdefghijklmnopqrstuvwxyz234567'.split('').filter((one) => one !== token[at]))
  return chance(0.3)
    ? token.slice(0, at) + token.slice(at + 1)
    : token.slice(0, at) + other + token.slice(at + 1)
}

function attack(victim: Victim, other: Victim, n: number): { raw: string; rcptTo: string } {
  const key = email.tokenKey
  const ours = createMessageId(key, { ticketId: other.id, partId: 9, domain: 'desk.example' })
  // A key that is good for another ticket opens only that one.
  const borrowed = createReplyAddress(key, inbox.address, 999_999).replace('999999', String(victim.id))
  const address = chance(0.5) ? damaged(createReplyAddress(key, inbox.address, victim.id)) : borrowed
  const id = pick([
    victim.messageId,
    damaged(createMessageId(key, { ticketId: victim.id, partId: 9, domain: 'desk.example' })),
    ours.replace(`otk.${other.id}.`, `otk.${victim.id}.`),
    ours.replace('.9.', '.10.').replace(`otk.${other.id}.`, `otk.${victim.id}.`),
    `ancestor-${victim.id % 8}@outside.example`,
    `reply-${victim.id}@desk.example`,
  ])
  const headers: Record<string, string> = {
    ...(chance(0.5) && { 'In-Reply-To': `<${id}>` }),
    ...(chance(0.5) && {
      References: `<x@y.example> <${id}> <${victim.messageId}> <ancestor-${n % 8}@outside.example>`,
    }),
    ...(chance(0.2) && { 'Reply-To': victim.address }),
    ...(chance(0.2) && { Sender: victim.address }),
    ...(chance(0.2) && { 'X-Original-From': victim.address }),
    ...(chance(0.1) && { 'List-Id': '<list.elsewhere.example>', 'X-Original-Sender': victim.address }),
    ...(chance(0.2) && { 'Delivered-To': address }),
    ...(chance(0.2) && { Cc: `${victim.address}, ${address}` }),
    ...(chance(0.1) && { 'Resent-From': victim.address, 'Return-Path': `<${victim.address}>` }),
    ...(chance(0.1) && { 'Thread-Index': 'AdH0', 'Thread-Topic': `[HD-${victim.id}]` }),
    ...(chance(0.1) && { 'X-Otklik-Ticket': String(victim.id), 'X-Zammad-Ticket-Id': String(victim.id) }),
  }
  const tag = pick([
    `[HD-${victim.id}]`,
    `[#HD-${victim.id}]`,
    `[ hd–${victim.id} ]`,
    `HD-${victim.id}`,
    `#${victim.id}`,
  ])
  const raw = buildLetter({
    from: `"${pick([victim.address, 'Support', 'Victim'])}" <stranger-${n}@elsewhere.example>`,
    to: chance(0.3) ? address : inbox.address,
    subject: `${pick(['', 'Re: ', 'AW: ', 'Fwd: ', 'Ответ: '])}${chance(0.6) ? `${tag} ` : ''}letter ${n}`,
    text: chance(0.4) ? `> ${damaged(createBodyMarker(key, victim.id))}\n${tag}` : 'Words',
    messageId: `strange-${n}@elsewhere.example`,
    headers,
  })
  return { raw, rcptTo: chance(0.3) ? address : inbox.address }
}

/** Works until every letter is decided: a try that found the busy database too slow is followed by another. */
async function decideAll(): Promise<void> {
  const undecided = () =>
    db.selectFrom('inbound_letter').select('id').where('state', '=', 'received').execute()
  await desk.work()
  while ((await undecided()).length > 0) {
    await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
    await desk.work()
  }
}

const all = await victims()
const taken = new Set(all.map((victim) => victim.id))

/** Each portion has its own time: what a busy machine does slowly is not taken for something that hangs. */
test.each(Array.from({ length: portions }, (_, portion) => portion * lettersEach))(
  `${lettersEach} letters of strangers from the %ith on find no way into a ticket`,
  { timeout: 120_000 },
  async (first) => {
    const before = (await desk.lastLetter()).id
    const kept = await Promise.all(
      Array.from({ length: lettersEach }, async (_, at) => {
        const n = first + at
        const victim = pick(all)
        const other = pick(all.filter((one) => one !== victim))
        const { raw, rcptTo } = attack(victim, other, n)
        return {
          inboxId: inbox.id,
          stored: await desk.platform.storage.put(Buffer.from(raw)),
          messageId: `strange-${n}@elsewhere.example`,
          receivedAt: new Date(),
          envelope: {
            via: 'smtp' as const,
            mailFrom: `stranger-${n}@elsewhere.example`,
            rcptTo: [rcptTo],
          },
        }
      }),
    )
    await inTransaction(db, (tx) => keepLetters(tx, kept))
    await decideAll()
    const rows = await db.selectFrom('inbound_letter').selectAll().where('id', '>', before).execute()
    expect(rows).toHaveLength(lettersEach)
    const trespassers = rows.filter((row) => row.ticket_id === null || taken.has(row.ticket_id))
    expect(trespassers.map((row) => [row.message_id, row.state, row.reason, row.detail])).toEqual([])
  },
)

test('that is not because nothing finds its way: what holds a key does', async () => {
  const [victim] = all
  if (!victim) throw new Error('there are victims')
  const address = createReplyAddress(email.tokenKey, inbox.address, victim.id)
  expect((await receive(buildLetter({ from: 'new@elsewhere.example' }), address)).ticket_id).toBe(victim.id)
})
