/**
 * Connects Prisma's schema engine to PostgreSQL. @prisma/adapter-pg is not enough for migrations: it refuses the
 * catalogue's `"char"` and `name[]` columns, cuts scripts at every `;` (also inside `$$` bodies), and given a
 * connection string it would use the real database as the shadow.
 */
import {
  type ColumnType,
  ColumnTypeEnum,
  DriverAdapterError,
  type IsolationLevel,
  type Error as MappedError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

type Queryer = pg.Pool | pg.PoolClient;
type AdapterOptions = { url: string; lockTimeoutMs: number };
type MigrationAdapter = { factory: SqlMigrationAwareDriverAdapterFactory; close: () => Promise<void> };

const identity = { provider: 'postgres', adapterName: '@prisma/adapter-pg' } as const;

// The engine panics on columns it asked for as characters and gets as text, so `"char"` (18) is named exactly.
const columnTypes: ReadonlyMap<number, ColumnType> = new Map<number, ColumnType>([
  [16, ColumnTypeEnum.Boolean],
  [18, ColumnTypeEnum.Character],
  [20, ColumnTypeEnum.Int64],
  [21, ColumnTypeEnum.Int32],
  [23, ColumnTypeEnum.Int32],
  [26, ColumnTypeEnum.Int64],
  [700, ColumnTypeEnum.Float],
  [701, ColumnTypeEnum.Double],
  [1000, ColumnTypeEnum.BooleanArray],
  [1002, ColumnTypeEnum.CharacterArray],
  [1003, ColumnTypeEnum.TextArray],
  [1005, ColumnTypeEnum.Int32Array],
  [1007, ColumnTypeEnum.Int32Array],
  [1009, ColumnTypeEnum.TextArray],
  [1015, ColumnTypeEnum.TextArray],
  [1016, ColumnTypeEnum.Int64Array],
  [1028, ColumnTypeEnum.Int64Array],
  [1114, ColumnTypeEnum.DateTime],
  [1184, ColumnTypeEnum.DateTime],
]);
const timestampTypes = new Set([1114, 1184]);
// pg leaves arrays of these as text; the array of `text` (1009) is parsed with the same rules.
const textArrayTypes = new Set([1002, 1003]);

/** What the schema engine connects through. `close` ends every connection and drops the shadow databases. */
export function migrationAdapter(options: AdapterOptions): MigrationAdapter {
  const pool = openPool(options);
  const shadows: { name: string; pool: pg.Pool }[] = [];
  return {
    factory: {
      ...identity,
      connect: async () => databaseAdapter(pool),
      connectToShadowDb: async () => {
        const name = `shadow_${crypto.randomUUID()}`;
        await pool.query(`create database "${name}"`);
        const url = new URL(options.url);
        url.pathname = `/${name}`;
        const shadow = openPool({ ...options, url: url.href });
        shadows.push({ name, pool: shadow });
        return databaseAdapter(shadow);
      },
    },
    close: async () => {
      for (const shadow of shadows) {
        await shadow.pool.end();
        await pool.query(`drop database if exists "${shadow.name}" with (force)`);
      }
      await pool.end();
    },
  };
}

function openPool({ url, lockTimeoutMs }: AdapterOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    options: `-c TimeZone=UTC -c lock_timeout=${lockTimeoutMs}`,
  });
  // An idle connection may be cut; the next query reports whatever matters.
  pool.on('error', () => undefined);
  return pool;
}

function databaseAdapter(pool: pg.Pool): SqlDriverAdapter {
  return {
    ...queryable(pool),
    executeScript: async (script) => {
      await faultsNamed(() => pool.query(script));
    },
    startTransaction: (isolationLevel) => startTransaction(pool, isolationLevel),
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    // The pool outlives the engine's own use of it: `close` ends it.
    dispose: async () => undefined,
  };
}

async function startTransaction(pool: pg.Pool, isolationLevel: IsolationLevel | undefined): Promise<Transaction> {
  const client = await faultsNamed(() => pool.connect());
  await faultsNamed(() => client.query(isolationLevel ? `begin isolation level ${isolationLevel}` : 'begin'));
  return {
    ...queryable(client),
    // The engine sends COMMIT and ROLLBACK itself; only the connection is given back here.
    options: { usePhantomQuery: false },
    commit: async () => client.release(),
    rollback: async () => client.release(),
  };
}

function queryable(client: Queryer): SqlQueryable {
  return {
    ...identity,
    queryRaw: async (query) => resultSet(await run(client, query)),
    executeRaw: async (query) => (await run(client, query)).rowCount ?? 0,
  };
}

function run(client: Queryer, { sql, args }: SqlQuery): Promise<pg.QueryArrayResult> {
  return faultsNamed(() => client.query({ text: sql, values: args, rowMode: 'array', types: { getTypeParser } }));
}

function resultSet({ fields, rows }: pg.QueryArrayResult): SqlResultSet {
  return {
    columnNames: fields.map((field) => field.name),
    columnTypes: fields.map((field) => columnTypes.get(field.dataTypeID) ?? ColumnTypeEnum.Text),
    rows,
  };
}

function getTypeParser(type: number): (text: string) => unknown {
  if (timestampTypes.has(type)) return (text) => text.replace(' ', 'T').replace(/(\+00)?$/, '+00:00');
  return pg.types.getTypeParser(textArrayTypes.has(type) ? 1009 : type, 'text');
}

/** Gives PostgreSQL's refusals to the engine in its own words; anything else is a fault of ours and goes up. */
async function faultsNamed<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof pg.DatabaseError) throw new DriverAdapterError(mapped(error));
    throw error;
  }
}

function mapped({ code, severity, message, detail, column, hint }: pg.DatabaseError): MappedError {
  const original = { originalCode: code ?? '', originalMessage: message };
  if (code === '42P01') return { kind: 'TableDoesNotExist', ...original };
  if (code === '3D000') return { kind: 'DatabaseDoesNotExist', ...original };
  return {
    kind: 'postgres',
    code: code ?? 'N/A',
    severity: severity ?? 'N/A',
    message,
    detail,
    column,
    hint,
    ...original,
  };
}
