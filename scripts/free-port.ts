/** Ports of this machine: whether one is free, and the next one that is. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { errorCode } from './error-code.ts';

/** A port that was free a moment ago; another process may still take it first. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const port = await listenOnce(0, host);
  if (port === undefined) throw new Error('the system gave no free port');
  return port;
}

/** The wanted port if it is free, else one of the next few, which a person recognises, else any. */
export async function freePortNear(wanted: number, host: string): Promise<number> {
  for (let port = wanted; port < wanted + 10; port += 1) {
    const free = await listenOnce(port, host);
    if (free !== undefined) return free;
  }
  return freePort(host);
}

/** True when nothing listens on the port and this user may. */
export async function isFreePort(port: number, host: string): Promise<boolean> {
  return (await listenOnce(port, host)) !== undefined;
}

async function listenOnce(wanted: number, host: string): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(wanted, host);
    await once(server, 'listening');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE' || code === 'EACCES') return undefined;
    throw error;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : undefined;
}
