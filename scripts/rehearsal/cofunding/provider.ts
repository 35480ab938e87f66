// A payment provider that is not there: it takes orders and refunds over HTTP as a real one would, and tells of them by signed calls that come
// twice, three times, late and out of order. What it does with money nobody else knows: its own books are held against ours in the end.
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause, wallClock } from '../election/client';
import type { People } from '../election/people';

const PROVIDER_CODE = 'rehearsal-pay';
/** A call is signed over whole seconds: told again within the same second it would be the same call. */
const NEXT_SECOND_MS = 1_050;
const PATIENCE_MS = 120_000;

interface Order {
  amountFen: number;
  isPaid: boolean;
  refunds: Map<string, number>;
}

interface Told {
  eventId: string;
  type: 'paid' | 'failed' | 'refunded';
  orderId: string;
  amountFen: number;
  refundId: string | null;
}

export class FakeProvider {
  readonly orders = new Map<string, Order>();
  /** What the platform answered to a call, by its words. */
  readonly answers: Record<string, number> = {};
  /** Calls that are still to be delivered; a refund is told of after its request was answered. */
  private readonly calls: Promise<void>[] = [];
  private to: { address: string; secret: string } | undefined;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<FakeProvider> {
    const server = createServer();
    const provider = new FakeProvider(server);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const answer = provider.answer(request.url ?? '', JSON.parse(Buffer.concat(parts).toString('utf8')) as Asked);
        response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer ?? {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // It must not keep the program alive by itself.
    server.unref();
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Whom it tells, and under which secret. */
  connect(address: string, secret: string): void {
    this.to = { address, secret };
  }

  /** Somebody pays the order; it is told `times` times. `isLate`: an earlier try had failed, and that comes after the payment. */
  async pay(orderId: string, { times, isLate }: { times: number; isLate: boolean }): Promise<void> {
    const order = this.orders.get(orderId);
    if (!order) throw new Error(`the provider knows no order ${orderId}`);
    order.isPaid = true;
    const told = { orderId, amountFen: order.amountFen, refundId: null };
    for (let time = 0; time < times; time += 1) {
      if (time > 0) await pause(NEXT_SECOND_MS);
      await this.tell({ eventId: `${orderId}:paid`, type: 'paid', ...told });
    }
    if (isLate) await this.tell({ eventId: `${orderId}:failed`, type: 'failed', ...told });
  }

  /** All that it has promised to tell has been told. */
  async untilTold(): Promise<void> {
    await Promise.all(this.calls);
  }

  paidFen(): bigint {
    return [...this.orders.values()].reduce((sum, { isPaid, amountFen }) => sum + (isPaid ? BigInt(amountFen) : 0n), 0n);
  }

  refundedFen(): bigint {
    const refunds = [...this.orders.values()].flatMap((order) => [...order.refunds.values()]);
    return refunds.reduce((sum, fen) => sum + BigInt(fen), 0n);
  }

  close(): void {
    this.server.close();
  }

  /** The same id is the same order and the same refund. */
  private answer(path: string, { orderId, refundId, amountFen }: Asked): object | undefined {
    const order = this.orders.get(orderId);
    if (path === '/orders') {
      if (!order) this.orders.set(orderId, { amountFen, isPaid: false, refunds: new Map() });
      return { payUrl: `${this.url}/pay/${orderId}` };
    }
    if (path !== '/refunds' || !order?.isPaid || refundId === undefined) return undefined;
    if (!order.refunds.has(refundId)) {
      order.refunds.set(refundId, amountFen);
      const told = { eventId: `${refundId}:refunded`, type: 'refunded' as const, orderId, amountFen, refundId };
      this.calls.push(pause(20).then(() => this.tell(told)));
    }
    return {};
  }

  /** Until the platform has answered; what it cannot answer now is signed anew and told again. */
  private async tell({ eventId, type, orderId, amountFen, refundId }: Told): Promise<void> {
    if (!this.to) throw new Error('the provider was not told whom to tell');
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const now = wallClock();
      const event = { eventId, orderId, type, amountFen, currency: 'CNY', refundId, happenedAt: new Date(now).toISOString() };
      const [bytes, timestamp] = [Buffer.from(JSON.stringify(event)), String(Math.floor(now / 1_000))];
      const answer: Response = await fetch(`${this.to.address}/v1/payment-providers/${PROVIDER_CODE}/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/octet-stream',
          'gongzhi-timestamp': timestamp,
          'gongzhi-signature': signed(this.to.secret, timestamp, bytes),
        },
        body: bytes,
      });
      const body = (await answer.json()) as { result?: string; code?: string };
      const said = body.result ?? body.code ?? String(answer.status);
      this.answers[said] = (this.answers[said] ?? 0) + 1;
      if (answer.ok) return;
      const isOpen = answer.status >= 500 || answer.status === 429;
      if (!isOpen || performance.now() > until) throw new Error(`the provider was answered ${answer.status} ${said}`);
      await pause(300);
    }
  }
}

/** As docs/intake.md has it: HMAC-SHA-256 over instant and body. */
const signed = (secret: string, timestamp: string, body: Uint8Array): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;

interface Asked {
  orderId: string;
  refundId?: string;
  amountFen: number;
}

/** By what the API finds the provider. */
export const providerEnvironment = ({ url }: FakeProvider): NodeJS.ProcessEnv => ({
  GONGZHI_PAYMENT_PROVIDER_URL: url,
  GONGZHI_PAYMENT_PROVIDER_CODE: PROVIDER_CODE,
});

/** The street registers it, and hands it the secret under which both sign. */
export async function connectProvider(
  provider: FakeProvider,
  { street, streetId, address }: Pick<People, 'street' | 'address'> & { streetId: string },
): Promise<void> {
  const source = { sourceId: randomUUID(), code: PROVIDER_CODE, kind: 'payments', name: '演练支付平台' };
  const { secret } = await street.post<{ secret: string }>(`/v1/places/${streetId}/intake-sources`, source);
  provider.connect(address, secret);
}
