// A policy that a request names: a published preset, or a whole document that is held against the floor of the law.
import { parsePolicy } from '../domain/policy/load';
import { policyById } from '../domain/policy/presets';
import type { Policy } from '../domain/policy/schema';
import { Problem, problem } from './problems';

export type PolicyName =
  { kind: 'preset'; id: string; version?: string | undefined } | { kind: 'document'; document: unknown };

/** Throws `policy-not-found`, or `policy-refused` with every fault; `where` is the policy's path in the request. */
export function namedPolicy(name: PolicyName, where: string): Policy {
  if (name.kind === 'preset') {
    const preset = policyById(name.id, name.version);
    if (!preset) throw problem('policy-not-found', { id: name.id });
    return preset;
  }
  const loaded = parsePolicy(name.document);
  if (loaded.ok) return loaded.policy;
  const errors = loaded.faults.map(({ path, message, article }) => ({
    path: `${where}.document.${path}`,
    code: article ? 'below-legal-floor' : 'malformed',
    message,
  }));
  throw new Problem('policy-refused', {}, errors);
}
