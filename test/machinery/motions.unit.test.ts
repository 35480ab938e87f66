// What street and district may do about any duty: push, give more time, hand it on. National preset: one push a day, one extension of seven
// days.
import { openObligations } from '../../domain/machinery/look';
import { rolesNow } from '../../domain/motions';
import { GROUP, launchedElection, nominatingElection, owner, PLACE, STREET } from '../support/an-election';
import { openVote } from '../support/a-vote';
import { watchedTerm } from '../support/a-term';
import { anActor, aPolicy, type Play } from '../support/play';

const DISTRICT = anActor('districtSupervisor');
const text = { reasonText: 'hash', basisText: 'hash' };
const nudge = { type: 'nudge', key: 'formGroup', reasonText: 'hash' } as const;
const extend = (clock: string) => ({ type: 'extendDeadline', clock, ...text }) as const;
const reassign = (key: string, role: 'communitySecretary' | 'gridWorker' | 'streetOfficer' | 'owner') =>
  ({ type: 'reassign', key, role, reasonText: 'hash' }) as const;
/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- any kind of process; their types differ */
const dutiesOf = (play: Play<any, any, any>) => openObligations(play.definition, play.state, play.setting);

describe('pushing somebody who has a duty', () => {
  it('is on the record, and possible again a day later', () => {
    const play = launchedElection();
    expect(play.give(DISTRICT, nudge)).toEqual([
      { type: 'nudged', key: 'formGroup', at: play.now, reasonText: 'hash' },
    ]);
    // Pushed on 2 March: again from the 4th (China time), the day itself not counted.
    expect(play.refuses(STREET, nudge)).toMatchObject({
      code: 'nudged-recently',
      params: { until: '2026-03-03T16:00:00.000Z' },
    });
    play.waitUntil('2026-03-03T15:59:59.999Z');
    expect(play.refuses(STREET, nudge).code).toBe('nudged-recently');
    play.waitUntil('2026-03-03T16:00:00.000Z');
    play.give(STREET, nudge);
  });

  it('is refused when nobody has this duty', () => {
    expect(nominatingElection().refuses(DISTRICT, nudge).code).toBe('no-such-duty');
  });
});

describe('more time for a duty', () => {
  it('is given once, with its reason and article, and shows on the deadline', () => {
    const play = launchedElection();
    const due = play.state.clocks['groupForm']?.dueAt ?? '';
    play.give(DISTRICT, extend('groupForm'));
    const { dueAt, addedMs, extensions } = play.state.clocks['groupForm'] ?? {};
    expect(Date.parse(dueAt ?? '') - Date.parse(due)).toBeGreaterThanOrEqual(7 * 86_400_000);
    expect({ addedMs, extensions }).toEqual({ addedMs: Date.parse(dueAt ?? '') - Date.parse(due), extensions: 1 });
    expect(play.refuses(DISTRICT, extend('groupForm'))).toEqual({ code: 'no-extension-left', params: { max: 1 } });
  });

  it('is never taken from a time that belongs to the owners', () => {
    expect(openVote().refuses(DISTRICT, extend('window')).code).toBe('deadline-not-extendable');
    const notice = launchedElection();
    notice.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    expect(notice.refuses(DISTRICT, extend('groupNotice')).code).toBe('deadline-not-extendable');
  });

  it('is not to be had where no such deadline runs, nor before a term’s end', () => {
    expect(launchedElection().refuses(DISTRICT, extend('nomination')).code).toBe('no-such-clock');
    expect(watchedTerm().refuses(DISTRICT, extend('termEnd')).code).toBe('deadline-not-extendable');
  });
});

