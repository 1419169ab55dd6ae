import type { DecryptionProblem } from '#contract/letter-keys.ts'

/** What is wrong with a CMS structure, by name; whatever else is thrown means "damaged". */
export class CmsProblem extends Error {
  override name = 'CmsProblem'
  readonly problem: Extract<DecryptionProblem, 'no_key' | 'damaged' | 'unsupported'>

  constructor(problem: CmsProblem['problem'], detail = '') {
    super(detail === '' ? problem : `${problem}: ${detail}`)
    this.problem = problem
  }
}
