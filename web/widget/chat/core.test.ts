import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatLine } from '#contract/chat.ts'
import { contrast, inkOn } from '../../ui/contrast.ts'
import { lastId, mergeLines } from './merge-lines.ts'
import { backoff, fateOf } from './outbox.ts'
import { whenWords } from './when.ts'
import en from '#locales/en.json' with { type: 'json' }
import ru from '#locales/ru.json' with { type: 'json' }

const line = (id: number): ChatLine => ({
  id,
  from: 'agent',
  author: 'Анна',
  isNotice: false,
  at: new Date(id * 1000).toISOString(),
  text: `${id}`,
  html: null,
  files: [],
  clientKey: null,
})
const ids = (lines: readonly ChatLine[]) => lines.map((one) => one.id)

test('whatever comes twice, late or in any order, each line is there once and in its place', () => {
  const pieces = fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), { maxLength: 8 })
  fc.assert(
    fc.property(pieces, (all) => {
      let known: ChatLine[] = []
      for (const piece of all) known = mergeLines(known, piece.map(line))
      expect(ids(known)).toEqual([...new Set(all.flat())].toSorted((a, b) => a - b))
      expect(lastId(known)).toBe(Math.max(0, ...all.flat()))
    }),
  )
})

test('a later word on a line is in force', () => {
  const [merged] = mergeLines([line(1)], [{ ...line(1), text: 'иначе' }])
  expect(merged?.text).toBe('иначе')
})

test('what passes is waited for, what does not is the visitor’s to decide', () => {
  expect(fateOf(null, 0).kind).toBe('wait')
  expect(fateOf({ status: 503, retryAfter: 0 }, 3).kind).toBe('wait')
  expect(fateOf({ status: 408, retryAfter: 0 }, 0).kind).toBe('wait')
  expect(fateOf({ status: 400, retryAfter: 0 }, 0)).toEqual({ kind: 'refused' })
  expect(fateOf({ status: 429, retryAfter: 60 }, 0)).toEqual({ kind: 'wait', ms: 60_000 })
})

test('waiting grows to half a minute, and no two widgets wait alike', () => {
  expect([backoff(0, 0.5), backoff(3, 0.5), backoff(50, 0.5)]).toEqual([1000, 8000, 30_000])
  expect(backoff(4, 0)).not.toBe(backoff(4, 1))
})

test('whatever colour is chosen, what stands on it can be read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
      const colour = `#${number.toString(16).padStart(6, '0')}`
      expect(contrast(colour, inkOn(colour))).toBeGreaterThan(4.3)
    }),
  )
  expect([inkOn('#ffdd00'), inkOn('#2f5bea')]).toEqual(['#10131c', '#ffffff'])
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21)
})

test('when somebody will be there is said as one says it', () => {
  // A Friday.
  const now = new Date(2026, 10, 27, 20, 0)
  const at = (day: number) => new Date(2026, 10, day, 9, 30)
  const said = (day: number) => [
    whenWords(at(day), now, 'ru', ru.widget.chat),
    whenWords(at(day), now, 'en', en.widget.chat),
  ]
  expect(said(27)).toEqual(['сегодня в 09:30', 'today at 09:30'])
  expect(said(28)).toEqual(['завтра в 09:30', 'tomorrow at 09:30'])
  expect(said(31)).toEqual(['во вторник в 09:30', 'on Tuesday at 09:30'])
  expect(said(34)).toEqual(['4 декабря в 09:30', 'on 4 December at 09:30'])
})
