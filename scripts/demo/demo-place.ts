/** Where the demo's plugin runtime answers: its tasks hold the address, so it stays the same from start to start. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject } from '#domain/value/json.ts';
import { errorCode } from '#scripts/error-code.ts';
import { freePortNear, isFreePort } from '#scripts/free-port.ts';

export type DemoPlace = {
  port: number;
  runtimeUrl: string;
  /** True when the last start used another address, or none is known. */
  hasMoved: boolean;
};

const host = '127.0.0.1';
const preferredPort = 3200;
const fileName = 'demo-runtime.json';

/** The port of the last start when it is free, else another one, which is remembered. */
export async function chooseDemoPlace(folder: string): Promise<DemoPlace> {
  const path = join(folder, fileName);
  const remembered = await readPort(path);
  if (remembered !== undefined && (await isFreePort(remembered, host))) return placeAt(remembered, false);
  const port = await freePortNear(preferredPort, host);
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify({ port })}\n`);
  return placeAt(port, true);
}

function placeAt(port: number, hasMoved: boolean): DemoPlace {
  return { port, runtimeUrl: `http://${host}:${port}`, hasMoved };
}

async function readPort(path: string): Promise<number | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isJsonObject(value) && typeof value.port === 'number' ? value.port : undefined;
  } catch (error) {
    // Never written, or cut off by a power failure: then another port is as good.
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
