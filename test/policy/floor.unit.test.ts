// Both sides of every legal bound: each case breaks one number of a sound policy and names what the refusal must say; the bound itself passes.
import { parsePolicy, policyOrThrow, type PolicyFault } from '../../domain/policy/load';
import { policyById } from '../../domain/policy/presets';
import type { Policy } from '../../domain/policy/schema';

const preset = (id: string): Policy => {
  const policy = policyById(id);
  if (!policy) throw new Error(`no preset ${id}`);
  return policy;
};

/** A copy of a preset with the value at a path replaced. */
function changed(id: string, path: string, value: unknown): unknown {
  const copy = structuredClone(preset(id)) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = copy;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  at[last] = value;
  return copy;
}

const faultsOf = (json: unknown): PolicyFault[] => {
  const load = parsePolicy(json);
  return load.ok ? [] : load.faults;
};

const share = (num: number, den: number, isStrict: boolean) => ({
  num,
  den,
  isStrict,
  basis: 'test',
  confidence: 'custom',
});
const lasting = (n: number, unit: string) => ({ n, unit, basis: 'test', confidence: 'custom' });

interface BoundCase {
  id: string;
  path: string;
  bad: unknown;
  good: unknown;
  /** What the refusal says. */
  floor: string;
  article: string;
  at: string;
}

/** `at`: where the refusal points when that is not the path itself, less its `value`. */
const bound = (
  id: string,
  path: string,
  bad: unknown,
  good: unknown,
  floor: string,
  article: string,
  at: string = path.replace(/\.value(?=\.|$)/, ''),
): BoundCase => ({ id, path, bad, good, floor, article, at });

