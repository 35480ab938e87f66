// The HTTP server around the application: its time limits, and an answer in the usual form to what Node cannot read as HTTP at all.
import { randomUUID } from 'node:crypto';
import { createServer, STATUS_CODES, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, problemBody } from './problems';

export function createHttpServer(app: RequestListener): Server {
  const server = createServer({ requestTimeout: 120_000, headersTimeout: 20_000 }, app);
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
