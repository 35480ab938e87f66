// Shows published policies and judges documents; nothing is stored.
import { parsePolicy } from '../../domain/policy/load';
import { policyById, PRESETS } from '../../domain/policy/presets';
import type { Handlers } from '../context';
import type { policyOperations as rows } from '../contracts/policies';
import { problem } from '../problems';

export function createPolicyRoutes(): Handlers<typeof rows> {
  return {
    listPolicies: async () => ({
      items: PRESETS.map(({ id, version, title, jurisdiction, effectiveOn }) => ({
        id,
        version,
        title,
        jurisdiction,
        effectiveOn,
      })),
    }),
    getPolicy: async ({ params }) => {
      const policy = policyById(params.policyId);
      if (!policy) throw problem('policy-not-found', { id: params.policyId });
      return policy;
    },
    checkPolicy: async ({ body }) => {
      const loaded = parsePolicy(body.document);
      const faults = loaded.ok ? [] : loaded.faults;
      return {
        isAcceptable: loaded.ok,
        faults: faults.map(({ path, message, found, floor, article }) => ({
          path,
          message,
          found: found ?? null,
          floor: floor ?? null,
          article: article ?? null,
        })),
      };
    },
  };
}
