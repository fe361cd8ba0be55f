/** A whole worker: registered life, executor and duties, woken by hints. */
import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '#domain/value/json.ts';
import type { MailSettings } from '#engine/settings/mail-settings.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { type Hints, openHints } from '#engine/store/hints.ts';
import { openListener } from '#engine/store/listener.ts';
import type { DutyFigures, RunningDuties } from '#worker/duties/duties.ts';
import { dutiesAfter } from '#worker/duties/duties-after.ts';
import { type Executor, startExecutor } from '#worker/execute/executor.ts';
import { type LogFigures, type LogWriter, openLogWriter } from '#worker/execute/log-writer.ts';
import { openSettler, type Settler } from '#worker/execute/settler.ts';
import { Ending, type LeftBehind } from './ending.ts';
import type { Handler } from './handlers/handler.ts';
import { type Outbound, openOutbound } from './handlers/outbound.ts';
import { openHandlers } from './handlers/registry.ts';
import { beginLife, type Life } from './life.ts';
import { openPost } from './notify/post.ts';
import type { WorkerLog } from './worker-log.ts';

export type WorkerOptions = {
  databaseUrl: string;
  log: WorkerLog;
  slots: number;
  queues: string[];
  leaseMs: number;
  heartbeatMs: number;
  sweepMs: number;
  pollMs: number;
  outboundAllow: string[];
  /** Without one, channels of mail wait for a worker that has one. */
  mail?: MailSettings | undefined;
  /** What the secrets of webhooks are sealed with. */
  secretKey?: string | undefined;
  /** Where the links of messages begin. */
  linkBase?: string;
  version: string;
  /** Picks the handler of a block; the product's own unless given. */
  handlerFor?: (block: JsonObject) => Handler;
};

// The first claim of a fresh process takes half of it; where nothing waits, the duties wait no longer.
const firstClaimMsMax = 100;
const defaultLinkBase = 'http://localhost:3000';

export type RunningWorker = {
  workerId(): string;
  running(): number;
  isListening(): boolean;
  duties(): DutyFigures[];
  logs(): LogFigures;
  /**
   * Stops claiming, lets what runs finish within the grace time, gives back the rest (G9). Ends two seconds after the
   * grace time at the latest, whatever part of it gets no answer.
   */
  stop(graceMs: number): Promise<LeftBehind>;
  /** Cuts the grace time of a stop short. */
  hurry(): void;
};

// Claims and settles share four connections and the duties three; a log is never waited for, and has one of its own.
function openDatabases(url: string) {
  return {
    database: openDatabase({ url, duty: 'worker', connectionsMax: 4, name: 'taskflow worker' }),
    logDatabase: openDatabase({ url, duty: 'worker', connectionsMax: 1, name: 'taskflow worker log' }),
    dutyDatabase: openDatabase({ url, duty: 'worker', connectionsMax: 3, name: 'taskflow duties' }),
  };
}

/** Starts a worker, under a life that may have begun before. Heartbeat and listener have a connection each besides. */
export async function startWorker(options: WorkerOptions, begun = beginLife(options)): Promise<RunningWorker> {
  const databases = openDatabases(options.databaseUrl);
  const { database, logDatabase, dutyDatabase } = databases;
  // Two senders: what the executor itself brought about it knows already, what the duties find it must be told.
  const [hints, dutyHints] = [openHints(dutyDatabase), openHints(dutyDatabase)];
  const outbound = openOutbound({ allow: options.outboundAllow });
  const life = await begun;
  const hasClaimed = Promise.withResolvers<void>();
  const settler = openSettler({
    database,
    log: options.log,
    onSettled: (batch) => {
      for (const { queueId, inMs } of batch.lanes) executor.expect(queueId, inMs);
      life.report(executor.running());
      hints.send('news');
      if (batch.stopped) hints.send('stop');
      // A job that ended may leave room in a capped queue.
      const opened = batch.lanes.filter(({ inMs }) => inMs <= 0).map((lane) => lane.queueId);
      opened.push(...executor.hearOfRoom(batch.tenants));
      if (opened.length > 0) hints.open(opened);
    },
  });
  const logs = openLogWriter({
    database: logDatabase,
    log: options.log,
    onWritten: () => hints.send('log'),
    isPressed: () => executor.isPressed(),
  });
  const executor = startExecutor({
    ...options,
    database,
    settler,
    logs,
    handlerFor: options.handlerFor ?? openHandlers(outbound),
    workerId: life.workerId,
    onClaimed: () => {
      hasClaimed.resolve();
      hints.send('news');
    },
    onUnsure: () => duties.tell('unsure'),
  });
  life.attend({ onLost: () => executor.dropAll('the lease was lost'), onBorn: () => executor.wake() });
  const duties = dutiesAfter(Promise.race([hasClaimed.promise, delay(firstClaimMsMax)]), async () => {
    const { dutiesOf, startDuties } = await import('#worker/duties/duties.ts');
    const tools = {
      database: dutyDatabase,
      hints: dutyHints,
      log: options.log,
      executor,
      reportRunning: () => life.report(executor.running()),
      outbound,
      queues: options.queues,
      post: openPost({ mail: options.mail, secretKey: options.secretKey, outbound }),
      links: { base: options.linkBase ?? defaultLinkBase },
      rhythm: options,
    };
    return startDuties(dutiesOf(tools), options.log);
  });
  return attend({ options, settler, logs, executor, duties, life, hints, dutyHints, outbound, ...databases });
}

type Parts = {
  options: WorkerOptions;
  settler: Settler;
  logs: LogWriter;
  executor: Executor;
  duties: RunningDuties;
  life: Life;
  /** The executor's own. */
  hints: Hints;
  dutyHints: Hints;
  database: Database;
  logDatabase: Database;
  dutyDatabase: Database;
  outbound: Outbound;
};

// What wakes executor and duties, and the way in which all of it ends.
function attend(parts: Parts): RunningWorker {
  const { options, settler, executor, duties, life, hints } = parts;
  const onHint: Record<string, (queueIds: string[]) => void> = {
    work: (queueIds) => (queueIds.length > 0 ? executor.hear(queueIds) : executor.wake()),
    plan: () => duties.tell('plan'),
    stop: () => duties.tell('stop'),
    test: () => duties.tell('test'),
  };
  const listener = openListener({
    url: options.databaseUrl,
    duty: 'worker',
    name: 'taskflow worker listener',
    onHint: (topic, sender, queueIds) => {
      if (sender !== hints.id || topic !== 'work') onHint[topic]?.(queueIds);
    },
    onConnect: () => {
      executor.wake();
      settler.wake();
      duties.wake();
    },
  });
  const ending = new Ending({ ...parts, listener });
  return {
    workerId: life.workerId,
    running: () => executor.running(),
    isListening: listener.isConnected,
    duties: () => duties.figures(),
    logs: () => parts.logs.figures(),
    hurry: () => ending.hurry(),
    stop: (graceMs) => ending.stop(graceMs),
  };
}
