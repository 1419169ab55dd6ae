import { describe, expect, test } from 'vitest'
import type { HandedOver } from './hand-over.ts'
import type { SendProblem } from './send-problem.ts'
import { judge } from './settle-delivery.ts'

const problem = (change: Partial<SendProblem> = {}): SendProblem => ({
  error: 'postponed',
  detail: '451 later',
  isTemporary: true,
  isServerFault: false,
  ...change,
})
const notTaken = (change?: Partial<SendProblem>): HandedOver => ({
  kind: 'not_taken',
  problem: problem(change),
})
const fresh = { attempts: 0, accepted: [] }

describe('what an outcome means for a letter', () => {
  test('a passing refusal is tried again for two days, and then said to be given up', () => {
    let attempts = 0
    while (judge(notTaken(), { attempts, accepted: [] }).state === 'queued') attempts += 1
    expect(attempts).toBe(13)
    expect(judge(notTaken(), { attempts, accepted: [] })).toMatchObject({ state: 'failed', error: 'gave_up' })
  })

  test('a final refusal stops at once', () => {
    const refused = notTaken({ isTemporary: false, error: 'refused', detail: '550 no' })
    expect(judge(refused, fresh)).toMatchObject({ state: 'failed', error: 'refused', detail: '550 no' })
  })

  test('a mailbox without access waits for a person, however long', () => {
    expect(judge(notTaken({ error: 'not_connected' }), { attempts: 99, accepted: [] }).state).toBe('queued')
  })

  test('no word after the last dot is in doubt, whatever came before', () => {
    expect(judge({ kind: 'unknown', detail: 'cut' }, { attempts: 99, accepted: ['a@b.example'] })).toEqual({
      state: 'unconfirmed',
      error: 'connection',
      detail: 'cut',
      accepted: ['a@b.example'],
    })
  })

  test('who has the letter is kept, and who passes for later makes it wait', () => {
    const some: HandedOver = {
      kind: 'answered',
      accepted: ['a@b.example'],
      refused: [{ address: 'grey@b.example', problem: problem() }],
    }
    expect(judge(some, fresh)).toMatchObject({ state: 'queued', accepted: ['a@b.example'] })
    const never: HandedOver = {
      ...some,
      refused: [{ address: 'gone@b.example', problem: problem({ isTemporary: false }) }],
    }
    expect(judge(never, fresh)).toMatchObject({ state: 'failed', error: 'some_refused' })
    expect(judge(notTaken({ isTemporary: false }), { attempts: 1, accepted: ['a@b.example'] })).toMatchObject(
      {
        state: 'failed',
        error: 'some_refused',
        accepted: ['a@b.example'],
      },
    )
  })
})
