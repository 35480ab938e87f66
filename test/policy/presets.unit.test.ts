// The figures below were copied by hand from law.md (matrix 4.2, sections 1.2, 3 and 4.1), not from the presets.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../../domain/policy/load';
import { PRESETS, policyById, policyFor } from '../../domain/policy/presets';
import type { Policy } from '../../domain/policy/schema';
import { POLICY_TABLE_FILE, policyTable } from '../../scripts/dev/policy-table';
import { policyHash, policyKey, publishedHashes } from '../../scripts/dev/publish-policy';

const read = (name: string): string => readFileSync(join(__dirname, '..', '..', name), 'utf8');

/** The value at a dotted path: `15 day`, or the value itself. With its article and confidence. */
function figure(id: string, path: string): { figure: unknown; basis: string; confidence: string } {
  const found = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], policyById(id)) as {
    n?: number;
    unit?: string;
    value?: unknown;
    basis: string;
    confidence: string;
  };
  return {
    figure: found.unit ? `${found.n} ${found.unit}` : found.value,
    basis: found.basis,
    confidence: found.confidence,
  };
}

const TWENTIETH = (of: string) => ({ of, num: 1, den: 20 });

describe('the shipped policies say what the regulations say', () => {
  it.each([
    ['national', 'vote.notice', '15 day', '物业管理条例 14', 'V'],
    ['national', 'election.filingApply', '30 day', '物业管理条例 16', 'V'],
    ['national', 'vote.revocation', '12 month', '建筑物区分所有权解释 12', 'V'],
    ['national', 'vote.specialMatters', [6, 7, 8], '民法典 278', 'V'],
    ['national', 'election.voteMatter', 3, '民法典 278', 'V'],
    ['national', 'election.reportLead', '3 month', '47', 'X'],
    ['national', 'election.groupForm', '60 day', '9', 'G'],
    ['national', 'election.assemblyDue', '90 day', '15', 'G'],
    ['national', 'election.firstMeeting', '7 day', '32', 'X'],
    ['national', 'handover.within', '10 day', '48', 'X'],
    ['national', 'election.candidateNotice', '15 day', '12', 'X'],
    ['national', 'election.freezesOldCommittee', false, '', 'D'],
    ['national', 'handover.custody', 'none', '48', 'X'],
    ['shanghai', 'handover.custody', 'housingOffice', '29', 'V'],
    ['shanghai', 'handover.custodyWithin', '10 day', '29', 'V'],
    ['qingdao', 'handover.custody', 'group', '43', 'V'],
    ['hangzhou', 'audit.isMandatory', true, '37', 'V'],
    // Service promises (law.md 7.2): working days where the source counts those, hours round the clock where it says hours.
    ['guangdong', 'problem.classes.livelihood.handling.street', '2 workingDay', '广东', 'X'],
    ['guangdong', 'problem.classes.ordinary.handling.street', '10 workingDay', '广东', 'X'],
    ['guangdong', 'problem.classes.complex.handling.street', '15 workingDay', '广东', 'X'],
    ['jinan', 'problem.classes.ordinary.handling.street', '5 workingDay', '济南', 'V'],
    ['weifang', 'problem.classes.ordinary.handling.street', '5 workingDay', '潍坊', 'V'],
    ['ningdu', 'problem.classes.ordinary.response.estate', '3 hour', '宁都', 'S'],
    ['ningdu', 'problem.classes.ordinary.handling.estate', '3 hour', '宁都', 'S'],
    ['ningdu', 'problem.classes.ordinary.feedback', '5 workingDay', '宁都', 'S'],
    ['nanhu', 'problem.classes.livelihood.response.estate', '15 minute', '南湖', 'S'],
    ['nanhu', 'problem.classes.livelihood.handling.estate', '24 hour', '南湖', 'S'],
    ['beijing', 'problem.classes.urgent.handling.street', '2 hour', '北京', 'X'],
    ['beijing', 'problem.classes.ordinary.handling.street', '7 day', '北京', 'X'],
    ['national', 'problem.closing.appealWithin', '5 workingDay', '7.4', 'D'],
    ['shanghai', 'audit.isMandatory', true, '67', 'V'],
    ['shanghai', 'audit.publish', '30 day', '67', 'V'],
    ['beijing', 'audit.isMandatory', false, '34', 'V'],
    ['beijing', 'election.alternates', 'upToSeats', '39', 'V'],
    ['hangzhou', 'election.alternates', 'upToSeats', '28', 'V'],

    ['qingdao', 'election.reportLead', '60 day', '41', 'V'],
    ['qingdao', 'election.groupForm', '30 day', '22, 42', 'V'],
    ['qingdao', 'election.groupNotice', '3 day', '青岛', 'D'],
    ['qingdao', 'election.groupLeader', 'streetOfficer', '23', 'V'],
    ['qingdao', 'election.assemblyDue', '60 day', '青岛', 'V'],
    ['qingdao', 'election.assemblyExtension.length', '30 day', '青岛', 'V'],
    ['qingdao', 'election.assemblyExtension.times', 1, '青岛', 'V'],
    ['qingdao', 'election.candidateNotice', '15 day', '青岛', 'V'],
    ['qingdao', 'election.firstMeeting', '3 day', '青岛', 'V'],
    ['qingdao', 'election.publishOffices', '3 day', '青岛', 'V'],
    ['qingdao', 'handover.within', '10 day', '43', 'V'],
    ['qingdao', 'vote.publishResult', '3 day', '44', 'V'],

    ['beijing', 'election.reportLead', '6 month', '49', 'V'],
    ['beijing', 'election.groupForm', '60 day', '49', 'V'],
    ['beijing', 'election.groupLeader', 'communitySecretary', '31', 'V'],
    ['beijing', 'election.firstMeeting', '7 day', '北京', 'V'],
    ['beijing', 'election.publishOffices', '3 day', '北京', 'V'],
    ['beijing', 'election.filingDecide', '5 workingDay', '43', 'V'],
    ['beijing', 'election.candidateNotice', '15 day', '北京', 'V'],
    ['beijing', 'vote.publishResult', '3 day', '37', 'V'],

    ['shanghai', 'election.reportLead', '5 month', '28', 'V'],
    ['shanghai', 'election.groupForm', '60 day', '28', 'V'],
    ['shanghai', 'election.groupLeader', 'streetOfficer', '15', 'V'],
    ['shanghai', 'election.filingDecide', '20 day', '上海', 'V'],
    ['shanghai', 'handover.within', '10 day', '29', 'V'],
    ['shanghai', 'election.freezesOldCommittee', true, '28', 'V'],

    ['hangzhou', 'election.reportLead', '3 month', '33', 'V'],
    ['hangzhou', 'vote.window.min', '5 day', '20', 'V'],
    ['hangzhou', 'vote.window.max', '60 day', '20', 'V'],
    ['hangzhou', 'vote.noticeExtraordinary', '7 day', '19', 'V'],
    ['hangzhou', 'election.candidateNotice', '7 day', '26', 'V'],
    ['hangzhou', 'election.groupLeader', 'streetOfficer', '39', 'V'],
    ['hangzhou', 'handover.within', '10 day', '34', 'V'],

    ['national', 'petition.thresholds.extraordinaryMeeting', [{ of: 'owners', num: 1, den: 5 }], '条例 13', 'D'],
    ['national', 'petition.thresholds.recallMembers', [{ of: 'owners', num: 1, den: 5 }], '44', 'G'],
    ['hangzhou', 'petition.thresholds.recallMembers', [{ of: 'owners', num: 1, den: 5 }], '31', 'V'],
    ['qingdao', 'petition.thresholds.recallMembers', [{ of: 'owners', num: 1, den: 5 }], '山东省物业管理条例 34', 'V'],
    ['beijing', 'petition.thresholds.foundAssembly', [TWENTIETH('owners'), TWENTIETH('area')], '30', 'V'],
    ['beijing', 'petition.verifyWithin', '30 day', '31', 'D'],
    ['beijing', 'recall.isSuspendedUntilVote', true, '46', 'V'],
    ['qingdao', 'recall.isSuspendedUntilVote', true, '40', 'V'],
    ['shanghai', 'recall.isSuspendedUntilVote', false, 'no local figure', 'D'],
    ['national', 'recall.voteMatter', 3, '民法典 278', 'V'],
  ])('%s: %s is %j (%s, %s)', (id, path, expected, article, confidence) => {
    const found = figure(id, path);
    expect(found).toMatchObject({ figure: expected, confidence });
    expect(found.basis).toContain(article);
  });

  // min, least in small estates, of how many units, of how much area.
  it.each([
    ['national', 5, 5, 0, undefined],
    ['qingdao', 3, 3, 0, undefined],
    ['beijing', 5, 3, 100, undefined],
    ['shanghai', 5, 3, 0, 1_000_000],
    ['hangzhou', 5, 3, 100, undefined],
  ])('%s: a committee has at least %i members (%i in small estates)', (id, min, smallMin, units, area) => {
    const size = policyById(id)?.election.committeeSize.value;
    expect(size).toEqual({
      min,
      max: 11,
      isOdd: true,
      smallMin,
      smallUpToUnits: units,
      ...(area ? { smallUpToAreaDm2: area } : {}),
    });
  });

  it.each([
    ['national', 1, 5],
    ['qingdao', 1, 5],
    ['beijing', 1, 5],
    ['shanghai', 3, 5],
    ['hangzhou', 3, 5],
  ])('%s: a term lasts %i to %i years', (id, minYears, maxYears) => {
    expect(policyById(id)?.election.term.value).toEqual({ minYears, maxYears });
  });

  it.each([
    ['qingdao', { min: 7, isOdd: true }],
    ['hangzhou', { min: 7, max: 11, isOdd: true }],
  ])('%s: the group is of %j', (id, size) => {
    expect(policyById(id)?.election.groupSize.value).toMatchObject(size);
  });
});

