// Slows guessing down: few failures per account from one address, more per account from anywhere, many per address (a whole estate
// may sit behind one). Only failures count, so a thousand neighbours signing in from one network all pass.
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../problems';

const LIMITS = {
  pair: { points: 5, duration: 15 * 60 },
  account: { points: 50, duration: 60 * 60 },
  address: { points: 200, duration: 15 * 60 },
};

type Kind = keyof typeof LIMITS;

export class LoginThrottle {
  readonly #limiters: Record<Kind, RateLimiterPostgres>;

  constructor(pool: Pool) {
    const limiter = (kind: Kind) =>
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'login_throttle',
        tableCreated: true,
        keyPrefix: kind,
        ...LIMITS[kind],
        // With the table out of reach each replica still counts for itself.
        insuranceLimiter: new RateLimiterMemory({ keyPrefix: kind, ...LIMITS[kind] }),
      });
    this.#limiters = { pair: limiter('pair'), account: limiter('account'), address: limiter('address') };
  }

  /** Runs one attempt. A refused guess costs a point of each kind; a success clears the account's own count. Throws `too-many-requests`. */
  async attempt(loginName: string, address: string, fits: () => Promise<boolean>): Promise<boolean> {
    const keys: Record<Kind, string> = {
      pair: digest(`${loginName}|${address}`),
      account: digest(loginName),
      address: digest(address),
    };
    for (const kind of ['account', 'address'] as const) {
      const seen = await this.#limiters[kind].get(keys[kind]);
      if (seen !== null && seen.consumedPoints >= LIMITS[kind].points) throw tooMany(seen);
    }
    // Taken before the check, so that guesses sent at the same moment cannot all slip through.
    await this.#limiters.pair.consume(keys.pair).catch((refusal: unknown) => {
      throw refusal instanceof RateLimiterRes ? tooMany(refusal) : refusal;
    });
    if (await fits()) {
      await this.#limiters.pair.delete(keys.pair);
      return true;
    }
    await Promise.all([this.#limiters.account.penalty(keys.account), this.#limiters.address.penalty(keys.address)]);
    return false;
  }
}

const tooMany = ({ msBeforeNext }: RateLimiterRes): Problem => {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new Problem('too-many-requests', { retryAfterSeconds }, [], { 'Retry-After': String(retryAfterSeconds) });
};

/** Neither account names nor addresses are kept in the table. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
