// Liveness, readiness, receipt keys.
import type { Handlers } from '../context';
import { systemOperations } from '../contracts/system';
import type { Deps } from '../deps';
import { problem } from '../problems';

export function createSystemRoutes(deps: Deps): Handlers<typeof systemOperations> {
  return {
    health: async () => ({ status: 'ok' }),

    async readiness() {
      await deps.pool.query('select 1').catch((cause: unknown) => {
        throw Object.assign(problem('unavailable', { part: 'database' }), { cause });
      });
      return { status: 'ready', database: 'up', engine: (await isEngineUp(deps)) ? 'up' : 'down' };
    },

    receiptKeys: async () => ({ keys: [] }),
  };
}

const ENGINE_ANSWERS_WITHIN_MS = 1_000;

async function isEngineUp({ temporal }: Deps): Promise<boolean> {
  if (temporal === undefined) return false;
  try {
    await temporal.connection.withDeadline(Date.now() + ENGINE_ANSWERS_WITHIN_MS, () =>
      temporal.connection.workflowService.getSystemInfo({}),
    );
    return true;
  } catch {
    return false;
  }
}
