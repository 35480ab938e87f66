// The nineteen detectors as a table, the supervisor's guide that shows it, and that every duty has a name in both languages.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DUTY_LABELS } from '../../api/labels/duties';
import { DETECTORS, foundBy, signsOf, type Reading } from '../../domain/supervision/detectors';
import { isPingPong, quietUntil } from '../../domain/supervision/silence';
import { launchedElection } from '../support/an-election';
import { openVote } from '../support/a-vote';
import { watchedTerm } from '../support/a-term';

const root = path.join(__dirname, '..', '..');

const readOf = (reading: Reading): string => {
  if (reading.reads === 'pingPong') return `${reading.kind}: sent back too often`;
  if (reading.reads === 'state') return `${reading.kind}: its state`;
  return `${reading.kind}: ${reading.duties === 'any' ? 'any duty' : reading.duties.join(', ')} ${reading.when}`;
};

it('the guide shows the table as it is', () => {
  const guide = readFileSync(path.join(root, 'docs', 'supervision.md'), 'utf8');
  for (const { no, id, title, basis, readings, missing } of DETECTORS) {
    const reads = [...readings.map(readOf), ...(missing ? [`not in this release: ${missing.en}`] : [])].join('; ');
    expect(guide).toContain(`| ${no} | \`${id}\` | ${title.zh} | ${basis} | ${reads} |`);
  }
});

it('every duty that a process can open has a name in both languages', () => {
  const files = readdirSync(path.join(root, 'domain'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const codes = files.flatMap((file) =>
    [...readFileSync(path.join(root, 'domain', file), 'utf8').matchAll(/\bduty\(\s*[`']([a-zA-Z]+)/g)].map(
      ([, code]) => code ?? '',
    ),
  );
  expect(codes.length).toBeGreaterThan(40);
  expect([...new Set(codes)].filter((code) => DUTY_LABELS[code] === undefined)).toEqual([]);
});

describe('what is read of the state', () => {
  it('half of the seats vacant, and not one less', () => {
    const members = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ memberId: `m${n}`, office: 'member' as const }));
    const signs = (count: number) => {
      const play = watchedTerm({ seats: 6, members: members(count), alternateIds: [] });
      return signsOf('committeeTerm', play.state, play.setting).includes('halfVacant');
    };
    expect([4, 3].map(signs)).toEqual([false, true]);
  });

  it('a window within its bounds is not found, one that ends too early is', () => {
    const play = openVote();
    expect(signsOf('ownersVote', play.state, play.setting)).toEqual([]);
    const window = play.state.clocks['window'];
    if (!window) throw new Error('no window');
    const clocks = { ...play.state.clocks, window: { ...window, dueAt: window.since } };
    expect(signsOf('ownersVote', { ...play.state, clocks }, play.setting)).toEqual(['windowOutOfBounds']);
  });

  it('duties are found by code and by being overdue', () => {
    const duty = { kind: 'election', duty: 'formGroup', isPingPong: false, signs: [] } as const;
    expect(foundBy({ ...duty, isOverdue: false })).toEqual([]);
    expect(foundBy({ ...duty, isOverdue: true })).toEqual(['groupNotFormed']);
    expect(foundBy({ ...duty, kind: 'problem', duty: 'handle', isOverdue: false, isPingPong: true })).toEqual([
      'problemStuck',
    ]);
  });
});

describe('silence and returns', () => {
  it('silence is measured by the time that a deadline gives, or by days, and not while the process stands still', () => {
    const { state, setting, now } = launchedElection();
    const due = new Date(Date.parse(now) + 100_000).toISOString();
    expect(quietUntil({ since: now, dueAt: due }, now, state, setting)).toBe(
      new Date(Date.parse(now) + 80_000).toISOString(),
    );
    // Monday 2 March, thirty days on, to the end of the day.
    expect(quietUntil({ since: now, dueAt: null }, now, state, setting)).toBe('2026-04-01T16:00:00.000Z');
    const suspension = { since: now, until: due, reasonText: 'hash' };
    expect(quietUntil({ since: now, dueAt: due }, now, { ...state, suspension }, setting)).toBeNull();
  });

  it('sent back once is not to and fro, twice is: by the duty, or by the problem’s own count', () => {
    const { state, setting } = launchedElection();
    const sent = (times: number) => isPingPong({ ...state, sentBack: { formGroup: times } }, 'formGroup', setting);
    expect([1, 2].map(sent)).toEqual([false, true]);
    const returned = (returns: number) =>
      isPingPong({ ...state, core: { phase: 'handling', returns } as never }, 'handle', setting);
    expect([1, 2].map(returned)).toEqual([false, true]);
  });
});
