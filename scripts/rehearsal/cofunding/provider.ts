// The people's side of the payment provider: they pay their orders, and it tells of that as badly as providers do, twice, three times, late and out
// of order, until it was heard. Its own books are held against the platform's in the end.
import { randomUUID } from 'node:crypto';
import { startFakeProvider, type FakeProvider } from '../../support/fake-payment-provider';
import { pause, wallClock, type Session } from '../election/client';

const PROVIDER_CODE = 'rehearsal-pay';
/** A call is signed over whole seconds: told again within the same second it would be the same call. */
const NEXT_SECOND_MS = 1_050;
const PATIENCE_MS = 120_000;

interface News {
  eventId: string;
  type: 'paid' | 'failed' | 'refunded';
  orderId: string;
  amountFen: number;
  refundId: string | null;
}

export class Provider {
  /** What the platform answered to the calls, by its words. */
  readonly answers: Record<string, number> = {};
  private readonly paid = new Set<string>();
  private address = '';
  private secret = '';
  private fake: FakeProvider | undefined;

  static async open(): Promise<Provider> {
    const provider = new Provider();
    provider.fake = await startFakeProvider(() => provider.secret);
    return provider;
  }

  /** By what the API finds it. */
  get environment(): NodeJS.ProcessEnv {
    return { GONGZHI_PAYMENT_URL: this.server.url, GONGZHI_PAYMENT_PROVIDER: PROVIDER_CODE };
  }

  /** The street registers it, and hands it the secret under which both sign. */
  async connect(address: string, street: Session, streetId: string): Promise<void> {
    const source = { sourceId: randomUUID(), code: PROVIDER_CODE, kind: 'payments', name: '演练支付平台' };
    const { secret } = await street.post<{ secret: string }>(`/v1/places/${streetId}/intake-sources`, source);
    Object.assign(this, { address, secret });
  }

  /** Somebody pays the order; it is told `times` times. `isLate`: an earlier try had failed, and that is told after the payment. */
  async pay(orderId: string, { times, isLate }: { times: number; isLate: boolean }): Promise<void> {
    const order = this.server.orders.get(orderId);
    if (!order) throw new Error(`the provider knows no order ${orderId}`);
    this.paid.add(orderId);
    const told = { orderId, amountFen: order.amountFen, refundId: null };
    for (let time = 0; time < times; time += 1) {
      if (time > 0) await pause(NEXT_SECOND_MS);
      await this.tell({ eventId: `${orderId}:paid`, type: 'paid', ...told });
    }
    if (isLate) await this.tell({ eventId: `${orderId}:failed`, type: 'failed', ...told });
  }

  /** The money has gone back, and it tells so. */
  async giveBack(refundId: string): Promise<void> {
    const refund = this.server.refunds.get(refundId);
    if (!refund) throw new Error(`the provider was not asked for the refund ${refundId}`);
    const { orderId, amountFen } = refund;
    await this.tell({ eventId: `${refundId}:refunded`, type: 'refunded', orderId, amountFen, refundId });
  }

  /** Orders that were paid, and fen that came and went. */
  books(): { orders: number; paidFen: bigint; refundedFen: bigint } {
    const { orders, refunds } = this.server;
    const sum = (of: Iterable<{ amountFen: number }>): bigint =>
      [...of].reduce((total, { amountFen }) => total + BigInt(amountFen), 0n);
    const paid = [...orders.values()].filter(({ orderId }) => this.paid.has(orderId));
    return { orders: paid.length, paidFen: sum(paid), refundedFen: sum(refunds.values()) };
  }

  async close(): Promise<void> {
    await this.fake?.stop();
  }

  private get server(): FakeProvider {
    if (!this.fake) throw new Error('the provider is not open');
    return this.fake;
  }

  /** Until the platform has answered; what it cannot answer now is signed anew and told again. */
  private async tell(news: News): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const { body, headers } = this.server.news(news, this.secret, new Date(wallClock()));
      const answer: Response = await fetch(`${this.address}/v1/payment-providers/${PROVIDER_CODE}/events`, {
        ...{ method: 'POST', body },
        headers: { 'content-type': 'application/octet-stream', ...headers },
      });
      const { result, code } = (await answer.json()) as { result?: string; code?: string };
      const said = result ?? code ?? String(answer.status);
      this.answers[said] = (this.answers[said] ?? 0) + 1;
      if (answer.ok) return;
      const isOpen = answer.status >= 500 || answer.status === 429;
      if (!isOpen || performance.now() > until) throw new Error(`the provider was answered ${answer.status} ${said}`);
      await pause(300);
    }
  }
}