describe('handing a duty on', () => {
  function withObjection() {
    const play = launchedElection();
    play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    play.give(owner('o9'), { type: 'objectToGroup', objectionId: 'x', reasonText: 'hash' });
    return play;
  }

  it('addresses it to the other office until it is done', () => {
    const play = withObjection();
    const key = 'answerObjection:x';
    play.give(DISTRICT, reassign(key, 'communitySecretary'));
    expect(dutiesOf(play)).toMatchObject([
      { key, party: { kind: 'role', role: 'communitySecretary', placePath: PLACE.communityPath } },
    ]);
    play.give(STREET, { type: 'answerObjection', objectionId: 'x', isUpheld: false, reasonText: 'hash' });
    expect(play.state.readdressed).toEqual({});
  });

  it('goes only to a role that can do it', () => {
    const play = withObjection();
    expect(play.refuses(DISTRICT, reassign('answerObjection:x', 'gridWorker')).code).toBe('role-cannot-do-this');
    expect(play.refuses(DISTRICT, reassign('answerObjection:x', 'owner')).code).toBe('role-cannot-do-this');
    expect(play.refuses(DISTRICT, reassign('answerObjection:y', 'streetOfficer')).code).toBe('no-such-duty');
    const nominating = nominatingElection(aPolicy());
    nominating.give(DISTRICT, reassign('collectNominations', 'gridWorker'));
  });
});

describe('taking a duty over', () => {
  const takeOver = { type: 'takeOver', key: 'formGroup', reasonText: 'hash' } as const;

  it('lets the district do what the street left undone, and nobody else', () => {
    const play = launchedElection();
    expect(rolesNow(['streetOfficer'], 'formGroup', play.state.takenOver)).toEqual(['streetOfficer']);
    play.give(DISTRICT, takeOver);
    expect(dutiesOf(play)).toMatchObject([
      { key: 'formGroup', party: { role: 'districtSupervisor', placePath: PLACE.districtPath } },
    ]);
    expect(rolesNow(['streetOfficer'], 'formGroup', play.state.takenOver)).toEqual([
      'streetOfficer',
      'districtSupervisor',
    ]);
    expect(rolesNow(['streetOfficer'], 'stopElection', play.state.takenOver)).toEqual(['streetOfficer']);
    play.give(DISTRICT, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    expect(play.state.takenOver).toEqual({});
  });

  it('is for an office above: not for the same one, nor twice', () => {
    const play = launchedElection();
    expect(play.refuses(STREET, takeOver).code).toBe('cannot-take-over');
    play.give(DISTRICT, takeOver);
    expect(play.refuses(DISTRICT, takeOver).code).toBe('cannot-take-over');
  });

  it('never puts an office in the place of the owners’ committee', () => {
    const play = watchedTerm();
    play.waitUntil(play.state.clocks['reportOpens']?.dueAt ?? '');
    expect(dutiesOf(play)).toMatchObject([{ key: 'reportTerm', party: { role: 'committeeMember' } }]);
    expect(play.refuses(DISTRICT, { ...takeOver, key: 'reportTerm' }).code).toBe('cannot-take-over');
  });
});

describe('sending a duty back', () => {
  const sendBack = { type: 'sendBack', key: 'formGroup', reasonText: 'hash' } as const;

  it('returns it to whom the rules name, once', () => {
    const play = launchedElection();
    expect(play.refuses(DISTRICT, sendBack).code).toBe('not-handed-on');
    play.give(DISTRICT, { type: 'takeOver', key: 'formGroup', reasonText: 'hash' });
    expect(play.refuses(STREET, sendBack).code).toBe('not-your-duty');
    play.give(DISTRICT, sendBack);
    expect(dutiesOf(play)).toMatchObject([{ key: 'formGroup', party: { role: 'streetOfficer' } }]);
    expect(play.state.takenOver).toEqual({});
    play.give(DISTRICT, { type: 'takeOver', key: 'formGroup', reasonText: 'hash' });
    expect(play.refuses(DISTRICT, sendBack)).toEqual({
      code: 'no-send-back-left',
      params: { key: 'formGroup', max: 1 },
    });
  });
});

describe('a suspended process', () => {
  it('is neither pushed nor extended: nobody has to do anything', () => {
    const play = launchedElection();
    play.give(STREET, { type: 'suspend', days: 3, ...text });
    for (const command of [nudge, extend('groupForm'), reassign('formGroup', 'streetOfficer')])
      expect(play.refuses(DISTRICT, command).code).toBe('process-suspended');
  });
});
