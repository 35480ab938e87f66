// A payment provider that is none: a real HTTP server that takes signed orders and refunds, and afterwards delivers its signed news as badly as
// the caller wishes: twice, late, out of order, with another amount. For tests and rehearsals; no money moves.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSigned, signatureOf } from '../../store/signature';

export interface FakeOrder {
  orderId: string;
  amountFen: number;
  /** How often it was asked for. */
  asked: number;
}

export interface FakeRefund {
  refundId: string;
  orderId: string;
  amountFen: number;
  asked: number;
}

export interface SignedNews {
  body: string;
  headers: { 'gongzhi-timestamp': string; 'gongzhi-signature': string };
}

export interface FakeProvider {
  url: string;
  orders: Map<string, FakeOrder>;
  refunds: Map<string, FakeRefund>;
  /** Answers that the next calls get instead of what they ask for, in order. */
  failures: (500 | 422)[];
  /** News as the provider would send it, signed at `at`. */
  news(event: object, secret: string, at: Date): SignedNews;
  stop(): Promise<void>;
}

/** `secretOf` gives the secret under which we sign to it; asked at each call. */
export async function startFakeProvider(secretOf: () => string): Promise<FakeProvider> {
  const orders = new Map<string, FakeOrder>();
  const refunds = new Map<string, FakeRefund>();
  const failures: (500 | 422)[] = [];

  async function answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const header = (name: string) => request.headers[name] as string | undefined;
    const message = { timestamp: header('gongzhi-timestamp'), signature: header('gongzhi-signature'), body };
    if (!isSigned(message, [secretOf()], new Date())) return { status: 401, body: {} };
    const failure = failures.shift();
    if (failure !== undefined) return { status: failure, body: {} };
    const asked = JSON.parse(body.toString('utf8')) as FakeOrder & FakeRefund;
    const { orderId, amountFen, refundId } = asked;
    if (request.url === '/orders') {
      const order = orders.get(orderId) ?? { orderId, amountFen, asked: 0 };
      if (order.amountFen !== amountFen) return { status: 409, body: {} };
      orders.set(orderId, { ...order, asked: order.asked + 1 });
      return { status: 200, body: { payUrl: `https://pay.example/${orderId}` } };
    }
    const refund = refunds.get(refundId) ?? { refundId, orderId, amountFen, asked: 0 };
    refunds.set(refundId, { ...refund, asked: refund.asked + 1 });
    return { status: 200, body: {} };
  }

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    answer(request).then(
      ({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    ...{ orders, refunds, failures },
    news(event, secret, at) {
      const body = JSON.stringify({ eventId: randomUUID(), currency: 'CNY', happenedAt: at.toISOString(), ...event });
      const timestamp = String(Math.floor(at.getTime() / 1_000));
      const signature = signatureOf(secret, timestamp, Buffer.from(body, 'utf8'));
      return { body, headers: { 'gongzhi-timestamp': timestamp, 'gongzhi-signature': signature } };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
