// Takes a policy in from outside: its shape first, then the floor of the law. The refusal lists everything that is wrong, each with its path.
import type { z } from 'zod';
import { checkFloor } from './floor';
import { policySchema, type Policy } from './schema';

/** One thing wrong with a policy. `floor` and `article` are there when a bound is broken, not when the shape is wrong. */
export interface PolicyFault {
  path: string;
  message: string;
  found?: string;
  floor?: string;
  article?: string;
}

export type PolicyLoad = { ok: true; policy: Policy } | { ok: false; faults: PolicyFault[] };

/** Checks parsed JSON as a policy. Floors are looked at only once the shape is right. Never throws. */
export function parsePolicy(json: unknown): PolicyLoad {
  const parsed = policySchema.safeParse(json);
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.map(shapeFault) };
  const breaches = checkFloor(parsed.data);
  if (breaches.length === 0) return { ok: true, policy: parsed.data };
  return {
    ok: false,
    faults: breaches.map((breach) => ({
      ...breach,
      message: `${breach.found}, but must be ${breach.floor} (${breach.article})`,
    })),
  };
}

/** For programs that start from a file: the policy, or an error that lists every fault. `name` says which policy. */
export function policyOrThrow(json: unknown, name: string): Policy {
  const load = parsePolicy(json);
  if (load.ok) return load.policy;
  throw new PolicyRefused(name, load.faults);
}

export class PolicyRefused extends Error {
  constructor(
    readonly policyName: string,
    readonly faults: PolicyFault[],
  ) {
    super(
      [`policy ${policyName} is refused:`, ...faults.map(({ path, message }) => `  ${path}: ${message}`)].join('\n'),
    );
    this.name = 'PolicyRefused';
  }
}

function shapeFault(issue: z.core.$ZodIssue): PolicyFault {
  const path = issue.path.map(String).join('.');
  return { path: path === '' ? '(whole policy)' : path, message: issue.message };
}
