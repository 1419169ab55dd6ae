import { startEmbeddedPostgres } from './index.ts'

/** A process that owns a database until it is killed: `node owner.fixture.ts DATA_DIR`. */
const embedded = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', settings: { fsync: 'off' } })
process.stdout.write(`${embedded.url}\n`)
process.on('SIGTERM', () => void embedded.stop().then(() => process.exit(0)))
setInterval(() => undefined, 60_000)
