import path from 'node:path'
import { defineConfig } from 'vitest/config'

// Many tests start a desk of their own, some of them twenty times: what was compiled once is not compiled again.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules/.cache/compiled')

/**
 * Three projects: pure rules (no database), the server against a real PostgreSQL, and the browser journeys.
 * `npx vitest run server/tickets` runs what matches a path.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'web',
          include: ['web/**/*.test.{ts,tsx}', 'contract/**/*.test.ts', 'locales/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'server',
          include: ['server/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts', 'test/*.test.ts'],
          globalSetup: ['test/database-server.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 25_000 } },
          // Vitest would leave one core for itself, which on two is half of them.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/*/**/*.test.ts'],
          globalSetup: ['test/database-server.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // The usual second would be a limit in disguise on a busy machine: the test's own counts.
          expect: { poll: { timeout: 110_000 } },
          // Apart from the small ones, and four at a time: those that kill a desk mostly wait for it to come back.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
