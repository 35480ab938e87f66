// Access tokens of the built-in accounts: short-lived, HS256 with one fixed key, issuer, audience and type. Refresh tokens are random
// and known to the database by hash only (store/sessions.ts).
import { createHash, randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { IdentityProvider, VerifiedToken } from './identity-provider';

export const ACCESS_TOKEN_SECONDS = 15 * 60;
const ISSUER = 'gongzhi';
const AUDIENCE = 'gongzhi-api';
const TYPE = 'at+jwt';
const MAX_TOKEN_LENGTH = 2048;

const claims = z.object({ sub: z.uuid(), sid: z.uuid(), epoch: z.int().min(0), exp: z.int() });

/** Signs an access token valid for 15 minutes from `now`. */
export const issueAccessToken = (
  { accountId, sessionId, epoch }: Omit<VerifiedToken, 'expiresAt'>,
  key: Uint8Array,
  now: Date,
): Promise<string> => {
  const iat = Math.floor(now.getTime() / 1000);
  return new SignJWT({ sid: sessionId, epoch })
    .setProtectedHeader({ alg: 'HS256', typ: TYPE })
    .setSubject(accountId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(iat)
    .setExpirationTime(iat + ACCESS_TOKEN_SECONDS)
    .sign(key);
};

export const builtInProvider = (key: Uint8Array): IdentityProvider => ({
  async verify(token, now) {
    if (token.length > MAX_TOKEN_LENGTH) return 'invalid';
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: TYPE,
        currentDate: now,
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      const parsed = claims.safeParse(payload);
      if (!parsed.success) return 'invalid';
      const { sub, sid, epoch, exp } = parsed.data;
      return { accountId: sub, sessionId: sid, epoch, expiresAt: exp * 1000 };
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
    }
  },
});

/** 256 random bits; only its hash is stored. */
export const newRefreshToken = (): string => `rt_${randomBytes(32).toString('base64url')}`;

export const hashOfRefreshToken = (token: string): string => createHash('sha256').update(token).digest('hex');
