// The seam between "whose token is this" and everything else. Built-in accounts implement it (tokens.ts); an OpenID Connect
// provider will be a second implementation that maps its subject to an account.

/** What a valid token says. The account's grants are not in it: they are read from the database and can be taken away at once. */
export interface VerifiedToken {
  accountId: string;
  sessionId: string;
  /** The account's token epoch when the token was made; a raised epoch makes the token worthless. */
  epoch: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface IdentityProvider {
  /** The token's content if it is ours, intact, meant for this API and of the right kind at `now`; otherwise why not. */
  verify(token: string, now: Date): Promise<VerifiedToken | 'invalid' | 'expired'>;
}
