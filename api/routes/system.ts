// Liveness, readiness, and the public keys by which anybody can check a receipt.
import { receiptKeys } from '../../store/ballots/receipt-keys';
import type { KeyRing } from '../../store/key-ring';
import type { Handlers } from '../context';
import { type systemOperations } from '../contracts/system';
import type { Deps } from '../deps';
import { Problem } from '../problems';

export function createSystemRoutes(deps: Deps): Handlers<typeof systemOperations> {
  const keys = receiptJwks(deps.keyRing);
  return {
    health: async () => ({ status: 'ok' }),

    async readiness() {
      await deps.pool.query('select 1').catch((cause: unknown) => {
        throw new Problem('unavailable', { part: 'database' }, [], { 'Retry-After': '5' }, { cause });
      });
      return { status: 'ready', database: 'up', engine: (await isEngineUp(deps)) ? 'up' : 'down' };
    },

    receiptKeys: async () => ({ keys }),
  };
}

/** All keys on the ring: receipts outlive the key that signs today. */
function receiptJwks(keyRing: KeyRing) {
  const { publicKeyOf } = receiptKeys(keyRing);
  return keyRing.ids.flatMap((kid) => {
    const { x } = publicKeyOf(kid)?.export({ format: 'jwk' }) ?? {};
    return x === undefined
      ? []
      : [{ kty: 'OKP' as const, crv: 'Ed25519' as const, use: 'sig' as const, alg: 'EdDSA' as const, kid, x }];
  });
}

const ENGINE_ANSWERS_WITHIN_MS = 1_000;

async function isEngineUp({ temporal }: Deps): Promise<boolean> {
  if (temporal === undefined) return false;
  try {
    // eslint-disable-next-line no-restricted-syntax -- gRPC measures its deadlines by this machine's clock
    await temporal.connection.withDeadline(Date.now() + ENGINE_ANSWERS_WITHIN_MS, () =>
      temporal.connection.workflowService.getSystemInfo({}),
    );
    return true;
  } catch {
    return false;
  }
}
