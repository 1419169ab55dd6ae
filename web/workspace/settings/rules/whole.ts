/** The server sends every default of the contract written out; the types of answers only say that it need not. */
export function whole<T>(answer: Promise<unknown>): Promise<T> {
  return answer as Promise<T>
}
