// Records the hash of every shipped policy version that has none yet (domain/policy/presets/published-hashes.json). A version with a hash is
// published: it is never edited again, a test holds it. `tsx scripts/dev/publish-policy.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRESETS } from '../../domain/policy/presets';
import type { Policy } from '../../domain/policy/schema';
import { canonicalJson, sha256Hex, type CanonicalValue } from '../../store/ballots/ballot-canon';

const FILE = join(__dirname, '..', '..', 'domain', 'policy', 'presets', 'published-hashes.json');

/** Hex SHA-256 over the canonical JSON (RFC 8785) of a policy. */
export const policyHash = (policy: Policy): string => sha256Hex(canonicalJson(policy as CanonicalValue));

export const policyKey = ({ id, version }: Policy): string => `${id}@${version}`;

/** Hashes of the published versions by `id@version`. */
export const publishedHashes = (): Record<string, string> =>
  JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;

if (require.main === module) {
  const hashes = publishedHashes();
  for (const policy of PRESETS) hashes[policyKey(policy)] ??= policyHash(policy);
  const sorted = Object.fromEntries(Object.entries(hashes).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
}
