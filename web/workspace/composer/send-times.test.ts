import { expect, test } from 'vitest'
import { fromField, presets, toField } from './send-times.ts'

const said = (now: string, zone: string) =>
  Object.fromEntries(presets(new Date(now), zone).map(({ name, at }) => [name, at.toISOString()]))

test('the usual times are those of the agent’s own clock', () => {
  // A Wednesday evening in Moscow, still Wednesday noon in New York and Thursday in Vladivostok.
  const now = '2026-11-25T17:30:20Z'
  expect(said(now, 'Europe/Moscow')).toEqual({
    hour: '2026-11-25T18:31:00.000Z',
    tomorrow: '2026-11-26T06:00:00.000Z',
    monday: '2026-11-30T06:00:00.000Z',
  })
  expect(said(now, 'America/New_York').tomorrow).toBe('2026-11-26T14:00:00.000Z')
  expect(said(now, 'Asia/Vladivostok').tomorrow).toBe('2026-11-26T23:00:00.000Z')
})

test('on a Sunday Monday is tomorrow; on a Monday it is the next one', () => {
  expect(said('2026-11-22T10:00:00Z', 'Europe/Moscow')).toEqual({
    hour: '2026-11-22T11:00:00.000Z',
    tomorrow: '2026-11-23T06:00:00.000Z',
  })
  expect(said('2026-11-23T10:00:00Z', 'Europe/Moscow').monday).toBe('2026-11-30T06:00:00.000Z')
})

test('tomorrow morning is nine o’clock also when the clocks change at night', () => {
  expect(said('2026-03-28T12:00:00Z', 'Europe/Berlin').tomorrow).toBe('2026-03-29T07:00:00.000Z')
  expect(said('2026-10-24T12:00:00Z', 'Europe/Berlin').tomorrow).toBe('2026-10-25T08:00:00.000Z')
})

test('a field keeps the moment it was given', () => {
  for (const zone of ['Europe/Moscow', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Chatham']) {
    const at = new Date('2026-11-25T17:30:00Z')
    expect(fromField(toField(at, zone), zone)).toEqual(at)
  }
  expect(fromField('', 'Europe/Moscow')).toBeNull()
})
