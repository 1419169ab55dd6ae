import os from 'node:os'

/**
 * Written into postgresql.conf when the cluster is made; an administrator may change them there. Small on
 * purpose: only touched pages of shared_buffers count as memory, and an idle desk touches few.
 */
export function initialSettings(): Record<string, string> {
  const megabytes = Math.round(os.totalmem() / 2 ** 20)
  return {
    // At a million tickets 128 MB made lists and searches no quicker, the system's own cache serving the rest, and an
    // idle desk a third larger.
    shared_buffers: '48MB',
    effective_cache_size: `${Math.max(256, Math.round(megabytes / 2))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    max_connections: '40',
    // Of those, background workers and their parallel helpers.
    max_worker_processes: '4',
    max_parallel_workers: '2',
    max_parallel_workers_per_gather: '1',
    autovacuum_max_workers: '2',
    io_workers: '1',
    // Plans are short; compiling them costs more than it saves.
    jit: 'off',
    random_page_cost: '1.1',
    wal_level: 'replica',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    default_text_search_config: 'pg_catalog.simple',
  }
}

/** Given on the command line at every start: what the launcher itself relies on. */
export function commandLineSettings(socketDir: string): Record<string, string> {
  return {
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
  }
}
