/** Settings of the embedded PostgreSQL: an operations database that shares two cores with the console and a worker. */
export const postgresSettings: Record<string, string> = {
  // Reachable from this machine only, and by password.
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Console, workers, listeners and migrations together stay below half of it.
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '2GB',
  // Full-page images after a checkpoint are the bulk of the write-ahead log: rarer checkpoints, compressed pages.
  wal_compression: 'on',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  // Every disk that this runs on today is solid-state.
  random_page_cost: '1.1',
  // Compiling costs more than any of our short statements.
  jit: 'off',
  // The promise that no acknowledged job is lost rests on these two.
  fsync: 'on',
  synchronous_commit: 'on',
  log_timezone: 'UTC',
  timezone: 'UTC',
};
