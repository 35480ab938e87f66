// `npm run rehearsal -- vote` on files: the worked examples against the verdicts in their READMEs, and every kind of bad input.
import fc from 'fast-check';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ItemVerdict, Verdict } from '../../domain/owners-vote/count-types';
import { rehearse } from '../../scripts/rehearsal/vote';
import type { VoteRehearsal } from '../../scripts/rehearsal/vote-files/rehearse-vote';

const EXAMPLES = path.join(__dirname, '..', '..', 'examples');

interface Shortfall {
  heads: number;
  areaDm2: number;
}
interface Expected {
  policy: string;
  verdicts: Record<string, { outcome: string; elected: string[] }>;
  shortfalls: Record<string, { participation?: Shortfall; approvals?: Record<string, Shortfall> }>;
  comparison?: Record<string, { outcome: string; elected: string[] }>;
  comparisonShortfalls?: Expected['shortfalls'];
  warnings?: number;
}
type Answer = VoteRehearsal & { ok: boolean; faults?: string[] };

async function run(files: { register: string; policy: string; ballots: string; matters: string }, ...more: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const args = Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]);
  const code = await rehearse(
    [...args, ...more],
    (line) => out.push(line),
    (line) => err.push(line),
  );
  return { code, out, err, answer: JSON.parse(out.at(-1) ?? 'null') as Answer };
}

function compare(verdict: Verdict, outcomes: Expected['verdicts'], shortfalls: Expected['shortfalls'] = {}): void {
  const find = (itemId: string): ItemVerdict => verdict.items.find((item) => item.itemId === itemId)!;
  for (const [itemId, outcome] of Object.entries(outcomes)) expect(find(itemId)).toMatchObject(outcome);
  const missing = (check: ItemVerdict['participation']) => ({
    heads: check.heads.shortfall,
    areaDm2: check.area.shortfall,
  });
  for (const [itemId, { participation, approvals }] of Object.entries(shortfalls)) {
    if (participation !== undefined) expect(missing(find(itemId).participation)).toEqual(participation);
    for (const [id, shortfall] of Object.entries(approvals ?? {}))
      expect([id, missing(find(itemId).approvals.find((one) => one.id === id)!.check)]).toEqual([id, shortfall]);
  }
}

const examples = readdirSync(EXAMPLES).filter((name) => name.startsWith('vote-'));

describe('the worked examples', () => {
  it('are at least three', () => expect(examples.length).toBeGreaterThanOrEqual(3));

  it.each(examples)('%s comes out as worked by hand, in both counts', async (name) => {
    const folder = path.join(EXAMPLES, name);
    const file = (kind: string) =>
      path.join(
        folder,
        readdirSync(folder).find((entry) => entry.startsWith(`${kind}.`))!,
      );
    const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Expected;
    const policy = expected.policy.endsWith('.json') ? path.join(folder, expected.policy) : expected.policy;
    const files = { register: file('register'), policy, ballots: file('ballots'), matters: file('matters') };
    const { code, answer, err } = await run(files);
    expect(err).toEqual([]);
    expect(answer).toMatchObject({ ok: true, recount: { agrees: true, root: answer.proof.ballotRoot } });
    expect(code).toBe(0);
    compare(answer.proof.binding, expected.verdicts, expected.shortfalls);
    compare(answer.proof.comparison, expected.comparison ?? {}, expected.comparisonShortfalls);
    expect(answer.warnings).toHaveLength(expected.warnings ?? 0);
    expect((await run(files, '--json')).out).toEqual([JSON.stringify(answer)]);
  });
});

