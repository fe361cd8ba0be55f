/** The console's pages: everything that is not a door of its own goes to Next. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pathOf } from './http.ts';
import { openScriptHashes } from './script-hashes.ts';
import { setPagePolicy } from './security-headers.ts';

export type Pages = {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The development server's own socket; there is none in production. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
};

/** Starts Next in this process; without development it serves what `next build` made. */
export async function openPages(options: {
  isDevelopment: boolean;
  directory: string;
  host: string;
  port: number;
}): Promise<Pages> {
  const { isDevelopment, directory, host, port } = options;
  const { default: next } = await import('next');
  // Next listens for every upgrade of the server it is given. It gets one that nobody reaches, and hears what is handed on.
  const hidden = createServer();
  const app = next({ dev: isDevelopment, dir: directory, hostname: host, port, httpServer: hidden });
  await app.prepare();
  const handle = app.getRequestHandler();
  const hashesOf = openScriptHashes(directory);
  return {
    answer: async (request, response) => {
      // No page takes a form or a server action, so nothing that pretends to be one gets in.
      if (!isDevelopment && request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { allow: 'GET, HEAD' }).end();
        return;
      }
      setPagePolicy(request, response, isDevelopment ? 'development' : await hashesOf(pathOf(request)));
      await handle(request, response);
    },
    upgrade: (request, socket, head) => {
      if (!isDevelopment || !hidden.emit('upgrade', request, socket, head)) socket.destroy();
    },
    close: () => app.close(),
  };
}
