import type { SendProblem } from '#server/channels/email/sending/send-problem.ts'

/** A letter cannot go by Graph as it is, or not now; the outbox is told why in its own words. */
export class GraphRefusal extends Error {
  override name = 'GraphRefusal'
  readonly problem: SendProblem

  constructor(problem: Pick<SendProblem, 'error' | 'detail' | 'isTemporary' | 'retryAfterSeconds'>) {
    super(problem.detail)
    this.problem = { ...problem, isServerFault: false }
  }
}
