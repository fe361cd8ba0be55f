import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isConnectionFault, isPassingFault, isRetryableFault } from './faults.ts';

/** A fault as Prisma throws it: its own code, and what its adapter found inside. */
function prismaFault(code: string | undefined, cause?: object, message = 'Invalid `prisma.$queryRaw()` invocation') {
  const meta = cause === undefined ? {} : { driverAdapterError: { name: 'DriverAdapterError', cause } };
  return Object.assign(new Error(message), { code, meta, clientVersion: '7' });
}

const postgres = (code: string, severity = 'FATAL', message = '') => ({
  originalCode: code,
  kind: 'postgres',
  code,
  severity,
  message,
});

// Met on a real server: stopped, killed, restarted, frozen, full, its sessions ended.
const away: [string, unknown][] = [
  ['a raw statement while nothing listens', prismaFault('P2010', { kind: 'DatabaseNotReachable', port: 5432 })],
  ['a model’s statement while nothing listens', prismaFault('P1001', { kind: 'DatabaseNotReachable' })],
  ['a raw statement on a socket that was reset', prismaFault('P2010', { kind: 'ConnectionClosed' })],
  ['a commit on a socket that was reset', prismaFault('P1017', { kind: 'ConnectionClosed' })],
  ['a socket without an answer', prismaFault('P1008', { kind: 'SocketTimeout' })],
  ['a session ended by an administrator', prismaFault('P2010', postgres('57P01'))],
  ['a model’s session ended by an administrator', prismaFault('P2039', postgres('57P01'))],
  ['a server that crashed beside us', prismaFault('P2010', postgres('57P02'))],
  ['a server that starts', prismaFault('P2039', postgres('57P03'))],
  ['too many sessions', prismaFault('P2037', { originalCode: '53300', kind: 'TooManyConnections', cause: 'full' })],
  ['a raw statement among too many sessions', prismaFault('P2010', { kind: 'TooManyConnections' })],
  ['a full disk', prismaFault('P2010', postgres('53100', 'ERROR'))],
  ['a server that is no longer primary', prismaFault('P2010', postgres('25006', 'ERROR'))],
  ['a session ended for idling in its transaction', prismaFault('P2010', postgres('25P03'))],
  ['a password changed while we ran', prismaFault('P1000', { kind: 'AuthenticationFailed', user: 'x' })],
  [
    'a transaction that found no connection',
    prismaFault('P2028', undefined, 'Transaction API error: Unable to start a transaction in the given time.'),
  ],
  ['a pool that waited too long', new Error('timeout exceeded when trying to connect')],
  ['a connection that fell between two statements', new Error('Connection terminated unexpectedly')],
  ['a connection that failed before', new Error('Client has encountered a connection error and is not queryable')],
  ['a statement without an answer', new Error('Query read timeout')],
  ['a pipe that broke', Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' })],
  ['a host that cannot be reached', Object.assign(new Error('connect'), { code: 'EHOSTUNREACH' })],
  ['a name that is not found now', Object.assign(new Error('getaddrinfo'), { code: 'EAI_AGAIN' })],
  [
    'every address of a host refused',
    new AggregateError([Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })], ''),
  ],
  ['what was wrapped on the way', new Error('settle', { cause: new Error('plan', { cause: prismaFault('P1001') }) })],
];

for (const [what, fault] of away) {
  test(`the database is away: ${what}`, () => {
    assert.ok(isConnectionFault(fault));
    assert.ok(isPassingFault(fault));
  });
}

const races: [string, unknown][] = [
  ['a deadlock', prismaFault('P2034', { originalCode: '40P01', kind: 'TransactionWriteConflict' })],
  ['a raw deadlock', prismaFault('P2010', { originalCode: '40P01', kind: 'TransactionWriteConflict' })],
  ['a failed serialisation', Object.assign(new Error('x'), { code: '40001', severity: 'ERROR' })],
];

for (const [what, fault] of races) {
  test(`a race was lost: ${what}`, () => {
    assert.ok(isRetryableFault(fault) && isPassingFault(fault));
    assert.equal(isConnectionFault(fault), false);
  });
}

test('a lock or a statement that took too long passes, and is not an absent database', () => {
  const slow = ['55P03', '57014', '53200'].map((code) => prismaFault('P2010', postgres(code, 'ERROR')));
  const expired = prismaFault('P2028', undefined, 'Transaction API error: Transaction already closed: it expired');
  for (const fault of [...slow, expired]) {
    assert.ok(isPassingFault(fault));
    assert.equal(isConnectionFault(fault) || isRetryableFault(fault), false);
  }
});

// The words of tenants travel in faults: in a value that was refused, a plugin's message, a name.
const words = [
  'connection',
  'Connection terminated unexpectedly by the peer of job 7',
  'ECONNREFUSED 10.0.0.1:443',
  "Can't reach database server",
  'timeout exceeded when trying to connect',
  'terminating connection due to administrator command',
  'server closed the connection unexpectedly',
  '57P01',
];

for (const text of words) {
  test(`what a tenant wrote is no sign of an absent database: ${text}`, () => {
    const faults = [
      prismaFault('P2010', postgres('22P05', 'ERROR', text), text),
      prismaFault('P2010', { kind: 'InvalidInputValue', originalCode: '22P02', message: text }, text),
      prismaFault('P2002', { kind: 'UniqueConstraintViolation', originalCode: '23505', constraint: text }, text),
      new RangeError(`it said: ${text}`),
      Object.assign(new Error('broken'), {
        detail: text,
        hint: text,
        job: { code: '57P01', kind: 'ConnectionClosed' },
      }),
      new Error(`broken: ${text}`),
      text,
    ];
    for (const fault of faults) assert.equal(isPassingFault(fault), false, String(fault));
  });
}
