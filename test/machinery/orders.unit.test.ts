// Written orders about any duty (督办函、责令限期 …): who may give which, after which, how long; that they open a duty of their own, are
// answered, climb the ladder when they are not, and end with the duty. National preset: the street has sixty days to form a group.
import { openObligations } from '../../domain/machinery/look';
import {
  GROUP,
  launchedElection,
  nominatingElection,
  owner,
  PLACE,
  STREET,
  vettingElection,
} from '../support/an-election';
import { watchedTerm } from '../support/a-term';
import { anActor, aPolicy, type Play } from '../support/play';

const DISTRICT = anActor('districtSupervisor');
const COMMITTEE = anActor('committeeMember');
const COMMUNITY = anActor('communitySecretary');
const nudge = (key = 'formGroup') => ({ type: 'nudge', key, reasonText: 'hash' }) as const;
const order = (days = 5, key = 'formGroup') => ({ type: 'orderWithLimit', key, days, letterText: 'hash' }) as const;
const sanction = (
  step: 'correctWithinLimit' | 'streetConvenes' | 'transfer',
  more: { days?: number; to?: 'court' } = {},
) => ({ type: 'sanction', key: 'formGroup', step, days: 5, letterText: 'h', basisText: 'h', ...more }) as const;
const answer = (key = 'formGroup') => ({ type: 'answerOrder', key, answerText: 'hash' }) as const;

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- any kind of process; their types differ */
const dutiesOf = (play: Play<any, any, any>) => openObligations(play.definition, play.state, play.setting);
/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- any kind of process; their types differ */
const dutyOf = (play: Play<any, any, any>, wanted: string) => dutiesOf(play).find(({ key }) => key === wanted);

function remindedElection(policy = aPolicy()) {
  const play = launchedElection(policy);
  play.give(DISTRICT, nudge());
  return play;
}

function orderedElection(days = 5) {
  const play = remindedElection();
  play.give(DISTRICT, order(days));
  return play;
}

