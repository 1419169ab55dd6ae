import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseAgent, type Manner, occupied, type Seat, type Wanted, whyPassed } from './choose-agent.ts'

const base: Seat = {
  agentId: 1,
  name: 'Anna',
  mayWork: true,
  meaning: 'online',
  isAbsent: false,
  isWorking: true,
  capacity: 10,
  load: 0,
  bySource: {},
  sourceLimits: {},
  skills: new Map(),
  turn: 0,
}
const letter: Wanted = { source: 'email', weight: 1, needs: [], exceptIds: [], knownBy: null }
const inTurn: Manner = { method: 'round_robin', handsTo: 'online', turn: 0 }

describe('why somebody is passed over', () => {
  test.for<[string, Partial<Seat>, Partial<Wanted>, Partial<Manner>]>([
    ['offline', { meaning: 'offline' }, {}, {}],
    ['away', { meaning: 'away' }, {}, {}],
    ['absent', { isAbsent: true, meaning: 'online' }, {}, { handsTo: 'anyone' }],
    ['outside_hours', { isWorking: false }, {}, { handsTo: 'anyone' }],
    ['full', { load: 8 }, { weight: 3, source: 'phone' }, {}],
    ['full_of_source', { bySource: { phone: 1 }, sourceLimits: { phone: 1 } }, { source: 'phone' }, {}],
    [
      'lacks_skill',
      { skills: new Map([[7, 2]]) },
      { needs: [{ skillId: 7, name: 'SQL', level: 3 }] },
      { method: 'skills' },
    ],
    ['gave_back', {}, { exceptIds: [1] }, {}],
    ['not_allowed', { mayWork: false }, {}, {}],
  ])('%s', ([reason, seat, wanted, manner]) => {
    expect(whyPassed({ ...base, ...seat }, { ...letter, ...wanted }, { ...inTurn, ...manner })).toBe(reason)
  })
  test('nobody is passed over for a skill where skills do not count, nor for being away where that is no matter', () => {
    const wanted = { ...letter, needs: [{ skillId: 7, name: 'SQL', level: 3 }] }
    expect(whyPassed({ ...base, meaning: 'away' }, wanted, { ...inTurn, handsTo: 'away' })).toBeNull()
    expect(whyPassed({ ...base, meaning: 'offline' }, wanted, { ...inTurn, handsTo: 'anyone' })).toBeNull()
  })
})

test('whoever knows the customer gets the ticket, and somebody else when they cannot take it', () => {
  const [anna, oleg] = [
    { ...base, agentId: 1, turn: 9 },
    { ...base, agentId: 2, turn: 1 },
  ]
  const known = { ...letter, knownBy: 1 }
  expect(chooseAgent([anna, oleg], known, inTurn)).toMatchObject({ seat: anna, why: 'knows_customer' })
  expect(chooseAgent([{ ...anna, load: 10 }, oleg], known, inTurn)).toMatchObject({ seat: oleg, why: 'turn' })
})

test('of those who can do it as well as needed, the one with less to spare is asked first', () => {
  const needs = [{ skillId: 7, name: 'SQL', level: 2 }]
  const [master, able] = [
    { ...base, agentId: 1, skills: new Map([[7, 5]]) },
    { ...base, agentId: 2, skills: new Map([[7, 2]]) },
  ]
  const manner = { ...inTurn, method: 'skills' } as const
  expect(chooseAgent([master, able], { ...letter, needs }, manner).seat).toBe(able)
})

