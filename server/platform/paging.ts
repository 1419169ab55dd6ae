import { fail } from './http/failure.ts'

/** A place in a sorted list: the sort value and id of the last row shown. */
export interface Cursor {
  value: string | number | null
  id: number
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString('base64url')
}

/** Null without a cursor; `invalid_cursor` for anything this desk did not write. */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown]
    const isValue = value === null || typeof value === 'string' || typeof value === 'number'
    if (isValue && typeof id === 'number' && Number.isSafeInteger(id)) return { value, id }
  } catch {
    // Falls through to the refusal: what cannot be read was not written by us.
  }
  return fail('invalid_cursor')
}

/** Cuts the row that was read too much, and says where the next page starts. */
export function cutPage<Row>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): { rows: Row[]; nextCursor: string | null } {
  if (rows.length <= limit) return { rows, nextCursor: null }
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, nextCursor: last === undefined ? null : writeCursor(cursorOf(last)) }
}
