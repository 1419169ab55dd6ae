import { expect, it } from 'vitest'
import { gather } from './gather.ts'

function gate(): { open: () => void; isOpen: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { open: resolve, isOpen: promise }
}

it('lets a single piece wait for nobody, and gathers what comes while the lanes are busy', async () => {
  const groups: number[][] = []
  const first = gate()
  const take = gather<number>(
    async (items) => {
      groups.push(items)
      if (items.includes(1)) await first.isOpen
    },
    { mostAtOnce: 3, lanes: 1 },
  )
  const one = take([1])
  expect(groups).toEqual([[1]])
  const rest = [take([2, 3]), take([4]), take([5]), take([6])]
  first.open()
  await Promise.all([one, ...rest])
  expect(groups).toEqual([[1], [2, 3, 4, 5], [6]])
})

it('works in as many lanes as it may', async () => {
  const doors = [gate(), gate()]
  const begun: number[] = []
  const take = gather<number>(
    async ([item = 0]) => {
      begun.push(item)
      await doors[item]?.isOpen
    },
    { mostAtOnce: 1, lanes: 2 },
  )
  const done = [take([0]), take([1]), take([2])]
  expect(begun).toEqual([0, 1])
  doors[1]?.open()
  await Promise.all(done.slice(1))
  expect(begun).toEqual([0, 1, 2])
  doors[0]?.open()
  await done[0]
})

it('tells of a failure those whose group it was, and goes on', async () => {
  const first = gate()
  const take = gather<string>(
    async (items) => {
      if (items.includes('first')) await first.isOpen
      if (items.includes('bad')) throw new Error('no')
    },
    { mostAtOnce: 2, lanes: 1 },
  )
  const all = ['first', 'bad', 'beside it', 'after it'].map((item) => take([item]))
  first.open()
  const outcomes = await Promise.allSettled(all)
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  await expect(take(['later'])).resolves.toBeUndefined()
})