const source = fc.constantFrom('email', 'phone', 'webform' as const)
const seatList = fc
  .array(
    fc.record({
      meaning: fc.constantFrom('online', 'away', 'offline' as const),
      isAbsent: fc.boolean(),
      isWorking: fc.boolean(),
      capacity: fc.integer({ min: 1, max: 12 }),
      load: fc.integer({ min: 0, max: 14 }),
      level: fc.integer({ min: 0, max: 5 }),
      phoneLimit: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      phones: fc.integer({ min: 0, max: 3 }),
      turn: fc.integer({ min: 0, max: 30 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) =>
    list.map(({ level, phoneLimit, phones, ...each }, at): Seat => ({
      ...base,
      ...each,
      agentId: at + 1,
      skills: new Map(level === 0 ? [] : [[7, level]]),
      bySource: { phone: phones },
      sourceLimits: phoneLimit === undefined ? {} : { phone: phoneLimit },
    })),
  )
const wantedAny = fc.record({
  source,
  weight: fc.integer({ min: 0, max: 4 }),
  needs: fc.constantFrom<Wanted['needs'][]>([], [{ skillId: 7, name: 'SQL', level: 3 }]),
  exceptIds: fc.subarray([1, 2, 3]),
  knownBy: fc.option(fc.integer({ min: 1, max: 8 })),
})
const mannerAny = fc.record({
  method: fc.constantFrom('round_robin', 'least_loaded', 'skills' as const),
  handsTo: fc.constantFrom('online', 'away', 'anyone' as const),
  turn: fc.constant(30),
})

test('property: the chosen one can take it, somebody is chosen whenever anybody can, and everybody is accounted for', () => {
  fc.assert(
    fc.property(seatList, wantedAny, mannerAny, (seats, wanted, manner) => {
      const { seat, candidates, why } = chooseAgent(seats, wanted, manner)
      const able = seats.filter((each) => whyPassed(each, wanted, manner) === null)
      expect(seat !== null).toBe(able.length > 0)
      if (seat) {
        expect(able).toContain(seat)
        expect(wanted.weight === 0 || seat.load + wanted.weight <= seat.capacity).toBe(true)
        expect(why === 'knows_customer').toBe(seat.agentId === wanted.knownBy)
      }
      expect(candidates.map((each) => each.agentId).toSorted()).toEqual(seats.map((each) => each.agentId))
      expect(candidates.filter((each) => each.isChosen)).toHaveLength(seat ? 1 : 0)
    }),
    { numRuns: 2000 },
  )
})

test('property: the order in which people are listed changes nothing', () => {
  fc.assert(
    fc.property(seatList, wantedAny, mannerAny, (seats, wanted, manner) => {
      const there = chooseAgent(seats, wanted, manner).seat
      expect(chooseAgent(seats.toReversed(), wanted, manner).seat).toBe(there)
    }),
    { numRuns: 1000 },
  )
})

test('property: the least loaded ends with no larger a share of its capacity than anybody else would', () => {
  fc.assert(
    fc.property(seatList, wantedAny, (seats, asked) => {
      const wanted = { ...asked, knownBy: null }
      const manner = { method: 'least_loaded', handsTo: 'online', turn: 0 } as const
      const { seat } = chooseAgent(seats, wanted, manner)
      if (!seat) return
      const share = (each: Seat) => (each.load + wanted.weight) / each.capacity
      for (const each of seats.filter((one) => whyPassed(one, wanted, manner) === null))
        expect(share(seat)).toBeLessThanOrEqual(share(each))
    }),
    { numRuns: 2000 },
  )
})

test('property: between equals no two ever differ by more than one, by any method, and nobody carries too much', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 60 }),
      mannerAny,
      (people, capacity, tickets, manner) => {
        let seats: Seat[] = Array.from({ length: people }, (_, at) => ({
          ...base,
          agentId: at + 1,
          capacity,
        }))
        for (let turn = 1; turn <= tickets; turn++) {
          const { seat } = chooseAgent(seats, letter, { ...manner, turn })
          if (!seat) break
          seats = seats.map((each) => (each === seat ? occupied(each, letter, turn) : each))
          const loads = seats.map((each) => each.load)
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
          expect(Math.max(...loads)).toBeLessThanOrEqual(capacity)
        }
        expect(seats.reduce((sum, each) => sum + each.load, 0)).toBe(Math.min(tickets, people * capacity))
      },
    ),
    { numRuns: 500 },
  )
})