describe.each(PRESETS.map((policy) => [policy.id, policy] as const))('the policy %s', (_, policy) => {
  it('passes the door that strangers’ files pass', () => {
    expect(parsePolicy(JSON.parse(JSON.stringify(policy)))).toEqual({ ok: true, policy });
  });

  it('has the majorities of Civil Code 278 for heads and area', () => {
    for (const base of ['area', 'heads'] as const) {
      expect(policy.vote.participation[base]).toMatchObject({ num: 2, den: 3, isStrict: false, confidence: 'V' });
      expect(policy.vote.ordinary[base]).toMatchObject({ num: 1, den: 2, isStrict: true, confidence: 'V' });
      expect(policy.vote.special[base]).toMatchObject({ num: 3, den: 4, isStrict: false, confidence: 'V' });
    }
  });

  it('does not count ballots that did not come back', () => {
    expect(policy.vote.nonReturn.value).toBe('notCounted');
  });

  it('claims a full reading only of texts that were read in full', () => {
    const read =
      /民法典|(?<!住宅)物业管理条例|建筑物区分所有权解释|上海市住宅物业管理规定|信访工作条例|济南市12345|潍坊市12345/;
    for (const { basis } of sourcesIn(policy).filter(({ confidence }) => confidence === 'V'))
      expect(basis).toMatch(read);
    for (const { basis } of sourcesIn(policy).filter(({ confidence }) => confidence === 'V'))
      expect(basis).not.toMatch(/our proposal|taken over|by analogy and|no local figure/);
  });

  it('leaves time for its own steps between the group and the assembly', () => {
    const { election, vote } = policy;
    // Working days: five take a week; the extension of the street is there for what stands still on the way.
    const days = ({ n, unit }: { n: number; unit: string }): number =>
      unit === 'workingDay' ? Math.ceil(n / 5) * 7 : n;
    const vetting = Math.max(...election.vettingBodies.map(({ answerWithin }) => days(answerWithin)));
    const steps = [election.nomination, election.candidateNotice, vote.rollObjection, vote.notice, vote.window.default];
    const needed = vetting + steps.reduce((sum, rule) => sum + days(rule), 0);
    const { times, length } = election.assemblyExtension;
    expect(needed).toBeLessThanOrEqual(days(election.assemblyDue) + times.value * days(length));
  });

  it('reminds and escalates only about duties that exist', () => {
    const processes = readdirSync(join(__dirname, '..', '..', 'domain'), { recursive: true, encoding: 'utf8' });
    const rules = processes.filter((file) => file.endsWith('.ts')).map((file) => read(`domain/${file}`));
    for (const duty of Object.keys(policy.notices.byDuty))
      expect([duty, rules.some((text) => new RegExp(`['\`]${duty}[:'\`]`).test(text))]).toEqual([duty, true]);
  });

  it('was not edited since it was published', () => {
    expect(publishedHashes()[policyKey(policy)]).toBe(policyHash(policy));
  });
});