describe('an order with a limit', () => {
  it('opens a duty of its own for whoever has the duty, with its own deadline, and names both on the record', () => {
    const play = remindedElection();
    const [ordered] = play.give(DISTRICT, order());
    const party = { kind: 'role', role: 'streetOfficer', placePath: PLACE.streetPath };
    expect(ordered).toMatchObject({
      ...{ type: 'ordered', key: 'formGroup', step: 'writtenOrder', party, letterText: 'hash' },
      clock: { name: 'writtenOrder:formGroup', rule: { n: 5, unit: 'day' } },
    });
    expect(dutiesOf(play).map(({ key }) => key)).toEqual(['formGroup', 'answerOrder:formGroup']);
    expect(dutyOf(play, 'answerOrder:formGroup')).toMatchObject({
      ...{ duty: 'answerOrder', party, since: play.now, dueAt: play.state.clocks['writtenOrder:formGroup']?.dueAt },
    });
  });

  it('is refused one day beyond what the policy allows, and given at the bound', () => {
    const policy = aPolicy();
    const { maxDays } = policy.sanctions.find(({ step }) => step === 'writtenOrder') ?? { maxDays: 0 };
    const play = remindedElection(policy);
    expect(play.refuses(DISTRICT, order(maxDays + 1))).toEqual({
      code: 'order-too-long',
      params: { days: maxDays + 1, max: maxDays },
    });
    play.give(DISTRICT, order(maxDays));
  });

  it('follows a reminder, is not repeated while its time runs, and is given twice at most', () => {
    const play = launchedElection();
    expect(play.refuses(DISTRICT, order())).toEqual({
      code: 'order-too-early',
      params: { step: 'writtenOrder', after: 'remind' },
    });
    play.give(DISTRICT, nudge());
    play.give(DISTRICT, order());
    const due = play.state.clocks['writtenOrder:formGroup']?.dueAt ?? '';
    expect(play.refuses(DISTRICT, order())).toEqual({
      code: 'order-running',
      params: { key: 'formGroup', until: due },
    });
    play.waitUntil(new Date(Date.parse(due) - 1).toISOString());
    expect(play.refuses(DISTRICT, order()).code).toBe('order-running');
    play.waitUntil(due);
    play.give(DISTRICT, order());
    play.waitFor('writtenOrder:formGroup');
    expect(play.refuses(DISTRICT, order())).toEqual({
      code: 'no-order-left',
      params: { step: 'writtenOrder', max: 2 },
    });
  });

  it('goes downwards only: not to the same office, not to one above, never to an owner', () => {
    const play = remindedElection();
    expect(play.refuses(STREET, order()).code).toBe('cannot-be-ordered');
    expect(play.refuses(COMMUNITY, order()).code).toBe('cannot-be-ordered');
    const notice = launchedElection();
    notice.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    notice.give(owner('o9'), { type: 'objectToGroup', objectionId: 'x', reasonText: 'hash' });
    notice.give(DISTRICT, { type: 'reassign', key: 'answerObjection:x', role: 'communitySecretary', reasonText: 'h' });
    notice.give(STREET, nudge('answerObjection:x'));
    notice.give(STREET, order(3, 'answerObjection:x'));
  });

  it('goes to a department from the district, whose departments they are, and not from the street', () => {
    const play = vettingElection();
    const vetting = dutiesOf(play).find(({ party }) => party.kind === 'department');
    const key = vetting?.key ?? '';
    play.give(STREET, nudge(key));
    expect(play.refuses(STREET, order(3, key)).code).toBe('cannot-be-ordered');
    play.give(DISTRICT, order(3, key));
    const department = vetting?.party.kind === 'department' ? vetting.party.department : '';
    expect(play.refuses(anActor('departmentOfficer', { department: 'another' }), answer(key)).code).toBe(
      'not-your-duty',
    );
    play.give(anActor('departmentOfficer', { department }), answer(key));
  });

  it('is for a duty that is open: not for another, nor for the answer to an order', () => {
    expect(nominatingElection().refuses(DISTRICT, order()).code).toBe('no-such-duty');
    const play = orderedElection();
    expect(play.refuses(DISTRICT, order(5, 'answerOrder:formGroup')).code).toBe('no-such-duty');
    const handOn = { type: 'reassign', key: 'answerOrder:formGroup', role: 'gridWorker', reasonText: 'h' } as const;
    expect(play.refuses(DISTRICT, handOn).code).toBe('no-such-duty');
  });

  it('is not to be had where the policy has no such step', () => {
    const policy = aPolicy();
    policy.sanctions = policy.sanctions.filter(({ step }) => step !== 'writtenOrder');
    expect(remindedElection(policy).refuses(DISTRICT, order())).toEqual({
      code: 'order-not-provided',
      params: { step: 'writtenOrder' },
    });
  });

  it('is given to a committee, whom it reaches under its own name', () => {
    const play = watchedTerm();
    play.waitUntil(play.state.clocks['reportOpens']?.dueAt ?? '');
    play.give(STREET, nudge('reportTerm'));
    play.give(STREET, order(3, 'reportTerm'));
    expect(dutyOf(play, 'answerOrder:reportTerm')?.party).toEqual({
      ...{ kind: 'role', role: 'committeeMember', placePath: PLACE.estatePath },
    });
    play.give(COMMITTEE, answer('reportTerm'));
    expect(play.duties).toEqual(['reportTerm']);
  });
});

