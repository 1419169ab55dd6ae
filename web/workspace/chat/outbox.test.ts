import { expect, test } from 'vitest'
import { createOutbox, type Send, type WaitingLine } from './outbox.ts'

const line = (key: string) => ({ key, html: `<p>${key}</p>`, files: [], statusId: undefined })

function desk(answers: Awaited<ReturnType<Send>>[] = [], kept: string | null = null) {
  const sent: string[] = []
  const store = { kept }
  const outbox = createOutbox(
    async (ticketId, { key }) => {
      await Promise.resolve()
      sent.push(`${ticketId} ${key}`)
      return answers.shift() ?? 'sent'
    },
    { read: () => store.kept, write: (next) => (store.kept = next) },
    () => Promise.resolve(),
  )
  return { outbox, sent, store }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('lines go one after the other, each ticket for itself', async () => {
  const { outbox, sent } = desk()
  outbox.say(1, line('a'))
  outbox.say(1, line('b'))
  outbox.say(2, line('c'))
  expect(outbox.of(1).map((one) => one.key)).toEqual(['a', 'b'])
  await settled()
  expect(sent.filter((one) => one.startsWith('1'))).toEqual(['1 a', '1 b'])
  expect(sent).toContain('2 c')
  expect(outbox.isEmpty()).toBe(true)
})

test('a line that may not have arrived is sent again under its own key, before what was said after it', async () => {
  const { outbox, sent } = desk(['again', 'again', 'sent'])
  outbox.say(1, line('a'))
  outbox.say(1, line('b'))
  await settled()
  expect(sent).toEqual(['1 a', '1 a', '1 a', '1 b'])
})

test('a refused line stops its ticket until it is taken back or sent once more', async () => {
  const { outbox, sent } = desk([{ problem: 'too_large' }, { problem: 'too_large' }])
  outbox.say(1, line('a'))
  outbox.say(1, line('b'))
  await settled()
  expect(sent).toEqual(['1 a'])
  expect(outbox.of(1)[0]?.problem).toBe('too_large')
  outbox.retry(1)
  await settled()
  expect(sent).toEqual(['1 a', '1 a'])
  expect(outbox.takeBack(1)?.key).toBe('a')
  await settled()
  expect(sent.at(-1)).toBe('1 b')
  // What is not refused is on its way already.
  expect(outbox.takeBack(1)).toBeNull()
})

test('what was on its way when the page was reloaded goes on, and nothing is made of rubbish', async () => {
  const waiting: [number, WaitingLine[]][] = [[7, [{ ...line('kept'), problem: null }]]]
  const { sent, store } = desk([], JSON.stringify(waiting))
  await settled()
  expect(sent).toEqual(['7 kept'])
  expect(store.kept).toBe('[]')
  expect(desk([], '{broken').outbox.isEmpty()).toBe(true)
})
