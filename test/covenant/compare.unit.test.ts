// Two versions side by side, and the text that is voted on.
import { compareCovenants } from '../../domain/covenant/compare';
import { covenantItem, covenantText } from '../../domain/covenant/text';

const article = (key: string, text = key) => ({ key, text });
const said = (from: string[], to: string[], changed: Record<string, string> = {}) =>
  compareCovenants(
    from.map((key) => article(key)),
    to.map((key) => article(key, changed[key] ?? key)),
  ).map(({ key, change, fromNo, toNo }) => `${key} ${change} ${fromNo ?? '-'}>${toNo ?? '-'}`);

it('the text has its articles in their order, numbered', () => {
  expect(covenantText([article('dogs', '犬只须牵绳。'), article('noise', '二十二时后安静。')])).toBe(
    '第1条　犬只须牵绳。\n\n第2条　二十二时后安静。',
  );
});

it('the item of the vote is matter 2, named after the draft, and shows the hash of its text', () => {
  expect(covenantItem({ draftId: 'd', textSha256: 'ab' })).toMatchObject({
    ...{ kind: 'yesNo', itemId: 'd', matter: 2, titleText: expect.stringContaining('ab') },
  });
});

describe('a comparison', () => {
  it('of a version with itself finds everything the same', () => {
    expect(said(['a', 'b'], ['a', 'b'])).toEqual(['a same 1>1', 'b same 2>2']);
  });

  it('finds what was added, removed, changed and only moved', () => {
    expect(said(['a', 'b', 'c'], ['x', 'a', 'c'], { c: 'other words' })).toEqual([
      ...['x added ->1', 'a moved 1>2', 'b removed 2>-', 'c changed 3>3'],
    ]);
  });

  it('shows each removed article once, also at the beginning, at the end, and when the others changed places', () => {
    expect(said(['a', 'b', 'c', 'd'], ['c'])).toEqual([
      'a removed 1>-',
      'b removed 2>-',
      'c moved 3>1',
      'd removed 4>-',
    ]);
    expect(said(['a', 'b', 'c'], ['c', 'a'])).toEqual(['c moved 3>1', 'a moved 1>2', 'b removed 2>-']);
  });

  it('with nothing: everything is added, or everything removed', () => {
    expect(said([], ['a'])).toEqual(['a added ->1']);
    expect(said(['a'], [])).toEqual(['a removed 1>-']);
  });
});
