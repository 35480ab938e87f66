// A payment provider, as we call it. What it calls us with is in provider-events.ts. Orders and refunds carry our own ids: asking twice is once.
import { signatureOf } from '../signature';

export interface PaymentPort {
  /** Code of the registered source whose secret signs both ways (store/intake/sources.ts). */
  readonly providerCode: string;
  /** Where the household pays. Throws PaymentPortError where the provider cannot be reached or will not. */
  createOrder(order: { orderId: string; amountFen: number; secret: string; now: Date }): Promise<{ payUrl: string }>;
  /** Asks for the money to go back; that it went, the provider tells later. */
  refund(refund: { orderId: string; refundId: string; amountFen: number; secret: string; now: Date }): Promise<void>;
}

export class PaymentPortError extends Error {
  constructor(readonly reason: 'unreachable' | 'refused') {
    super(reason);
    this.name = 'PaymentPortError';
  }
}

const TIMEOUT_MS = 10_000;

/** A provider over HTTP: signed JSON to `/orders` and `/refunds`, the same id answered the same way. */
export function httpPaymentPort({ url, providerCode }: { url: string; providerCode: string }): PaymentPort {
  async function call(path: string, body: object, { secret, now }: { secret: string; now: Date }): Promise<unknown> {
    const bytes = Buffer.from(JSON.stringify(body), 'utf8');
    const timestamp = String(Math.floor(now.getTime() / 1_000));
    let answer: Response;
    try {
      answer = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'gongzhi-timestamp': timestamp,
          'gongzhi-signature': signatureOf(secret, timestamp, bytes),
        },
        body: bytes,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new PaymentPortError('unreachable');
    }
    if (answer.status >= 500) throw new PaymentPortError('unreachable');
    if (!answer.ok) throw new PaymentPortError('refused');
    return answer.json().catch(() => null);
  }

  return {
    providerCode,
    async createOrder({ orderId, amountFen, secret, now }) {
      const answer = await call('/orders', { orderId, amountFen, currency: 'CNY' }, { secret, now });
      const payUrl = (answer as { payUrl?: unknown } | null)?.payUrl;
      if (typeof payUrl !== 'string' || !/^https?:\/\//.test(payUrl)) throw new PaymentPortError('refused');
      return { payUrl };
    },
    async refund({ orderId, refundId, amountFen, secret, now }) {
      await call('/refunds', { orderId, refundId, amountFen, currency: 'CNY' }, { secret, now });
    },
  };
}
