import type pg from 'pg'

const TABLES = [
  'customer',
  'customer_address',
  'ticket',
  'customer_message',
  'reply',
  'note',
  'event',
  'search_document',
]

interface Index {
  name: string
  definition: string
}

/** Drops the indexes that no constraint needs, for the time of loading; answers how to make them again. */
export async function dropIndexes(client: pg.Client): Promise<Index[]> {
  const { rows } = await client.query<Index>(
    `select index.relname as name, pg_get_indexdef(index.oid) as definition
     from pg_index join pg_class index on index.oid = indexrelid
     where indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`,
    [TABLES],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows
}

/** Makes the indexes, the largest first, on as many connections as there are processors. */
export async function makeIndexes(clients: readonly pg.Client[], indexes: readonly Index[]): Promise<void> {
  const waiting = indexes.toSorted(
    (a, b) => Number(/ using gin /i.test(b.definition)) - Number(/ using gin /i.test(a.definition)),
  )
  await Promise.all(
    clients.map(async (client) => {
      await client.query(`set maintenance_work_mem = '512MB'`)
      for (let index = waiting.shift(); index; index = waiting.shift()) await client.query(index.definition)
    }),
  )
}
