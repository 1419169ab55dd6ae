/**
 * Ranges of ticket numbers, as lexemes. Every document of the index carries the two ranges it lies in, so "the newest
 * tickets with this word" is a question GIN can answer without reading the whole list of a common word.
 */
const FINE_BITS = 10
const COARSE_BITS = 14
/** Tickets in a fine range; a coarse one holds `FINE_PER_COARSE` of them. */
export const FINE_TICKETS = 1 << FINE_BITS
export const FINE_PER_COARSE = 1 << (COARSE_BITS - FINE_BITS)

/** The fine range a ticket lies in. Ids beyond 2^31 are divided, not shifted. */
export function fineRange(ticketId: number): number {
  return Math.floor(ticketId / FINE_TICKETS)
}

/** What a document of the ticket carries, as a `tsvector` literal. */
export function rangeVector(ticketId: number): string {
  const fine = fineRange(ticketId)
  return `'~b${fine}' '~c${Math.floor(fine / FINE_PER_COARSE)}'`
}

/** The ranges from `low` to `high`, both included, as a `tsquery` literal: coarse ones wherever they fit. */
export function rangeQuery(low: number, high: number): string {
  const lexemes: string[] = []
  for (let fine = low; fine <= high;) {
    if (fine % FINE_PER_COARSE === 0 && fine + FINE_PER_COARSE - 1 <= high) {
      lexemes.push(`'~c${fine / FINE_PER_COARSE}'`)
      fine += FINE_PER_COARSE
    } else {
      lexemes.push(`'~b${fine}'`)
      fine++
    }
  }
  return lexemes.join('|')
}
