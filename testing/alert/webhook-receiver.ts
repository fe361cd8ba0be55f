/** A receiver of webhooks as somebody might write one: it checks signatures with the library of Standard Webhooks. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';

export type ReceivedCall = { path: string; id: string; signatures: number; isSigned: boolean; body: JsonObject };

export type WebhookReceiver = {
  url: string;
  /** `host:port`, for the list of places that may be private. */
  place: string;
  calls: ReceivedCall[];
  /** With what it checks; none yet means that nothing is signed rightly. */
  secret: string;
  /** How the next calls are answered: 204 unless said otherwise. */
  answer: (response: ServerResponse, request: IncomingMessage) => void;
  /** Resolves with the call of this number, counted from 1. */
  call(nth: number): Promise<ReceivedCall>;
  close(): Promise<void>;
};

/** Opens a receiver on a free port. */
export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const calls: ReceivedCall[] = [];
  const waiting = new Map<number, (call: ReceivedCall) => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const call = readCall(request, { text: Buffer.concat(chunks).toString('utf8'), secret: receiver.secret });
    calls.push(call);
    waiting.get(calls.length)?.(call);
    receiver.answer(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${port}/in`,
    place: `127.0.0.1:${port}`,
    calls,
    secret: '',
    answer: (response) => {
      response.writeHead(204).end();
    },
    call: (nth) =>
      new Promise((resolve) => {
        const known = calls[nth - 1];
        if (known !== undefined) resolve(known);
        else waiting.set(nth, resolve);
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

function readCall(request: IncomingMessage, { text, secret }: { text: string; secret: string }): ReceivedCall {
  const header = (name: string) => String(request.headers[name] ?? '');
  const headers = {
    'webhook-id': header('webhook-id'),
    'webhook-timestamp': header('webhook-timestamp'),
    'webhook-signature': header('webhook-signature'),
  };
  const body: unknown = JSON.parse(text);
  return {
    path: request.url ?? '',
    id: headers['webhook-id'],
    signatures: headers['webhook-signature'].split(' ').length,
    isSigned: secret !== '' && isSignedBy(secret, { text, headers }),
    body: isJsonObject(body) ? body : {},
  };
}

function isSignedBy(secret: string, { text, headers }: { text: string; headers: Record<string, string> }): boolean {
  try {
    new Webhook(secret).verify(text, headers);
    return true;
  } catch (fault) {
    // What the library throws for a signature that does not fit.
    if (fault instanceof Error) return false;
    throw fault;
  }
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the receiver listens on no port');
  return address;
}