describe('files of one vote', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gongzhi-vote-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const good = {
    'register.csv': 'unit,area_m2,owners\n101,100.00,li\n102,100.00,wang\n103,100,zhao\n',
    'matters.csv': 'item,matter\nfund,5\n',
    'ballots.csv': 'unit,fund\n101,yes\n102,yes\n103,no\n',
    'policy.json': '{"extends":"national","basis":"议事规则 3","vote":{}}',
  };

  async function withFiles(changed: Partial<Record<keyof typeof good, string | Buffer>>) {
    const all = { ...good, ...changed };
    for (const [name, content] of Object.entries(all)) writeFileSync(path.join(folder, name), content);
    const at = (name: string) => path.join(folder, name);
    const result = await run({
      register: at('register.csv'),
      policy: at('policy.json'),
      ballots: at('ballots.csv'),
      matters: at('matters.csv'),
    });
    return { ...result, faults: result.err.map((line) => line.replaceAll(`${folder}${path.sep}`, '')) };
  }

  it('are read with a byte order mark, in GB18030, with full-width digits and thousands separators', async () => {
    const first = await withFiles({
      'register.csv': `\uFEFFunit,area_m2,owners\n101,"１，０００．５０",li\n102,"1,000.50 ㎡",wang\n103,1000.5,zhao\n`,
    });
    expect(first.answer.roll.areaDm2).toBe(300_150);
    // 业主 and 面积 as Chinese Excel writes them.
    const gb = Buffer.concat([
      Buffer.from('unit,'),
      Buffer.from([0xc3, 0xe6, 0xbb, 0xfd]),
      Buffer.from(','),
      Buffer.from([0xd2, 0xb5, 0xd6, 0xf7]),
      Buffer.from('\n101,100,li\n102,100,wang\n103,100,zhao\n'),
    ]);
    expect((await withFiles({ 'register.csv': gb })).answer.roll).toMatchObject({ heads: 3, areaDm2: 30_000 });
  });

  it('let the newest ballot count by its instant, or by its row when no row has one', async () => {
    const rows = await withFiles({ 'ballots.csv': 'unit,fund\n101,yes\n102,yes\n103,yes\n103,no\n' });
    expect(rows.answer.proof.totals).toMatchObject({ supersededCount: 1, items: [{ choices: { yes: { heads: 2 } } }] });
    const instants = await withFiles({
      'ballots.csv':
        'unit,cast_at,fund\n101,2026-11-20 10:00,yes\n102,2026-11-20T02:00:00Z,yes\n103,2026-11-20 10:01,yes\n103,2026-11-20 10:00,no\n',
    });
    expect(instants.answer.proof).toMatchObject({
      closedAt: '2026-11-20T02:01:00.000Z',
      totals: { items: [{ choices: { yes: { heads: 3 } } }] },
    });
  });

  it('may be published totals: the count of made-up ballots gives back exactly the figures', async () => {
    const figure = fc.integer({ min: 0, max: 40 });
    const three = fc.tuple(figure, figure, figure, figure);
    await fc.assert(
      fc.asyncProperty(three, three, fc.integer({ min: 1, max: 3 }), async (heads, areas, seats) => {
        const valid = (of: number[]) =>
          Math.max(...of.slice(0, 3), Math.ceil((of[0]! + of[1]! + of[2]!) / seats)) + of[3]!;
        const area = (dm2: number) => (dm2 / 100).toFixed(2);
        const names = ['甲', '乙', '丙', 'abstain'];
        const { answer, code } = await withFiles({
          'register.csv': 'heads,area_m2\n1000,1000\n',
          'matters.csv': `item,matter,answers,seats\nc,3,甲;乙;丙,${seats}\n`,
          'ballots.csv': `item,answer,heads,area_m2\n,returned,${valid(heads)},${area(valid(areas))}\n${names
            .map((name, n) => `c,${name},${heads[n]},${area(areas[n]!)}\n`)
            .join('')}`,
        });
        expect(code).toBe(0);
        const { participating, choices } = answer.proof.totals.items[0]!;
        expect(participating).toEqual({ heads: valid(heads), areaDm2: valid(areas) });
        names.forEach((name, n) => expect(choices[name]).toEqual({ heads: heads[n], areaDm2: areas[n] }));
      }),
    );
  });

  it('name an owner instead of a unit, when the owner has one vote', async () => {
    const named = { 'ballots.csv': 'owner,fund\nli,yes\nwang,yes\nzhao,弃权\n' };
    expect((await withFiles(named)).answer.proof.totals.items[0]).toMatchObject({
      choices: { yes: { heads: 2 }, abstain: { heads: 1 } },
    });
  });

  it.each<[string, Partial<Record<keyof typeof good, string>>, string]>([
    [
      'an area with three decimals',
      { 'register.csv': 'unit,area_m2,owners\n101,100.005,li\n' },
      'register.csv, row 2, column area_m2: "100.005" has more than two decimals',
    ],
    [
      'a negative area',
      { 'register.csv': 'unit,area_m2,owners\n101,-1,li\n' },
      'register.csv, row 2, column area_m2: "-1" is not an area',
    ],
    [
      'no area',
      { 'register.csv': 'unit,area_m2,owners\n101,,li\n' },
      'register.csv, row 2, column area_m2: an area is missing',
    ],
    [
      'a unit twice',
      { 'register.csv': 'unit,area_m2,owners\n101,1,li\n101,1,li\n' },
      'register.csv, row 3, column unit: "101" is already in',
    ],
    [
      'a representative who is no owner',
      { 'register.csv': 'unit,area_m2,owners,representative\n101,1,li;wang,zhao\n' },
      'register.csv, row 2, column representative: "zhao" is not one',
    ],
    [
      'an unknown use',
      { 'register.csv': 'unit,area_m2,owners,use\n101,1,li,castle\n' },
      'register.csv, row 2, column use: "castle" is not one of',
    ],
    [
      'an unknown column',
      { 'register.csv': 'unit,area_m2,owners,colour\n101,1,li,red\n' },
      'register.csv: unknown column colour',
    ],
    [
      'a column twice',
      { 'register.csv': 'unit,unit,area_m2\n1,1,1\n' },
      'register.csv, row 1: column unit stands twice',
    ],
    ['no rows', { 'register.csv': 'unit,area_m2,owners\n' }, 'register.csv: has no rows'],
    ['an empty file', { 'register.csv': '' }, 'register.csv: is empty'],
    ['a broken quote', { 'register.csv': 'unit,area_m2\n"101,1\n' }, 'register.csv: is not CSV'],
    ['a row with a cell too many', { 'register.csv': 'unit,area_m2\n101,1,2,3\n' }, 'register.csv, row 2: has 4 cells'],
    [
      'a matter that the law does not know',
      { 'matters.csv': 'item,matter\nfund,10\n' },
      'matters.csv, row 2, column matter: 10 is not one of the nine',
    ],
    [
      'an item twice',
      { 'matters.csv': 'item,matter\nfund,5\nfund,5\n' },
      'matters.csv, row 3, column item: "fund" stands twice',
    ],
    [
      'a choice of one',
      { 'matters.csv': 'item,matter,answers\nfund,4,a\n' },
      'matters.csv, row 2, column answers: a choice needs at least two',
    ],
    [
      'an option called yes',
      { 'matters.csv': 'item,matter,answers\nfund,4,yes;a\n' },
      'matters.csv, row 2, column answers: "yes" has a meaning',
    ],
    [
      'more seats needed than there are',
      { 'matters.csv': 'item,matter,answers,seats,min_seats\nfund,3,a;b,1,2\n' },
      'matters.csv, row 2, column min_seats: 2 is more than the 1 seats',
    ],
    [
      'an unknown unit',
      { 'ballots.csv': 'unit,fund\n999,yes\n' },
      'ballots.csv, row 2, column unit: "999" has no vote',
    ],
    [
      'a ballot of nobody',
      { 'ballots.csv': 'unit,fund\n,yes\n' },
      'ballots.csv, row 2, column unit: the ballot names neither',
    ],
    [
      'an unknown answer',
      { 'ballots.csv': 'unit,fund\n101,maybe\n' },
      'ballots.csv, row 2, column fund: "maybe" is not an answer',
    ],
    [
      'two answers to a yes or no',
      { 'ballots.csv': 'unit,fund\n101,yes;no\n' },
      'ballots.csv, row 2, column fund: "yes;no" is not an answer',
    ],
    [
      'an unreturned ballot with an answer',
      { 'ballots.csv': 'unit,status,fund\n101,unreturned,yes\n' },
      'ballots.csv, row 2, column status: a ballot that is unreturned',
    ],
    ['an item without a column', { 'ballots.csv': 'unit\n101\n' }, 'ballots.csv: no column for item fund'],
    [
      'an instant here and none there',
      { 'ballots.csv': 'unit,cast_at,fund\n101,2026-11-20 10:00,yes\n102,,yes\n' },
      'ballots.csv, row 3, column cast_at: is missing',
    ],
    [
      'a date without a time',
      { 'ballots.csv': 'unit,cast_at,fund\n101,2026-11-20,yes\n' },
      'ballots.csv, row 2, column cast_at: "2026-11-20" is not an instant',
    ],
    [
      'groups that are more than the register',
      { 'register.csv': 'heads,area_m2\n10,1000\n', 'ballots.csv': 'heads,area_m2,fund\n6,500,yes\n5,500.01,no\n' },
      'ballots.csv, row 3, column heads: with this row the groups have 11 heads, the register only 10',
    ],
    [
      'totals with ballots per unit',
      { 'register.csv': 'heads,area_m2\n10,1000\n' },
      'ballots.csv: a register given as totals needs ballots by group',
    ],
    [
      'published totals beyond the valid ballots',
      { 'ballots.csv': 'item,answer,heads,area_m2\n,returned,3,300\nfund,yes,2,200\nfund,no,2,100\n' },
      'ballots.csv, row 4, column heads: the figures add up to more than there is',
    ],
    [
      'published totals beyond the register',
      { 'ballots.csv': 'item,answer,heads,area_m2\n,returned,3,300\n,void,1,1\nfund,yes,2,200\n' },
      'ballots.csv, row 3, column heads: the figures add up to more than there is',
    ],
    [
      'a published answer that is none',
      { 'ballots.csv': 'item,answer,heads,area_m2\nfund,maybe,2,200\n' },
      'ballots.csv, row 2, column answer: "maybe" is not an answer to fund',
    ],
    [
      'an election published without its valid ballots',
      {
        'matters.csv': 'item,matter,answers,seats\nc,3,甲;乙,1\n',
        'ballots.csv': 'item,answer,heads,area_m2\nc,甲,2,200\n',
      },
      'ballots.csv: with an election, a row with the answer "returned" must say',
    ],
    [
      'a policy below the law',
      { 'policy.json': '{"extends":"national","basis":"x","vote":{"specialMatters":[6,7]}}' },
      'policy.json, vote.specialMatters: 6, 7, but must be contains 6, 7 and 8',
    ],
    [
      'silence counted without a rule of the estate',
      { 'policy.json': '{"extends":"national","basis":"x","vote":{"nonReturn":"followMajority"}}' },
      'policy.json, vote.nonReturn: followMajority',
    ],
    [
      'an unknown preset',
      { 'policy.json': '{"extends":"atlantis","basis":"x","vote":{}}' },
      'policy.json, extends: there is no preset "atlantis"',
    ],
    ['a policy that is not JSON', { 'policy.json': 'x' }, 'policy.json: is not JSON'],
  ])('with %s are refused by row and column', async (_, changed, fault) => {
    const { code, faults, answer } = await withFiles(changed);
    expect(faults.join('\n')).toContain(fault);
    expect(code).toBe(2);
    expect(answer).toMatchObject({ ok: false, rehearsal: 'vote' });
    expect(answer.faults).toHaveLength(faults.length);
  });

  it('are all looked through before any is refused', async () => {
    const { faults } = await withFiles({
      'register.csv': 'unit,area_m2\n101,x\n',
      'matters.csv': 'item,matter\nfund,0\n',
      'policy.json': '{}',
    });
    for (const file of ['register.csv', 'matters.csv', 'policy.json']) expect(faults.join('\n')).toContain(file);
  });

  it('that are not there or not named are said so', async () => {
    const missing = await run({ register: 'nowhere.csv', policy: 'national', ballots: 'b.csv', matters: 'm.csv' });
    expect(missing.code).toBe(2);
    expect(missing.err.join('\n')).toContain('nowhere.csv: cannot be read (ENOENT)');
    const err: string[] = [];
    expect(
      await rehearse(
        ['--register', 'a.csv'],
        () => undefined,
        (line) => err.push(line),
      ),
    ).toBe(2);
    expect(err[0]).toBe('missing: --policy, --ballots, --matters');
    expect(
      await rehearse(
        ['--colour'],
        () => undefined,
        (line) => err.push(line),
      ),
    ).toBe(2);
  });
});
