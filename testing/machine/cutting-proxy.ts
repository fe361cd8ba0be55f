/**
 * Stands between a process and PostgreSQL and takes the connection away at a chosen statement: before the server has
 * it, while it runs, or when it is done and only the answer is missing. It can also be gone, silent or slow altogether.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { readMessages, textsOf, type WireMessage } from './wire-messages.ts';

/** A statement on its way: its name, or its verb and table, who sends it, and on which of the connections so far. */
export type SentStatement = { name: string; application: string; connection: number };

/** When the connection goes: the statement is not sent; it is sent and runs; it is done, but nobody hears of it. */
export type Cut = 'before' | 'during' | 'after';

/** What a connection said of itself when it was opened. */
export type Opening = { application: string; options: string };

export type CuttingProxy = {
  /** The database's address by way of this proxy. */
  url: string;
  /** Every connection that was opened so far. */
  readonly openings: readonly Opening[];
  /** Asked for every statement; undefined lets it pass, and a promise when it is kept, with what follows on its connection. */
  onStatement(decide: (statement: SentStatement) => Cut | Promise<void> | undefined): void;
  /** Every connection ends, and new ones are refused. */
  vanish(): Promise<void>;
  /** Connections stay and are taken, and nothing more is said on them. */
  fallSilent(): void;
  /** Every statement takes this much longer to arrive. */
  slowDown(delayMs: number): void;
  /** All is well again. */
  recover(): Promise<void>;
  close(): Promise<void>;
};

/** Opens a proxy on a port of its own. */
export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const state: State = { decide: () => undefined, delayMs: 0, isSilent: false, openings: [], sessions: new Set() };
  const server = createServer((client) => new Session(state, client, target));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = portOf(server.address());
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const endAll = () => {
    for (const session of state.sessions) session.end();
  };
  const vanish = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    endAll();
    await closed;
  };
  return {
    url: url.href,
    openings: state.openings,
    onStatement: (decide) => {
      state.decide = decide;
    },
    vanish,
    fallSilent: () => {
      state.isSilent = true;
      for (const session of state.sessions) session.listen(false);
    },
    slowDown: (delayMs) => {
      state.delayMs = delayMs;
    },
    recover: async () => {
      state.isSilent = false;
      state.delayMs = 0;
      for (const session of state.sessions) session.listen(true);
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close: vanish,
  };
}

type State = {
  decide: (statement: SentStatement) => Cut | Promise<void> | undefined;
  delayMs: number;
  isSilent: boolean;
  openings: Opening[];
  sessions: Set<Session>;
};

/** One connection and its other half. */
class Session {
  readonly #state: State;
  readonly #client: Socket;
  readonly #server: Socket;
  // Prepared statements by the name under which they are run.
  readonly #names = new Map<string, string>();
  #application = '';
  #connection = 0;
  #name = '';
  #unsent: Buffer[] = [];
  // What came after a statement that is held back, in its order.
  #waiting: (() => void)[] | undefined;
  // Several statements may be on their way at once: so many will be answered. Opening the connection is answered as one.
  #unanswered = 1;
  // True from the cut on: nothing more is sent, and the answer to the last statement that was sent is not passed on.
  #isCut = false;