const cases: BoundCase[] = [
  ...(['area', 'heads'] as const).flatMap((base): BoundCase[] => [
    bound(
      'national',
      `vote.participation.${base}`,
      share(1, 2, true),
      share(2, 3, false),
      'at least 2/3',
      '民法典 278',
    ),
    bound(
      'national',
      `vote.participation.${base}`,
      share(666, 1000, false),
      share(667, 1000, false),
      'at least 2/3',
      '民法典 278',
    ),
    bound(
      'national',
      `vote.participation.${base}`,
      share(1, 1, true),
      share(1, 1, false),
      'a share that can be reached',
      '民法典 278',
    ),
    bound('national', `vote.ordinary.${base}`, share(1, 2, false), share(1, 2, true), 'more than 1/2', '民法典 278'),
    bound(
      'national',
      `vote.ordinary.${base}`,
      share(499, 1000, true),
      share(501, 1000, false),
      'more than 1/2',
      '民法典 278',
    ),
    bound('national', `vote.special.${base}`, share(2, 3, true), share(3, 4, false), 'at least 3/4', '民法典 278'),
  ]),
  bound('national', 'vote.specialMatters.value', [7, 8], [8, 7, 6], 'missing: 6', '民法典 278'),
  bound('national', 'vote.specialMatters.value', [], [5, 6, 7, 8], 'missing: 6, 7, 8', '民法典 278'),
  bound('national', 'election.voteMatter.value', 9, 3, '3', '民法典 278'),
  bound('national', 'recall.voteMatter.value', 4, 3, '3', '民法典 278'),
  bound('national', 'recall.defence', lasting(2, 'day'), lasting(3, 'day'), 'at least 3 day', '31'),
  ...(
    [
      // 条例 13: a fifth of the owners forces a meeting; other ways may stand beside it, but not in its place.
      [[{ of: 'owners', num: 201, den: 1000 }], [{ of: 'owners', num: 1, den: 5 }]],
      [
        [{ of: 'ownerCount', count: 10 }],
        [
          { of: 'ownerCount', count: 10 },
          { of: 'owners', num: 1, den: 5 },
        ],
      ],
      [
        [{ of: 'area', num: 1, den: 5 }],
        [
          { of: 'area', num: 1, den: 5 },
          { of: 'owners', num: 1, den: 20 },
        ],
      ],
    ] as const
  ).map(([bad, good]) =>
    bound(
      'national',
      'petition.thresholds.extraordinaryMeeting.value',
      bad,
      good,
      'at most 1/5 of the owners is enough',
      '物业管理条例 13',
    ),
  ),
  bound(
    'beijing',
    'petition.thresholds.foundAssembly.value',
    [{ of: 'area', num: 6, den: 5 }],
    [{ of: 'area', num: 1, den: 1 }],
    'a share that can be reached',
    '物业管理条例 13',
  ),
  bound('national', 'election.groupOwnerShare', share(49, 100, true), share(1, 2, false), 'at least 1/2', '10'),
  bound('national', 'vote.notice', lasting(14, 'day'), lasting(15, 'day'), 'at least 15 day', '物业管理条例 14'),
  bound('national', 'vote.notice', lasting(359, 'hour'), lasting(360, 'hour'), 'at least 15 day', '物业管理条例 14'),
  bound(
    'national',
    'vote.notice',
    lasting(14, 'workingDay'),
    lasting(15, 'workingDay'),
    'at least 15 day',
    '物业管理条例 14',
  ),
  bound(
    'national',
    'vote.noticeExtraordinary',
    lasting(14, 'day'),
    lasting(15, 'day'),
    'at least 15 day',
    '物业管理条例 14',
  ),
  bound(
    'hangzhou',
    'vote.noticeExtraordinary',
    lasting(6, 'day'),
    lasting(7, 'day'),
    'at least 7 day',
    '杭州市物业管理条例 19',
  ),
  bound('hangzhou', 'vote.notice', lasting(14, 'day'), lasting(15, 'day'), 'at least 15 day', '物业管理条例 14'),
  ...['vote.rollObjection', 'vote.resultObjection', 'election.groupNotice', 'election.candidateNotice'].map(
    (path): BoundCase => bound('national', path, lasting(2, 'day'), lasting(3, 'day'), 'at least 3 day', '公示'),
  ),
  bound('national', 'vote.revocation', lasting(11, 'month'), lasting(12, 'month'), 'at least 12 month', '解释 12'),
  bound('national', 'vote.window.min', lasting(0, 'day'), lasting(1, 'day'), 'at least 1 day', '民法典 278'),
  bound(
    'national',
    'vote.window.default',
    lasting(4, 'day'),
    lasting(5, 'day'),
    'at least 5 day (vote.window.min)',
    '杭州',
  ),
  // 53 and one extension of 7 make the 60 of vote.window.max.
  bound(
    'hangzhou',
    'vote.window.default',
    lasting(54, 'day'),
    lasting(53, 'day'),
    'at most 60 day (vote.window.max)',
    '杭州市物业管理条例 20',
  ),
  bound('national', 'vote.window.default', lasting(8, 'workingDay'), lasting(8, 'day'), 'a length in days', 'our rule'),
  bound('hangzhou', 'vote.window.min', lasting(4, 'day'), lasting(5, 'day'), 'at least 5 day', '杭州市物业管理条例 20'),
  bound(
    'hangzhou',
    'vote.window.max',
    lasting(61, 'day'),
    lasting(60, 'day'),
    'at most 60 day',
    '杭州市物业管理条例 20',
  ),
  bound('national', 'vote.countersMin.value', 1, 2, 'at least 2', 'nobody counts alone'),
  bound('national', 'vote.developerIsOneHead.value', false, true, 'true', '建筑物区分所有权解释 9'),
  bound('national', 'vote.sameHoldersMerge.value', false, true, 'true', '建筑物区分所有权解释 9'),
  bound(
    'national',
    'election.filingApply',
    lasting(31, 'day'),
    lasting(30, 'day'),
    'at most 30 day',
    '物业管理条例 16',
  ),
  bound('national', 'election.groupForm', lasting(61, 'day'), lasting(60, 'day'), 'at most 60 day', '指导规则'),
  bound('national', 'election.groupForm', lasting(2, 'month'), lasting(1, 'month'), 'at most 60 day', '指导规则'),
  bound('national', 'election.assemblyDue', lasting(91, 'day'), lasting(90, 'day'), 'at most 90 day', '指导规则'),
  bound('national', 'election.firstMeeting', lasting(8, 'day'), lasting(7, 'day'), 'at most 7 day', '32'),
  bound('national', 'handover.within', lasting(11, 'day'), lasting(10, 'day'), 'at most 10 day', '48'),
  bound('national', 'election.groupSize.value.min', 6, 7, 'an odd number', '10'),
  bound('national', 'election.groupSize.value.max', 14, 13, 'an odd number', '10'),
  bound('national', 'election.groupSize.value.max', 3, 5, 'at least 5 (min)', '10'),
  bound('national', 'election.groupSize.value.isOdd', false, true, 'true', '10'),
  bound('qingdao', 'election.groupSize.value.min', 5, 7, 'at least 7', '青岛市物业管理条例 23'),
  bound('hangzhou', 'election.groupSize.value.max', 13, 11, 'at most 11', '杭州市物业管理条例 38'),
  bound('national', 'election.committeeSize.value.min', 3, 5, 'at least 5', '指导规则'),
  bound('national', 'election.committeeSize.value.min', 6, 7, 'an odd number', '指导规则'),
  bound('national', 'election.committeeSize.value.max', 13, 11, 'at most 11', '指导规则'),
  bound('national', 'election.committeeSize.value.smallUpToUnits', 1, 0, 'at most 0', '指导规则'),
  bound('national', 'election.committeeSize.value.smallMin', 7, 5, 'at most 5 (min)', '指导规则'),
  bound(
    'qingdao',
    'election.committeeSize.value',
    { ...preset('qingdao').election.committeeSize.value, min: 1, smallMin: 1 },
    { ...preset('qingdao').election.committeeSize.value, min: 3 },
    'at least 3',
    '青岛市物业管理条例 35',
    'election.committeeSize.min',
  ),
  bound('beijing', 'election.committeeSize.value.smallUpToUnits', 101, 100, 'at most 100', '北京市物业管理条例 39'),
  bound('hangzhou', 'election.committeeSize.value.smallUpToUnits', 101, 100, 'at most 100', '杭州市物业管理条例 27'),
  bound(
    'shanghai',
    'election.committeeSize.value.smallUpToAreaDm2',
    1_000_001,
    1_000_000,
    'at most 1000000',
    '上海市住宅物业管理规定 20',
  ),
  bound(
    'national',
    'election.term.value',
    { minYears: 1, maxYears: 6 },
    { minYears: 5, maxYears: 5 },
    'at most 5',
    '指导规则',
    'election.term.maxYears',
  ),
  bound(
    'national',
    'election.term.value',
    { minYears: 4, maxYears: 3 },
    { minYears: 3, maxYears: 3 },
    'at most 3 (maxYears)',
    '指导规则',
    'election.term.minYears',
  ),
  ...['shanghai', 'hangzhou'].map((id): BoundCase =>
    bound(
      id,
      'election.term.value',
      { minYears: 2, maxYears: 5 },
      { minYears: 3, maxYears: 5 },
      'at least 3',
      id === 'shanghai' ? '上海' : '杭州',
      'election.term.minYears',
    ),
  ),
  bound(
    'beijing',
    'election.reportLead',
    lasting(5, 'month'),
    lasting(6, 'month'),
    'at least 6 month',
    '北京市物业管理条例 49',
  ),
  bound(
    'shanghai',
    'election.reportLead',
    lasting(4, 'month'),
    lasting(5, 'month'),
    'at least 5 month',
    '上海市住宅物业管理规定 28',
  ),
  bound(
    'hangzhou',
    'election.reportLead',
    lasting(2, 'month'),
    lasting(3, 'month'),
    'at least 3 month',
    '杭州市物业管理条例 33',
  ),
  bound(
    'qingdao',
    'election.reportLead',
    lasting(59, 'day'),
    lasting(60, 'day'),
    'at least 60 day',
    '青岛市物业管理条例 41',
  ),
  bound(
    'qingdao',
    'election.reportLead',
    lasting(2, 'month'),
    lasting(3, 'month'),
    'at least 60 day',
    '青岛市物业管理条例 41',
  ),
  bound(
    'qingdao',
    'election.groupForm',
    lasting(31, 'day'),
    lasting(30, 'day'),
    'at most 30 day',
    '青岛市物业管理条例 22',
  ),
  bound('qingdao', 'election.assemblyDue', lasting(61, 'day'), lasting(60, 'day'), 'at most 60 day', '青岛'),
  bound(
    'qingdao',
    'election.assemblyExtension.length',
    lasting(31, 'day'),
    lasting(30, 'day'),
    'at most 30 day',
    '青岛',
  ),
  bound('qingdao', 'election.assemblyExtension.times.value', 2, 1, 'at most 1', '青岛'),
  bound('qingdao', 'election.firstMeeting', lasting(4, 'day'), lasting(3, 'day'), 'at most 3 day', '青岛'),
  ...['beijing', 'shanghai', 'qingdao'].flatMap((id): BoundCase[] => [
    bound(id, 'election.publishOffices', lasting(4, 'day'), lasting(3, 'day'), 'at most 3 day', '条例|规定'),
    bound(id, 'election.candidateNotice', lasting(14, 'day'), lasting(15, 'day'), 'at least 15 day', '条例|规定'),
  ]),
  bound(
    'hangzhou',
    'election.candidateNotice',
    lasting(6, 'day'),
    lasting(7, 'day'),
    'at least 7 day',
    '杭州市物业管理条例 26',
  ),
  ...['beijing', 'qingdao'].map((id): BoundCase =>
    bound(id, 'vote.publishResult', lasting(4, 'day'), lasting(3, 'day'), 'at most 3 day', '37|44'),
  ),
  bound(
    'beijing',
    'election.filingDecide',
    lasting(6, 'workingDay'),
    lasting(5, 'day'),
    'at most 5 workingDay',
    '北京市物业管理条例 43',
  ),
  // Five working days of eight hours; counted by the minute likewise.
  ...[
    [lasting(41, 'workingHour'), lasting(40, 'workingHour')],
    [lasting(2401, 'workingMinute'), lasting(2400, 'workingMinute')],
  ].map(([bad, good]): BoundCase =>
    bound('beijing', 'election.filingDecide', bad, good, 'at most 5 workingDay', '北京市物业管理条例 43'),
  ),
  // Eight working hours over a long break can last more than five days, and may be over on the day they began.
  bound(
    'shanghai',
    'election.filingDecide',
    lasting(80, 'workingHour'),
    lasting(8, 'workingHour'),
    'at most 20 day',
    '上海',
  ),
  bound(
    'national',
    'vote.notice',
    lasting(359, 'workingHour'),
    lasting(360, 'workingHour'),
    'at least 15 day',
    '物业管理条例 14',
  ),
  bound('shanghai', 'election.filingDecide', lasting(21, 'day'), lasting(20, 'day'), 'at most 20 day', '上海'),
  // Ten working days over a long break can last more than twenty days.
  bound(
    'shanghai',
    'election.filingDecide',
    lasting(10, 'workingDay'),
    lasting(1, 'workingDay'),
    'at most 20 day',
    '上海',
  ),
  bound('shanghai', 'election.freezesOldCommittee.value', false, true, 'true', '上海市住宅物业管理规定 28'),
  bound('national', 'vote.rollAnswer', lasting(3651, 'day'), lasting(3650, 'day'), 'at most 10 years', 'our rule'),
  bound(
    'national',
    'vote.rollAnswer',
    lasting(20_001, 'workingHour'),
    lasting(20_000, 'workingHour'),
    'at most 10 years',
    'our rule',
  ),
  bound(
    'national',
    'notices.default.ladder.0.after',
    lasting(121, 'month'),
    lasting(120, 'month'),
    'at most 10 years',
    'our rule',
  ),
];

