// Which places a caller's grants let them see, in the form SQL filters by. The judgement itself is authorise.ts's reach.
import { REACH_OF_ROLE } from '../auth/authorise';
import type { Grant } from '../auth/principal';

export interface VisiblePlaces {
  /** Everything at or below these paths. */
  below: string[];
  /** Exactly these paths: the places around an owner's units. */
  exactly: string[];
}

export function visiblePlaces(grants: readonly Grant[]): VisiblePlaces {
  const below = grants.filter(({ role }) => REACH_OF_ROLE[role] === 'covers').map(({ path }) => path);
  const exactly = grants
    .filter(({ role }) => REACH_OF_ROLE[role] === 'inside')
    .flatMap(({ path }) => ancestorsOf(path));
  return { below: [...new Set(below)], exactly: [...new Set(exactly)] };
}

/** "/a/b/c/" → "/a/", "/a/b/", "/a/b/c/". */
const ancestorsOf = (path: string): string[] => {
  const ids = path.split('/').filter((id) => id !== '');
  return ids.map((_, index) => `/${ids.slice(0, index + 1).join('/')}/`);
};

export const isVisible = ({ below, exactly }: VisiblePlaces, path: string): boolean =>
  exactly.includes(path) || below.some((prefix) => path.startsWith(prefix));

/** SQL condition on a path column; `first` is the number of the first of its two parameters (below, exactly). */
export const visibleSql = (column: string, first: number): string =>
  `(${column} = any($${first + 1}::text[]) or exists (select from unnest($${first}::text[]) as seen (path) where starts_with(${column}, seen.path)))`;