function sourcesIn(value: unknown): { basis: string; confidence: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(sourcesIn);
  return 'basis' in value && 'confidence' in value ? [value as { basis: string; confidence: string }, ...inner] : inner;
}

describe('published versions', () => {
  it('are all still shipped, since processes may hold them', () => {
    expect(Object.keys(publishedHashes()).sort()).toEqual(PRESETS.map(policyKey).sort());
  });

  it('have a hash that one changed figure changes, and the order of fields does not', () => {
    const policy = PRESETS[0] as Policy;
    const edited = structuredClone(policy);
    edited.vote.proxyCap.value += 1;
    const reordered = Object.fromEntries(Object.entries(structuredClone(policy)).reverse()) as Policy;
    expect(policyHash(edited)).not.toBe(policyHash(policy));
    expect(policyHash(reordered)).toBe(policyHash(policy));
  });
});

describe('which policy holds', () => {
  it.each([
    ['370200', '2026-11-22', 'qingdao'],
    ['370211', '2026-11-22', 'qingdao'],
    ['370100', '2026-11-22', 'jinan'],
    ['370705', '2026-11-22', 'weifang'],
    ['370300', '2026-11-22', 'national'],
    ['440305', '2026-11-22', 'guangdong'],
    ['360730', '2026-11-22', 'ningdu'],
    ['110105', '2026-11-22', 'beijing'],
    ['310115', '2026-11-22', 'shanghai'],
    ['330106', '2026-11-22', 'hangzhou'],
    ['420111', '2026-11-22', 'national'],
    ['000000', '2026-11-22', 'national'],
    ['370211', '2021-05-01', 'qingdao'],
    ['370211', '2021-04-30', 'national'],
    ['370211', '1999-01-01', 'national'],
  ])('in %s on %s: %s', (jurisdiction, on, id) => {
    expect(policyFor(jurisdiction, on).id).toBe(id);
  });

  it('is found by id and version, and unknown ones are not', () => {
    const national = policyById('national');
    expect(policyById('national', national?.version)).toBe(national);
    expect(policyById('national', '1999-01')).toBeUndefined();
    expect(policyById('atlantis')).toBeUndefined();
  });
});

describe('docs/policies.md', () => {
  it('is current (npx tsx scripts/dev/policy-table.ts)', () => {
    expect(readFileSync(POLICY_TABLE_FILE, 'utf8')).toBe(policyTable());
  });

  it('shows every parameter of every policy with its confidence', () => {
    expect(policyTable()).toContain(
      '| `election.reportLead` | 3 mo [X] 指导规则 建房〔2009〕274号 47 | 60 d [V] 青岛市物业管理条例 41 | 6 mo [V]',
    );
    expect(Object.keys((PRESETS[0] as Policy).vote).every((name) => policyTable().includes(`\`vote.${name}`))).toBe(
      true,
    );
    expect(
      Object.keys((PRESETS[0] as Policy).election).every((name) => policyTable().includes(`\`election.${name}`)),
    ).toBe(true);
  });
});
