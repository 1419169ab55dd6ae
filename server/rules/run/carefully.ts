/** `careful` sets a savepoint before every rule, so that one that fails takes back no more than its own. */
export type Care = 'quick' | 'careful'

/** A rule has failed where nothing was set to go back to. */
export class MustBeCareful extends Error {}

/**
 * Does the work without savepoints, and all of it again with them when a rule fails: rules hardly ever fail, and two
 * statements more for each that holds are dear. `work` must be one transaction that ends with the error.
 */
export async function carefully(work: (care: Care) => Promise<void>): Promise<void> {
  try {
    await work('quick')
  } catch (error) {
    if (!(error instanceof MustBeCareful)) throw error
    await work('careful')
  }
}
