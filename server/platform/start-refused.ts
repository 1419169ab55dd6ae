/**
 * Otklik does not start, for a reason that an administrator can act on. The message says all of it and is shown
 * without a stack.
 */
export class StartRefused extends Error {
  override name = 'StartRefused'
}