describe('a policy that crosses a legal bound', () => {
  it.each(
    cases.map((one) => [`${one.id}: ${one.path} ${JSON.stringify(one.bad)} is refused (${one.floor})`, one] as const),
  )('%s', (_, one) => {
    const path = one.at;
    const faults = faultsOf(changed(one.id, one.path, one.bad));
    const fault = faults.find((candidate) => candidate.path === path && (candidate.floor ?? '').includes(one.floor));
    expect(fault).toMatchObject({ path, article: expect.stringMatching(one.article) });
    expect(fault?.message).toContain(fault?.floor ?? '?');
    expect(faults.every((candidate) => candidate.path.startsWith(path.split('.').slice(0, 2).join('.')))).toBe(true);
    expect(faultsOf(changed(one.id, one.path, one.good))).toEqual([]);
  });

  it('is refused for all of its faults at once', () => {
    const policy = structuredClone(preset('national'));
    policy.vote.notice.n = 7;
    policy.vote.participation.heads.num = 1;
    policy.election.term.value.maxYears = 9;
    expect(faultsOf(policy).map(({ path }) => path)).toEqual([
      'vote.participation.heads',
      'vote.notice',
      'election.term.maxYears',
    ]);
    expect(() => policyOrThrow(policy, 'mine')).toThrow(
      /policy mine is refused:\n  vote\.participation\.heads: at least 1\/3, but must be at least 2\/3 \(民法典 278\)\n  vote\.notice: 7 day, but must be at least 15 day \(物业管理条例 14\)/,
    );
  });

  it('may count unreturned ballots only on the ground of the estate’s own rules', () => {
    const of = (value: string, basis: string) =>
      faultsOf(changed('national', 'vote.nonReturn', { value, basis, confidence: 'custom' })).map(({ path }) => path);
    expect(of('followMajority', '指导规则 26')).toEqual(['vote.nonReturn']);
    expect(of('deliveredIsParticipation', 'we prefer it')).toEqual(['vote.nonReturn']);
    expect(of('followMajority', '本小区业主大会议事规则 18')).toEqual([]);
    expect(of('notCounted', 'anything')).toEqual([]);
  });

  it('may not promise changes where the first ballot counts, since a changed one would never be counted', () => {
    const withPrecedence = (precedence: string, changes: number) => {
      const copy = changed('national', 'vote.precedence.value', precedence) as Policy;
      copy.vote.changes.value = changes;
      return faultsOf(copy);
    };
    expect(withPrecedence('firstValid', 1)).toMatchObject([{ path: 'vote.changes', found: '1' }]);
    expect(withPrecedence('firstValid', 1)[0]?.message).toContain('would never be counted');
    expect(withPrecedence('firstValid', 0)).toEqual([]);
    expect(withPrecedence('lastValid', 1)).toEqual([]);
    expect(withPrecedence('paperPrevails', 1)).toEqual([]);
  });

  it('may not ask a vetting body twice', () => {
    const bodies = preset('national').election.vettingBodies;
    expect(faultsOf(changed('national', 'election.vettingBodies', [...bodies, bodies[0]]))).toMatchObject([
      { path: 'election.vettingBodies', found: 'publicSecurity' },
    ]);
  });

  it('is held to the rules of the city when it is made for a district of it', () => {
    const forDistrict = { ...preset('qingdao'), jurisdiction: '370211', id: 'huangdao' };
    expect(faultsOf(forDistrict)).toEqual([]);
    expect(faultsOf({ ...structuredClone(forDistrict), jurisdiction: '371300' }).map(({ path }) => path)).toEqual([
      'election.committeeSize.min',
    ]);
  });
});
