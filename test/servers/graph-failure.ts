/** An error as Graph words it. */
export function failure(code: string, message: string): object {
  return { error: { code, message, innerError: { date: new Date().toISOString() } } }
}
