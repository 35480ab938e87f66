// How often one address may read what is public. Counted by each replica for itself: what is read is cheap, and nobody is locked out of it.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problems';

/** A whole estate may read behind one address. */
const READS = { points: 300, duration: 60 };

export class PublicThrottle {
  readonly #limiter: RateLimiterMemory;

  constructor(limits: { points: number; duration: number } = READS) {
    this.#limiter = new RateLimiterMemory(limits);
  }

  /** Throws `too-many-requests` with the seconds to wait. */
  async take(address: string): Promise<void> {
    await this.#limiter.consume(address).catch((refusal: unknown) => {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new Problem('too-many-requests', { retryAfterSeconds }, [], { 'Retry-After': String(retryAfterSeconds) });
    });
  }
}