  constructor(state: State, client: Socket, target: URL) {
    this.#state = state;
    this.#client = client;
    this.#server = connect(Number(target.port || 5_432), target.hostname);
    state.sessions.add(this);
    for (const socket of [client, this.#server]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.end());
      socket.on('close', () => this.end());
    }
    client.on(
      'data',
      readMessages({ opensWithStartup: true }, (message) => this.#onClient(message)),
    );
    this.#server.on(
      'data',
      readMessages({ opensWithStartup: false }, (message) => this.#onServer(message)),
    );
    if (state.isSilent) this.listen(false);
  }

  /** Hears both halves, or neither. */
  listen(isHearing: boolean): void {
    for (const socket of [this.#client, this.#server]) {
      if (isHearing) socket.resume();
      else socket.pause();
    }
  }

  end(): void {
    this.#state.sessions.delete(this);
    this.#client.destroy();
    // A statement that was sent is carried out to its end, as by a server that has not noticed yet.
    if (!this.#isCut) this.#server.destroy();
  }

  #onClient(message: WireMessage): void {
    // What was sent along with the statement that was cut went down with the connection.
    if (this.#isCut) return;
    if (message.type === '') this.#onOpening(message);
    else if (message.type === 'P') this.#onParse(message);
    else if (message.type === 'B') this.#name = this.#names.get(textsOf(message, 5, 2)[1] ?? '') ?? this.#name;
    else if (message.type === 'Q') this.#name = nameOf(textsOf(message, 5, 1)[0] ?? '');
    this.#unsent.push(message.bytes);
    const isPart = message.type !== '' && 'PBDECH'.includes(message.type);
    if (isPart) return;
    const bytes = Buffer.concat(this.#unsent);
    this.#unsent = [];
    if (message.type !== 'S' && message.type !== 'Q') this.#server.write(bytes);
    else {
      const statement = { name: this.#name, application: this.#application, connection: this.#connection };
      if (this.#state.delayMs === 0) this.#send(statement, bytes);
      else setTimeout(() => this.#send(statement, bytes), this.#state.delayMs);
    }
  }

  #send(statement: SentStatement, bytes: Buffer): void {
    if (this.#waiting !== undefined) this.#waiting.push(() => this.#send(statement, bytes));
    else if (!this.#isCut && !this.#client.destroyed) this.#obey(this.#state.decide(statement), bytes);
  }

  #obey(verdict: Cut | Promise<void> | undefined, bytes: Buffer): void {
    if (verdict instanceof Promise) {
      this.#waiting = [];
      void verdict.then(() => {
        const waiting = this.#waiting ?? [];
        this.#waiting = undefined;
        this.#pass(undefined, bytes);
        for (const send of waiting) send();
      });
    } else this.#pass(verdict, bytes);
  }

  #pass(cut: Cut | undefined, bytes: Buffer): void {
    if (cut === 'before') {
      this.end();
      return;
    }
    this.#unanswered += 1;
    this.#isCut = cut !== undefined;
    if (cut !== 'during') this.#server.write(bytes);
    else {
      this.#server.end(bytes);
      this.end();
    }
  }

  #onServer(message: WireMessage): void {
    const isHushed = this.#isCut && this.#unanswered <= 1;
    if (!isHushed && !this.#client.destroyed) this.#client.write(message.bytes);
    if (message.type !== 'Z') return;
    // Ready for the next statement: this one is done, and only now may the server hear that nobody listens any more.
    this.#unanswered -= 1;
    if (!this.#isCut || this.#unanswered > 0) return;
    this.#isCut = false;
    this.end();
  }

  #onOpening(message: WireMessage): void {
    const texts = textsOf(message, 8);
    const told = new Map(texts.flatMap((text, n) => (n % 2 === 0 ? [[text, texts[n + 1] ?? ''] as const] : [])));
    this.#application = told.get('application_name') ?? '';
    this.#connection = this.#state.openings.length;
    this.#state.openings.push({ application: this.#application, options: told.get('options') ?? '' });
  }

  #onParse(message: WireMessage): void {
    const [as = '', text = ''] = textsOf(message, 5, 2);
    this.#name = nameOf(text);
    this.#names.set(as, this.#name);
  }
}

// The product's statements name themselves; of the others, verb and table say enough.
function nameOf(text: string): string {
  const named = /^\s*\/\* ([a-z0-9_]+) \*\//.exec(text)?.[1];
  if (named !== undefined) return named;
  const verb = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? '';
  const table = /\b(?:from|into|update)\s+(?:"public"\.)?"?(\w+)/i.exec(text)?.[1];
  return table === undefined ? verb : `${verb} ${table}`;
}

function portOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on no port');
  return address;
}
