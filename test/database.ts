import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { type Database, openDatabase } from '#server/platform/database/open-database.ts'
import { databaseUrl } from '#test/database-server.ts'

export interface TestDatabase extends Database {
  /** For a test that starts a whole server on it. */
  url: string
}

/**
 * A fresh, migrated database for this test file, closed when the file is done and dropped with the run:
 *   const { db } = await testDatabase()
 * Call it at the top level of the file (or of a `describe`), not inside a test.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const url = await testDatabaseUrl()
  const database = openDatabase({ url, maxConnections: 10, applicationName: 'otklik-test' })
  afterAll(() => database.close())
  return { ...database, url }
}

/** The same without a pool: a fresh migrated database's connection string. */
export async function testDatabaseUrl(): Promise<string> {
  return createTestDatabase(inject('testServer').template)
}

/** An empty database with nothing in it, for tests of the migrations themselves. */
export async function emptyDatabaseUrl(): Promise<string> {
  return createTestDatabase('template0')
}

async function createTestDatabase(template: string): Promise<string> {
  const { adminUrl, prefix } = inject('testServer')
  const name = `${prefix}_${randomBytes(5).toString('hex')}`
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(`create database ${name} template ${template}`)
  } finally {
    await client.end()
  }
  return databaseUrl(adminUrl, name)
}
