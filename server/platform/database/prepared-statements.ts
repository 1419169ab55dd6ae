import type { Writable } from 'node:stream'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { isLostConnection } from './retry-connect.ts'

/** A statement is prepared once it was seen this often; a backend keeps a prepared plan for its whole life. */
const seenBeforeNaming = 3
const mostNames = 200
const mostCounted = 2000
const longestText = 8000

const counts = new Map<string, number>()
const names = new Map<string, string>()

/**
 * The name to prepare `text` under, or undefined for a text not seen often. Bounded, because texts with lists
 * of changing length would otherwise fill every backend with plans that are never used again.
 */
export function statementName(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostNames || text.length > longestText) return known
  const count = (counts.get(text) ?? 0) + 1
  if (count < seenBeforeNaming) {
    if (counts.size >= mostCounted) counts.clear()
    counts.set(text, count)
    return undefined
  }
  counts.delete(text)
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

/** The pool as Kysely sees it: frequent statements with parameters go out under a name. */
export function preparingPool(pool: pg.Pool): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      let preparing = wrapped.get(client)
      if (!preparing) wrapped.set(client, (preparing = preparingClient(client)))
      return preparing
    },
  }
}

/**
 * Statements started in one turn of the code leave in one write: each write wakes the database's process, which
 * costs more than most statements do. `pg` does so for the messages of one statement only.
 */
function gatherWrites(client: pg.PoolClient): () => void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  let isGathering = false
  return () => {
    if (isGathering) return
    isGathering = true
    stream.cork()
    process.nextTick(() => {
      isGathering = false
      stream.uncork()
    })
  }
}

function preparingClient(client: pg.PoolClient): PostgresPoolClient {
  let isBroken = false
  const gather = gatherWrites(client)
  const query = async (text: unknown, values?: readonly unknown[]) => {
    // The transaction ended with its connection; a failing rollback would only hide why.
    if (isBroken && text === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] }
    gather()
    // It travels with the transaction's first statement, and whatever breaks it breaks that one too.
    if (text === 'begin') {
      client.query(text).catch(() => undefined)
      return { command: 'BEGIN', rowCount: 0, rows: [] }
    }
    try {
      if (typeof text !== 'string' || !values?.length) {
        return await client.query(text as string, values as unknown[])
      }
      return await client.query({ name: statementName(text), text, values: [...values] })
    } catch (error) {
      // The server said goodbye (57P01) or the wire broke: the socket's end is only seen a moment later, and
      // until then the pool would hand this connection to somebody else.
      isBroken ||= !(error instanceof pg.DatabaseError) || error.severity === 'FATAL'
      // Whoever handles the end of a connection should need to know one code only.
      if (isLostConnection(error) && !(error instanceof pg.DatabaseError)) {
        throw Object.assign(error, { code: 'ECONNRESET' })
      }
      throw error
    }
  }
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy || isBroken),
  }
}
