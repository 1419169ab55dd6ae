import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { databaseUrl } from '#test/database-server.ts'
import { checkLocale } from './check-locale.ts'

async function databaseWith(clause: string): Promise<pg.Client> {
  const { adminUrl, prefix } = inject('testServer')
  const name = `${prefix}_${clause.replaceAll(/\W+/g, '_').toLowerCase()}`
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`create database ${name} template template0 ${clause}`)
  await admin.end()
  const client = new pg.Client({ connectionString: databaseUrl(adminUrl, name) })
  await client.connect()
  return client
}

test('a database that knows Cyrillic letters passes', async () => {
  const client = await databaseWith("lc_ctype 'C.UTF-8'")
  await expect(checkLocale(client)).resolves.toBeUndefined()
  await client.end()
})

test('the character type C is refused, with the command that makes a good one', async () => {
  const client = await databaseWith("lc_ctype 'C'")
  await expect(checkLocale(client)).rejects.toThrow(
    /LC_CTYPE "C".*CREATE DATABASE otklik .* LC_CTYPE 'C\.UTF-8'/,
  )
  await client.end()
})

test('another encoding is refused', async () => {
  const client = await databaseWith("locale_provider libc encoding 'SQL_ASCII' lc_ctype 'C' lc_collate 'C'")
  await expect(checkLocale(client)).rejects.toThrow(/encoding SQL_ASCII; Otklik needs UTF8/)
  await client.end()
})