describe('the answer to an order', () => {
  it('is the addressee’s alone, ends the duty to answer and its clock, and leaves the duty itself open', () => {
    const play = orderedElection();
    expect(play.refuses(DISTRICT, answer()).code).toBe('not-your-duty');
    expect(play.give(STREET, answer())).toEqual([
      { type: 'orderAnswered', key: 'formGroup', step: 'writtenOrder', answerText: 'hash' },
      { type: 'clockStopped', name: 'writtenOrder:formGroup' },
    ]);
    expect(play.duties).toEqual(['formGroup']);
    expect(play.state.clocks['writtenOrder:formGroup']).toBeUndefined();
    expect(play.refuses(STREET, answer())).toEqual({ code: 'no-order-open', params: { key: 'formGroup' } });
  });

  it('is owed by whoever has the duty now', () => {
    const play = orderedElection();
    play.give(DISTRICT, { type: 'takeOver', key: 'formGroup', reasonText: 'hash' });
    expect(dutyOf(play, 'answerOrder:formGroup')?.party).toMatchObject({ role: 'districtSupervisor' });
    expect(play.refuses(STREET, answer()).code).toBe('not-your-duty');
  });

  it('that does not come is told upwards by itself', () => {
    const play = orderedElection();
    const due = play.state.clocks['writtenOrder:formGroup']?.dueAt ?? '';
    play.waitUntil(new Date(Date.parse(due) + 20 * 86_400_000).toISOString());
    expect(play.events).toContainEqual({
      ...{ type: 'escalated', key: 'answerOrder:formGroup', rung: 1, tell: expect.any(String) },
    });
  });

  it('is owed no longer when the duty is done: order and clock end with it', () => {
    const play = orderedElection();
    play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    expect(play.state.orders).toEqual({});
    expect(Object.keys(play.state.clocks)).not.toContain('writtenOrder:formGroup');
    expect(play.duties).toEqual([]);
  });

  it('stands still with the process, and gets its days back', () => {
    const play = orderedElection(10);
    const due = play.state.clocks['writtenOrder:formGroup']?.dueAt ?? '';
    play.give(DISTRICT, { type: 'suspend', reasonText: 'h', basisText: 'h', days: 5 });
    play.waitUntil(play.state.suspension?.until ?? '');
    const moved = play.state.clocks['writtenOrder:formGroup']?.dueAt ?? '';
    expect(Date.parse(moved) - Date.parse(due)).toBeGreaterThanOrEqual(5 * 86_400_000);
  });
});

describe('the harder steps of the ladder', () => {
  it('come in their order, each by those whom the policy names', () => {
    const play = orderedElection();
    play.give(STREET, answer());
    expect(play.refuses(DISTRICT, sanction('streetConvenes'))).toMatchObject({
      code: 'order-too-early',
      params: { after: 'correctWithinLimit' },
    });
    expect(play.refuses(COMMUNITY, sanction('correctWithinLimit')).code).toBe('order-not-yours');
    play.give(DISTRICT, sanction('correctWithinLimit'));
    play.waitFor('writtenOrder:formGroup');
    play.give(DISTRICT, sanction('streetConvenes'));
    expect(play.state.orders['formGroup']?.steps).toEqual([
      ...['remind', 'writtenOrder', 'correctWithinLimit', 'streetConvenes'],
    ]);
  });

  it('are carried out by the office that the policy names, which says in the end what came of it', () => {
    const play = watchedTerm();
    play.waitUntil(play.state.clocks['reportOpens']?.dueAt ?? '');
    const about = { key: 'reportTerm', letterText: 'h', basisText: 'h', days: 3 };
    play.give(STREET, nudge('reportTerm'));
    play.give(STREET, order(3, 'reportTerm'));
    play.give(COMMITTEE, answer('reportTerm'));
    play.give(STREET, { type: 'sanction', step: 'correctWithinLimit', ...about });
    play.give(COMMITTEE, answer('reportTerm'));
    play.give(DISTRICT, { type: 'sanction', step: 'streetConvenes', ...about });
    expect(dutyOf(play, 'answerOrder:reportTerm')?.party).toMatchObject({ role: 'streetOfficer' });
    expect(play.refuses(COMMITTEE, answer('reportTerm')).code).toBe('not-your-duty');
    play.give(STREET, answer('reportTerm'));
  });

  it('a transfer names where it goes', () => {
    const play = orderedElection();
    play.give(STREET, answer());
    play.give(DISTRICT, sanction('correctWithinLimit'));
    play.give(STREET, answer());
    expect(play.refuses(DISTRICT, sanction('transfer')).code).toBe('transfer-without-addressee');
    expect(play.give(DISTRICT, sanction('transfer', { to: 'court' }))[0]).toMatchObject({
      ...{ type: 'ordered', step: 'transfer', to: 'court', basisText: 'h' },
    });
  });

  it('a reminder is one of them, and has its cap as well', () => {
    const policy = aPolicy();
    policy.sanctions = policy.sanctions.map((rule) => (rule.step === 'remind' ? { ...rule, times: 1 } : rule));
    const play = remindedElection(policy);
    play.waitUntil(new Date(Date.parse(play.now) + 3 * 86_400_000).toISOString());
    expect(play.refuses(STREET, nudge())).toEqual({ code: 'no-order-left', params: { step: 'remind', max: 1 } });
  });
});
