// Whose request is this? Verified tokens and loaded principals are kept in memory, so a hot path pays microseconds; once a second at
// most, one query asks the database which accounts and sessions have been revoked since. Revocation takes effect within two seconds
// on every replica and at once on the one that did it.
import type { IncomingHttpHeaders } from 'node:http';
import { endedSince, loadPrincipal, type LoadedAccount } from '../../store/principals';
import type { Deps } from '../deps';
import { problem } from '../problems';
import type { IdentityProvider, VerifiedToken } from './identity-provider';
import type { Principal } from './principal';
import { ACCESS_TOKEN_SECONDS, builtInProvider } from './tokens';

const LOOK_AGAIN_MS = 1_000;
/** Older knowledge than this is waited for; older than MAX_BLIND_MS and the database silent: refuse rather than trust. */
const MUST_LOOK_MS = 2_000;
const MAX_BLIND_MS = 5_000;
/** Ownership changes come through the register without raising an epoch. */
const PRINCIPAL_MS = 60_000;
const MAX_CACHED = 50_000;
/** Revocations are stamped before their transaction commits; look back this far again. */
const OVERLAP_MS = 10_000;

interface Cached {
  account: LoadedAccount;
  loadedAt: number;
}

/** A database instant, and the monotonic reading at which it was true. */
interface Look {
  databaseNow: number;
  monotonic: number;
}

export class Authenticator {
  readonly #tokens = new Map<string, VerifiedToken>();
  readonly #accounts = new Map<string, Cached>();
  readonly #endedSessions = new Map<string, number>();
  readonly #provider: IdentityProvider;
  #look: Look | null = null;
  #looking: Promise<void> | null = null;

  constructor(
    private readonly deps: Pick<Deps, 'pool' | 'config'>,
    provider?: IdentityProvider,
  ) {
    this.#provider = provider ?? builtInProvider(deps.config.tokenKey);
  }

  /** The caller behind the Authorization header; null when there is none. Throws `unauthenticated` with a reason otherwise. */
  async principalOf(headers: IncomingHttpHeaders): Promise<Principal | null> {
    const header = headers.authorization;
    if (header === undefined) return null;
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(header)?.[1];
    if (token === undefined) throw problem('unauthenticated', { reason: 'invalid' });
    await this.#beCurrent();
    const verified = await this.#verified(token);
    if (this.#endedSessions.has(verified.sessionId)) throw problem('unauthenticated', { reason: 'revoked' });
    let account = await this.#account(verified.accountId);
    if (account !== null && account.epoch < verified.epoch) {
      // Another replica raised the epoch and signed this token since we read the account.
      this.forgetAccount(verified.accountId);
      account = await this.#account(verified.accountId);
    }
    if (account === null || account.epoch !== verified.epoch) throw problem('unauthenticated', { reason: 'revoked' });
    return { ...account, sessionId: verified.sessionId };
  }

  /** The database's time, as of the last look plus what has passed since. For token expiry only. */
  async now(): Promise<Date> {
    await this.#beCurrent();
    return new Date(this.#nowMs());
  }

  /** To be called after this process has revoked something, so that it holds for the very next request. */
  forgetAccount(accountId: string): void {
    this.#accounts.delete(accountId);
  }

  forgetSession(sessionId: string): void {
    this.#endedSessions.set(sessionId, this.#look?.databaseNow ?? 0);
  }

  async #verified(token: string): Promise<VerifiedToken> {
    const known = this.#tokens.get(token);
    if (known !== undefined) {
      if (known.expiresAt > this.#nowMs()) return known;
      this.#tokens.delete(token);
    }
    const verified = await this.#provider.verify(token, new Date(this.#nowMs()));
    if (typeof verified === 'string') throw problem('unauthenticated', { reason: verified });
    remember(this.#tokens, token, verified);
    return verified;
  }

  async #account(accountId: string): Promise<LoadedAccount | null> {
    const known = this.#accounts.get(accountId);
    if (known !== undefined && performance.now() - known.loadedAt < PRINCIPAL_MS) return known.account;
    // Read before asking: a revocation that lands in between is then seen by the next look.
    const loadedAt = performance.now();
    const account = await loadPrincipal(this.deps.pool, accountId);
    if (account === null || (account.isSample && this.deps.config.isProduction)) return null;
    remember(this.#accounts, accountId, { account, loadedAt });
    return account;
  }

  async #beCurrent(): Promise<void> {
    const age = this.#look === null ? Infinity : performance.now() - this.#look.monotonic;
    if (age < LOOK_AGAIN_MS) return;
    this.#looking ??= this.#lookNow().finally(() => (this.#looking = null));
    if (age < MUST_LOOK_MS) {
      // Somebody else is waiting for it, or the next request will: a failure shows there.
      this.#looking.catch(() => undefined);
      return;
    }
    try {
      await this.#looking;
    } catch (error) {
      if (age > MAX_BLIND_MS) throw error;
    }
  }

  async #lookNow(): Promise<void> {
    const monotonic = performance.now();
    const since = this.#look === null ? null : new Date(this.#look.databaseNow - OVERLAP_MS);
    const found = await endedSince(this.deps.pool, since, ACCESS_TOKEN_SECONDS);
    for (const [accountId, epoch] of found.epochs) {
      if (this.#accounts.get(accountId)?.account.epoch !== epoch) this.#accounts.delete(accountId);
    }
    const databaseNow = found.now.getTime();
    for (const sessionId of found.sessions) this.#endedSessions.set(sessionId, databaseNow);
    for (const [sessionId, at] of this.#endedSessions) {
      if (databaseNow - at < 2 * ACCESS_TOKEN_SECONDS * 1000) break;
      this.#endedSessions.delete(sessionId);
    }
    this.#look = { databaseNow, monotonic };
  }

  #nowMs(): number {
    if (this.#look === null) throw new Error('the authenticator was asked before its first look at the database');
    return this.#look.databaseNow + (performance.now() - this.#look.monotonic);
  }
}

/** Adds to a bounded map; the oldest entry goes first. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  if (map.size >= MAX_CACHED) map.delete(map.keys().next().value as string);
  map.set(key, value);
}
