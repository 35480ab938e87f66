// Reads the policy of a vote rehearsal: a preset by its id, a whole policy file, or a preset with some of its vote rules replaced.
import { policyOrThrow, PolicyRefused } from '../../../domain/policy/load';
import { policyById, PRESETS } from '../../../domain/policy/presets';
import type { Policy } from '../../../domain/policy/schema';
import { BadFiles, readJson } from './table';

/** `source`: a preset id such as `national`, or a file. Every policy passes the floor of the law. Throws BadFiles. */
export function readPolicy(source: string): Policy {
  const preset = policyById(source);
  if (preset !== undefined) return preset;
  if (/^[a-z][a-z0-9-]*$/.test(source))
    throw new BadFiles([
      `policy ${source}: there is no such preset; there are ${PRESETS.map(({ id }) => id).join(', ')}`,
    ]);
  const json = readJson(source);
  try {
    return policyOrThrow(isObject(json) && 'extends' in json ? extended(json, source) : json, source);
  } catch (error) {
    if (error instanceof PolicyRefused)
      throw new BadFiles(error.faults.map(({ path, message }) => `${source}, ${path}: ${message}`));
    throw error;
  }
}

/** `{ extends, basis, vote }`: plain values of `vote` replace those of the preset and carry the given basis. */
function extended(json: Record<string, unknown>, source: string): unknown {
  const { extends: id, basis, vote, ...rest } = json;
  const faults = Object.keys(rest).map(
    (key) => `${source}, ${key}: only extends, basis and vote may stand beside each other`,
  );
  const preset = typeof id === 'string' ? policyById(id) : undefined;
  if (preset === undefined) faults.push(`${source}, extends: there is no preset ${JSON.stringify(id)}`);
  if (typeof basis !== 'string' || basis === '') faults.push(`${source}, basis: name the rule these values come from`);
  if (!isObject(vote)) faults.push(`${source}, vote: must be an object`);
  if (preset === undefined || !isObject(vote) || faults.length > 0) throw new BadFiles(faults);
  const changed: Record<string, unknown> = { ...preset.vote };
  for (const [key, value] of Object.entries(vote)) {
    const old = changed[key];
    const isPlain = isObject(old) && 'value' in old && !(isObject(value) && 'value' in value);
    changed[key] = isPlain ? { value, basis, confidence: 'custom' } : value;
  }
  return { ...preset, vote: changed };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
