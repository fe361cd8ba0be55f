/** The settings of a process, read from its environment once. Every fault is reported, not only the first. */
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { type MailSettings, readMailSettings } from './mail-settings.ts';
import { type Networks, parseNetwork } from './networks.ts';

/** The knobs of the console and the worker, with their defaults filled in. */
export type Environment = {
  databaseUrl: string | undefined;
  dataDirectory: string;
  port: number;
  host: string;
  adminToken: string | undefined;
  /** The sign-in of the first admin; made up unless given. */
  firstAdmin: { email: string; password: string } | undefined;
  wantsDemo: boolean;
  workerPort: number;
  workerConcurrency: number;
  /** Names of the queues that the worker serves; empty means all. */
  workerQueues: string[];
  leaseTtlMs: number;
  heartbeatMs: number;
  sweepMs: number;
  graceMs: number;
  pollMs: number;
  /** Bearer token for the metrics of console and worker. */
  metricsToken: string | undefined;
  /** What people type to reach the console: scheme, host and port. */
  publicUrls: string[];
  /** `host:port` that handlers may call although the address is private. */
  outboundAllow: string[];
  /** Whose X-Forwarded headers the console believes. */
  trustedProxies: Networks;
  /** The server that mail goes through; undefined without one. */
  mail: MailSettings | undefined;
  /** What secrets that are used again are sealed with; the same for console and worker. */
  secretKey: string | undefined;
};

type Variables = Readonly<Record<string, string | undefined>>;
type Range = { fallback: number; min: number; max: number };

const dayMs = 24 * 3_600_000;

// Planned settings: whoever sets one today counts on something that nothing does.
const withoutEffect: Readonly<Record<string, string>> = {
  LEADER_TTL_MS: 'there is no leader, every planner takes what is due and free',
};

/** Reads the variables; a refusal's path is the variable's name. */
export function parseEnvironment(variables: Variables): Outcome<Environment> {
  const refusals: Refusal[] = [];
  const say = (name: string, message: string) => {
    refusals.push({ code: 'BAD_INPUT', message: `${name} ${message}`, path: [name] });
  };
  const text = (name: string) => variables[name]?.trim() || undefined;
  const wholeNumber = (name: string, { fallback, min, max }: Range): number => {
    const given = text(name);
    if (given === undefined) return fallback;
    const value = /^\d{1,12}$/.test(given) ? Number(given) : Number.NaN;
    if (value >= min && value <= max) return value;
    say(name, `is a whole number from ${min} to ${max}, not "${given.slice(0, 40)}"`);
    return fallback;
  };
  const list = (name: string) => (text(name) ?? '').split(',').flatMap((item) => item.trim() || []);

  const environment: Environment = {
    databaseUrl: text('DATABASE_URL'),
    dataDirectory: text('TASKFLOW_DATA_DIR') ?? '.taskflow',
    port: wholeNumber('PORT', { fallback: 3000, min: 0, max: 65_535 }),
    host: text('HOST') ?? '0.0.0.0',
    adminToken: text('TASKFLOW_ADMIN_TOKEN'),
    firstAdmin: firstAdminOf(variables),
    wantsDemo: !['0', 'false', 'no'].includes(text('TASKFLOW_DEMO')?.toLowerCase() ?? ''),
    workerPort: wholeNumber('WORKER_PORT', { fallback: 3100, min: 0, max: 65_535 }),
    workerConcurrency: wholeNumber('WORKER_CONCURRENCY', { fallback: 100, min: 1, max: 10_000 }),
    workerQueues: list('WORKER_QUEUES'),
    leaseTtlMs: wholeNumber('LEASE_TTL_MS', { fallback: 30_000, min: 500, max: dayMs }),
    heartbeatMs: wholeNumber('HEARTBEAT_MS', { fallback: 5_000, min: 50, max: dayMs }),
    sweepMs: wholeNumber('SWEEP_MS', { fallback: 5_000, min: 50, max: dayMs }),
    graceMs: wholeNumber('GRACE_MS', { fallback: 30_000, min: 0, max: dayMs }),
    pollMs: wholeNumber('POLL_MS', { fallback: 1_000, min: 10, max: 60_000 }),
    metricsToken: text('METRICS_TOKEN'),
    publicUrls: list('PUBLIC_URLS'),
    outboundAllow: list('OUTBOUND_ALLOW'),
    trustedProxies: list('TRUSTED_PROXIES').flatMap((place) => {
      const network = parseNetwork(place);
      if (network !== undefined) return [network];
      say('TRUSTED_PROXIES', `lists addresses and networks such as 10.0.0.0/8, which "${place.slice(0, 80)}" is not`);
      return [];
    }),
    mail: readMailSettings({ url: text('SMTP_URL'), from: text('SMTP_FROM') }, say),
    secretKey: text('TASKFLOW_SECRET_KEY'),
  };
  checkTogether(environment, { text, say });
  return refusals.length > 0 ? refuseAll(refusals) : done(environment);
}

