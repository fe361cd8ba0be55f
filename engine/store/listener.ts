/** Hears hints on a connection of its own, and notices within seconds when that connection is only half alive. */
import pg from 'pg';
import { type Duty, sessionSettings } from './connection/pool.ts';
import { hintChannel, readHint } from './hints.ts';

export type ListenerOptions = {
  url: string;
  /** Whose role it listens under. */
  duty: Duty;
  name: string;
  /** `sender` is the id of the hints that it came through; `queueIds` say where work is, none that it is somewhere. */
  onHint: (topic: string, sender: string, queueIds: string[]) => void;
  /** Called after every (re)connect: hints may have been missed meanwhile, so look at everything once. */
  onConnect: () => void;
};

export type Listener = { isConnected(): boolean; close(): Promise<void> };

// A half-open connection is noticed after one silent interval and its answer time.
const heartbeatMs = 4_000;
const answerMs = 3_000;
const reconnectMsMax = 2_000;

/** Listens until closed; reconnects with a growing pause. Hints are only hints: callers poll as well. */
export function openListener(options: ListenerOptions): Listener {
  let client: pg.Client | undefined;
  let isListening = false;
  let isClosed = false;
  let pauseMs = 50;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const again = (failed: pg.Client) => {
    if (client !== failed) return;
    client = undefined;
    isListening = false;
    failed.removeAllListeners('notification');
    failed.end().catch(() => undefined);
    if (isClosed) return;
    clearTimeout(timer);
    timer = setTimeout(connect, pauseMs);
    pauseMs = Math.min(reconnectMsMax, pauseMs * 2);
  };

  const beat = (current: pg.Client) => {
    timer = setTimeout(() => {
      const deadline = setTimeout(() => again(current), answerMs);
      current
        .query('select 1')
        .then(() => client === current && !isClosed && beat(current))
        .catch(() => again(current))
        .finally(() => clearTimeout(deadline));
    }, heartbeatMs);
  };

  const connect = () => {
    const current = new pg.Client({
      connectionString: options.url,
      application_name: options.name,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      options: sessionSettings(options.duty),
    });
    client = current;
    current.on('error', () => again(current));
    current.on('end', () => again(current));
    current.on('notification', ({ payload = '' }) => {
      const { topic, sender, queueIds } = readHint(payload);
      options.onHint(topic, sender, queueIds);
    });
    current
      .connect()
      .then(() => current.query(`listen ${hintChannel}`))
      .then(() => {
        if (client !== current || isClosed) return;
        pauseMs = 50;
        isListening = true;
        options.onConnect();
        beat(current);
      })
      .catch(() => again(current));
  };

  connect();
  return {
    isConnected: () => isListening,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
