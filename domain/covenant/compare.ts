// What one version of a covenant says otherwise than another, article by article. Articles meet by their key.
import type { Article } from './text';

export interface ArticleChange {
  key: string;
  change: 'added' | 'removed' | 'changed' | 'moved' | 'same';
  /** Number in the version, from 1; null: it is not there. */
  fromNo: number | null;
  toNo: number | null;
  fromText: string | null;
  toText: string | null;
}

/** Articles of the later version in their order, each followed by what was removed behind it. `moved`: the same words under another number. */
export function compareCovenants(from: readonly Article[], to: readonly Article[]): ArticleChange[] {
  const later = new Map(to.map(({ key }, index) => [key, index]));
  const earlier = new Map(from.map((article, index) => [article.key, { ...article, no: index + 1 }]));
  const gone = (start: number): ArticleChange[] => {
    const removed: ArticleChange[] = [];
    for (const [offset, { key, text }] of from.slice(start).entries()) {
      if (later.has(key)) break;
      removed.push({
        ...{ key, change: 'removed', fromNo: start + offset + 1, toNo: null, fromText: text, toText: null },
      });
    }
    return removed;
  };
  return [
    ...gone(0),
    ...to.flatMap(({ key, text }, index): ArticleChange[] => {
      const before = earlier.get(key);
      const toNo = index + 1;
      if (!before) return [{ key, change: 'added', fromNo: null, toNo, fromText: null, toText: text }];
      const change = before.text !== text ? 'changed' : before.no !== toNo ? 'moved' : 'same';
      return [{ key, change, fromNo: before.no, toNo, fromText: before.text, toText: text }, ...gone(before.no)];
    }),
  ];
}
