// From where somebody looks at stuck work: the places of a caller's grants, or the part of them inside one place, each as one column of
// `obligation` with an ordered index of its own.
export const LEVELS = ['district', 'street', 'community', 'estate'] as const;
export type Level = (typeof LEVELS)[number];

/** Ids of places by their level. */
export type Scopes = Partial<Record<Level, string[]>>;

/**
 * What is at or inside `within` (null: anywhere) and within reach of `paths`. A path below an estate holds no process, so it adds nothing; one
 * inside another is left out, so that no duty is found twice.
 */
export function scopesOf(paths: readonly string[], within: string | null): Scopes {
  const seen = paths.flatMap((path) => {
    if (within === null || path.startsWith(within)) return [path];
    return within.startsWith(path) ? [within] : [];
  });
  const widest = [...new Set(seen)].filter((path) => !seen.some((other) => other !== path && path.startsWith(other)));
  const scopes: Scopes = {};
  for (const path of widest) {
    const ids = path.split('/').filter((id) => id !== '');
    const level = LEVELS[ids.length - 1];
    const id = ids.at(-1);
    if (level !== undefined && id !== undefined) (scopes[level] ??= []).push(id);
  }
  return scopes;
}

/** SQL condition on the obligation `o`; `parameter` registers a value and gives its placeholder. */
export function insideSql(scopes: Scopes, parameter: (value: unknown) => string): string {
  const parts = LEVELS.flatMap((level) => {
    const ids = scopes[level];
    return ids ? [`o.${level}_id = any(${parameter(ids)}::text[])`] : [];
  });
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
}
