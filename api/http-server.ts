// The HTTP server around the application: its time limits, and an answer in the usual form to what Node cannot read as HTTP at all.
import { randomUUID } from 'node:crypto';
import { createServer, STATUS_CODES, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, problemBody } from './problems';

/** Longer than proxies keep an idle connection (60 s with most): whoever closes first must be the one who sends requests over it. */
const KEEP_ALIVE_MS = 75_000;

export function createHttpServer(app: RequestListener): Server {
  const server = createServer(
    { requestTimeout: 120_000, headersTimeout: 20_000, keepAliveTimeout: KEEP_ALIVE_MS },
    app,
  );
  server.on('clientError', answerUnreadable);
  return server;
}

/** Such requests never reach Express. Their language is not known, so the sentence is Chinese. */
function answerUnreadable(error: Error & { code?: string }, socket: Duplex): void {
  // Node's own answer looks here too: nothing may be written into an answer that has begun.
  const { _httpMessage: begun } = socket as { _httpMessage?: ServerResponse };
  if (!socket.writable || error.code === 'ECONNRESET' || begun?.headersSent) {
    socket.destroy();
    return;
  }
  const found = new Problem(error.code === 'HPE_HEADER_OVERFLOW' ? 'too-large' : 'malformed-request');
  const body = JSON.stringify(problemBody(found, { lang: 'zh', requestId: randomUUID(), commandId: null }));
  const head = [
    `HTTP/1.1 ${found.status} ${STATUS_CODES[found.status]}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
