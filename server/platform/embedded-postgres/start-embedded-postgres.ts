import pg from 'pg'
import { attachOrStart, stopCluster } from './attach-or-start.ts'
import { prepareBinaries } from './binaries.ts'
import { chooseFolder, socketFolder } from './folder.ts'
import { clusterUser, initialiseCluster, refuseOtherMajor } from './initialise-cluster.ts'
import { keepRunning } from './keep-running.ts'
import { claimOwnership } from './ownership.ts'
import type { Postmaster } from './postmaster.ts'
import { initialSettings } from './settings.ts'
import { StartRefused } from '#server/platform/start-refused.ts'

export interface EmbeddedPostgres {
  /** For `openDatabase`; a Unix socket, no port is opened. */
  url: string
  /** The folder of the cluster. */
  folder: string
  /** True when the cluster had to go outside the data folder: the start must say where. */
  isElsewhere: boolean
  how: 'started' | 'reattached'
  /** Stops the database, unless another process on this data folder owns it. Close the pools first. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  dataDir: string
  /** Over the initial settings of a new cluster (tests turn fsync off). */
  settings?: Record<string, string>
  log?: (message: string) => void
  /** Where root's database goes when the data folder cannot be entered by others. */
  fallbackFolder?: string
}

const databaseName = 'otklik'

/**
 * Brings up the PostgreSQL that npm installed beside us, in `dataDir`, and keeps it up until `stop()`: a
 * postmaster left by a killed process is taken over, one that dies is started again. It dies with us.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new StartRefused(
      'The embedded database runs on Linux and macOS. Set DATABASE_URL to a PostgreSQL 15 or newer.',
    )
  }
  const log = options.log ?? (() => undefined)
  const folder = await chooseFolder(options.dataDir, options.fallbackFolder)
  const { home, clusterDir, identity } = folder
  const programs = { identity, bin: await prepareBinaries(identity, home) }
  await initialiseCluster(programs, clusterDir, { ...initialSettings(), ...options.settings })
  await refuseOtherMajor(programs, clusterDir)

  const socketDir = socketFolder(home)
  let ownership = await claimOwnership(home, programs, clusterDir)
  const attach = () => attachOrStart(programs, clusterDir, socketDir, log)
  const { postmaster, how } = await attach().catch(async (error: unknown) => {
    await ownership?.release()
    throw error
  })
  await createDatabase(postmaster)

  const keeper = keepRunning(clusterDir, log, async () => {
    // Whoever owned it may be gone too.
    ownership ??= await claimOwnership(home, programs, clusterDir)
    await attach()
  })
  return {
    url: connectionUrl(postmaster, databaseName),
    folder: clusterDir,
    isElsewhere: folder.isElsewhere,
    how,
    stop: async () => {
      await keeper.stop()
      if (!ownership) return
      const stopped = await stopCluster(programs, clusterDir, 'fast')
      if (!stopped) await stopCluster(programs, clusterDir, 'immediate')
      await ownership.release()
    },
  }
}

async function createDatabase(postmaster: Postmaster): Promise<void> {
  const client = new pg.Client({ connectionString: connectionUrl(postmaster, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName])
    if (rowCount === 0) await client.query(`create database ${databaseName}`)
  } catch (error) {
    // 42P04, 23505: another process created it between the two statements.
    if (!(error instanceof pg.DatabaseError && ['42P04', '23505'].includes(error.code ?? ''))) throw error
  } finally {
    await client.end()
  }
}

function connectionUrl(postmaster: Postmaster, database: string): string {
  const query = new URLSearchParams({ host: postmaster.socketDir, port: String(postmaster.port) })
  return `postgres://${clusterUser}@localhost/${database}?${query.toString()}`
}