type Reading = { text: (name: string) => string | undefined; say: (name: string, message: string) => void };

/** What no single variable tells, and the shape of those that are texts. */
function checkTogether(environment: Environment, { text, say }: Reading): void {
  for (const [name, why] of Object.entries(withoutEffect))
    if (text(name) !== undefined) say(name, `has no effect: ${why}`);
  if (environment.databaseUrl !== undefined && !isPostgresUrl(environment.databaseUrl))
    say('DATABASE_URL', 'is not a URL such as postgres://user@host:5432/name');
  // Two intervals: one heartbeat may be lost without losing the lease.
  if (environment.leaseTtlMs < 2 * environment.heartbeatMs)
    say('LEASE_TTL_MS', `must last two heartbeats, ${2 * environment.heartbeatMs} at least`);
  if (
    environment.firstAdmin === undefined &&
    (text('TASKFLOW_ADMIN_EMAIL') ?? text('TASKFLOW_ADMIN_PASSWORD')) !== undefined
  )
    say('TASKFLOW_ADMIN_EMAIL', 'and TASKFLOW_ADMIN_PASSWORD are given together or not at all');
  const unfit = environment.adminToken === undefined ? undefined : unfitToken(environment.adminToken);
  if (unfit !== undefined) say('TASKFLOW_ADMIN_TOKEN', unfit);
  if (environment.metricsToken !== undefined && !/^[\x21-\x7e]{16,200}$/.test(environment.metricsToken))
    say('METRICS_TOKEN', 'has 16 to 200 visible characters without blanks: it travels as a bearer token');
  if (environment.secretKey !== undefined && !/^[\x21-\x7e]{32,200}$/.test(environment.secretKey))
    say('TASKFLOW_SECRET_KEY', 'has 32 to 200 visible characters without blanks, for example openssl rand -hex 32');
  for (const url of environment.publicUrls) {
    if (!isOrigin(url))
      say(
        'PUBLIC_URLS',
        `lists what people type, such as https://taskflow.example:8443, which "${url.slice(0, 80)}" is not`,
      );
  }
  for (const place of environment.outboundAllow) {
    if (!/^[^\s/@]+:\d{1,5}$/.test(place))
      say('OUTBOUND_ALLOW', `lists host:port, which "${place.slice(0, 80)}" is not`);
  }
}

/** Where links begin that people get by mail: what they type to reach the console, the first of several. */
export function linkBaseOf({ publicUrls, port }: Pick<Environment, 'publicUrls' | 'port'>): string {
  return publicUrls[0] ?? `http://localhost:${port}`;
}

/** The environment of this process. Throws one error that names everything that is wrong with it. */
export function readEnvironment(): Environment {
  const outcome = parseEnvironment(process.env);
  if (outcome.ok) return outcome.value;
  throw new Error(
    `the environment has faults:\n${outcome.refusals.map((refusal) => `  ${refusal.message}`).join('\n')}`,
  );
}

function firstAdminOf(variables: Variables): Environment['firstAdmin'] {
  const { TASKFLOW_ADMIN_EMAIL: email = '', TASKFLOW_ADMIN_PASSWORD: password = '' } = variables;
  return email.trim() === '' || password.trim() === '' ? undefined : { email: email.trim(), password };
}

// Whoever guesses it rules every tenant. Twelve characters of which half are different cannot be tried one by one.
const tokenLengthMin = 12;
const tokenLengthMax = 200;
const tokenCharactersMin = 6;

/** What is wrong with a secret that somebody made up, for example with `openssl rand -hex 24`. */
function unfitToken(token: string): string | undefined {
  if (!/^[\x21-\x7e]*$/.test(token))
    return 'is made of visible characters without blanks: it travels as a bearer token';
  if (token.length < tokenLengthMin || token.length > tokenLengthMax)
    return `has ${tokenLengthMin} to ${tokenLengthMax} characters, not ${token.length}: whoever guesses it rules every tenant`;
  if (new Set(token).size < tokenCharactersMin)
    return `has at least ${tokenCharactersMin} different characters: whoever guesses it rules every tenant`;
  return undefined;
}

// Without a path: the console answers at the root of its host.
function isOrigin(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { pathname, search, hash, username, password } = new URL(text);
  return pathname === '/' && [search, hash, username, password].every((part) => part === '');
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}
