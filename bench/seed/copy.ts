import type pg from 'pg'

/** What `pg` hands to a query object while a COPY is going on. */
interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** Sends rows in COPY's text format to a table. One message: the rows of a batch are in memory already. */
export function copyRows(client: pg.Client, target: string, rows: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let failed: Error | undefined
  client.query({
    submit: (connection: unknown) => (connection as CopyConnection).query(`copy ${target} from stdin`),
    handleCopyInResponse: (connection: CopyConnection) => {
      connection.sendCopyFromChunk(Buffer.from(rows))
      connection.endCopyFrom()
    },
    handleCommandComplete: () => undefined,
    handleError: (error: Error) => {
      failed = error
      reject(error)
    },
    handleReadyForQuery: () => {
      if (!failed) resolve()
    },
  } as pg.Submittable)
  return promise
}

export type Field = string | number | boolean | null | Date

/** One row in COPY's text format. */
export function copyRow(fields: readonly Field[]): string {
  let row = ''
  for (const [n, field] of fields.entries()) row += (n > 0 ? '\t' : '') + asText(field)
  return `${row}\n`
}

function asText(field: Field): string {
  if (field === null) return '\\N'
  if (field instanceof Date) return field.toISOString()
  if (typeof field !== 'string') return String(field)
  return /[\\\n\r\t]/.test(field)
    ? field.replace(/[\\\n\r\t]/g, (sign) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r' })[sign] ?? '\\t')
    : field
}
