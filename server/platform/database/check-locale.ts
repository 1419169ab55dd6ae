import type pg from 'pg'
import { StartRefused } from '../start-refused.ts'

/** What makes a database unfit for Otklik; the text is for the administrator. */
export class DatabaseUnfit extends StartRefused {
  override name = 'DatabaseUnfit'
}

const oldestMajor = 15

const remedy =
  "Create it anew: CREATE DATABASE otklik TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';"

/**
 * Refuses a server older than PostgreSQL 15, an encoding other than UTF-8, and the character type "C", under
 * which PostgreSQL does not know Cyrillic letters as letters: trigrams are empty and «quotes» stick to words,
 * so that search quietly finds nothing.
 */
export async function checkLocale(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string; ctype: string; word: string }>(`
    select current_setting('server_version_num')::int / 10000 as version,
           current_setting('server_encoding') as encoding,
           (select datctype from pg_database where datname = current_database()) as ctype,
           case when current_setting('server_encoding') = 'UTF8'
                then to_tsvector('simple', '«Возврат»')::text else '' end as word`)
  const row = rows[0]
  if (!row) throw new DatabaseUnfit('The database gave no answer about its locale.')
  if (row.version < oldestMajor) {
    throw new DatabaseUnfit(`PostgreSQL ${row.version} is too old: Otklik needs ${oldestMajor} or newer.`)
  }
  if (row.encoding !== 'UTF8') {
    throw new DatabaseUnfit(`The database has encoding ${row.encoding}; Otklik needs UTF8. ${remedy}`)
  }
  if (row.word !== "'возврат':1") {
    throw new DatabaseUnfit(
      `The database has LC_CTYPE "${row.ctype}", under which PostgreSQL does not recognise Cyrillic letters and search would find nothing. ${remedy}`,
    )
  }
}
