import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { loadConfig } from '#server/platform/config.ts'
import { createLog } from '#server/platform/log.ts'
import type { Platform } from '#server/platform/platform.ts'
import { openNotices } from '#server/platform/realtime/notices.ts'
import { createSecrets } from '#server/platform/secrets.ts'
import { openStorage } from '#server/platform/storage/open-storage.ts'
import { testDatabase } from '#test/database.ts'

/** A clock that goes with the real time until a test pushes it forward. */
export interface TestClock {
  now(): Date
  /** From now on it is this much later. */
  forward(seconds: number): void
}

export function testClock(): TestClock {
  let aheadMs = 0
  return {
    now: () => new Date(Date.now() + aheadMs),
    forward: (seconds) => {
      aheadMs += seconds * 1000
    },
  }
}

export type TestPlatform = Platform & { clock: TestClock }

/**
 * Everything a slice stands on, all of it real: a fresh database, storage in a temporary folder, notices. Call
 * it at the top level of a test file. `environment` overrides settings: `{ PUBLIC_URL: 'https://desk.example' }`.
 */
export async function testPlatform(environment: Record<string, string> = {}): Promise<TestPlatform> {
  const database = await testDatabase()
  const folder = await mkdtemp(path.join(os.tmpdir(), 'otklik-platform-'))
  const config = loadConfig({
    DATA_DIR: folder,
    DATABASE_URL: database.url,
    SECRET_KEY: 'a secret key of sufficient length for tests',
    LOG_LEVEL: 'silent',
    ...environment,
  })
  const log = createLog(config.logLevel)
  const notices = await openNotices(database.url, log)
  afterAll(async () => {
    await notices.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const secrets = createSecrets(config.secretKey)
  return { config, database, clock: testClock(), log, notices, secrets, storage: await openStorage(config) }
}
