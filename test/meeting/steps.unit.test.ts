// A meeting step by step: called, held or missed, its resolutions followed up. docs/meeting.md
import { addMs } from '../../domain/calendar/instant';
import { meeting } from '../../domain/meeting/definition';
import { meetingAudience, meetingTells } from '../../domain/meeting/rules';
import type { MeetingCommand } from '../../domain/meeting/state';
import { problemEffect } from '../../domain/problem/meetings';
import type { LaunchedProblem } from '../../domain/problem/state';
import type { LaunchChild } from '../../domain/process';
import { MEMBER, owner, PLACE, SECRETARY, STREET } from '../support/an-election';
import {
  aMeetingLaunch,
  attendance,
  calledMeeting,
  EXPERT,
  FIRM,
  heldMeeting,
  MEETING_CALLED,
  MEETING_HELD,
  meetingOf,
  minutes,
  report,
  resolution,
  unlaunchedMeeting,
  type MeetingPlay,
} from '../support/a-meeting';
import { launchedProblem } from '../support/a-problem';
import { anActor, aPolicy } from '../support/play';

const DISTRICT = anActor('districtSupervisor');
const DAY = 86_400_000;
const THREE = ['communitySecretary', 'committeeMember', 'firmManager'];
const clockOf = (play: MeetingPlay, name: string) => play.state.clocks[name]?.dueAt;
const toldWhen = (play: MeetingPlay) =>
  play.events.flatMap((event) => meetingTells(meetingOf(play), event)).map(({ to, command }) => ({ to, ...command }));

describe('a three-party meeting', () => {
  it('that names nobody calls community, committee and firm, as the policy says (三方联动)', () => {
    const play = calledMeeting();
    expect(meetingOf(play).parties.map(({ key, isRequired }) => [key, isRequired])).toEqual(
      THREE.map((key) => [key, true]),
    );
    expect(play.duties).toEqual(THREE.map((key) => `attend:${key}`));
  });

  it('is not called for this very instant, and is for the next millisecond', () => {
    const play = unlaunchedMeeting();
    expect(play.refuses(SECRETARY, aMeetingLaunch({ heldAt: MEETING_CALLED })).code).toBe('meeting-not-ahead');
    play.give(SECRETARY, aMeetingLaunch({ heldAt: addMs(MEETING_CALLED, 1) }));
    expect(play.phase).toBe('called');
  });

  it('calls each party once, and nobody who has no office there', () => {
    const firm = { key: 'firm', isRequired: true, role: 'firmManager' as const };
    const launch = (...parties: object[]) => aMeetingLaunch({ parties: parties as [] });
    const play = unlaunchedMeeting();
    expect(play.refuses(SECRETARY, launch(firm, firm))).toEqual({
      code: 'meeting-party-twice',
      params: { key: 'firm' },
    });
    expect(play.refuses(SECRETARY, launch({ ...firm, role: 'owner' })).code).toBe('party-has-no-office');
    play.give(SECRETARY, launch(firm));
    expect(play.refuses(SECRETARY, { type: 'inviteParties', parties: [firm] }).code).toBe('meeting-party-twice');
    play.give(SECRETARY, {
      type: 'inviteParties',
      parties: [
        { key: 'gas', isRequired: false, department: 'gas' },
        { key: 'neighbour', isRequired: false, ownerId: 'o1' },
      ],
    });
    expect(play.duties).toEqual(['attend:firm', 'attend:gas', 'attend:neighbour']);
  });

  it('begins at its instant, not a millisecond before: nobody records who came to what has not begun', () => {
    const play = calledMeeting();
    play.waitUntil(addMs(MEETING_HELD, -1));
    expect(play.refuses(SECRETARY, attendance(THREE))).toEqual({
      code: 'meeting-not-begun',
      params: { heldAt: MEETING_HELD },
    });
    play.waitUntil(MEETING_HELD);
    expect(play.duties).toEqual(['recordAttendance']);
    play.give(SECRETARY, attendance(THREE));
    expect(play.phase).toBe('following');
  });

  it.each<MeetingCommand>([resolution('r1'), minutes(), { type: 'closeMeeting' }])(
    'resolves nothing before it was held: %j',
    (command) => {
      const play = calledMeeting();
      expect(play.refuses(SECRETARY, command).code).toBe('meeting-not-held');
      play.waitFor('convening');
      expect(play.refuses(SECRETARY, command).code).toBe('meeting-not-held');
    },
  );

  it('takes attendance by the keys of its parties, each once, and not of an empty room', () => {
    const play = calledMeeting();
    play.waitFor('convening');
    const codeOf = (present: string[], excused?: string[]) =>
      play.refuses(SECRETARY, attendance(present, excused)).code;
    expect(codeOf(['firmManager', 'firmManager'])).toBe('meeting-party-twice');
    expect(codeOf(['firmManager'], ['firmManager'])).toBe('meeting-party-twice');
    expect(codeOf(['police'])).toBe('unknown-meeting-party');
    expect(codeOf([], THREE)).toBe('nobody-present');
  });

  it('without one who is required was not held where the policy says so, and is held elsewhere', () => {
    const strict = calledMeeting();
    strict.waitFor('convening');
    strict.give(SECRETARY, attendance(['communitySecretary', 'committeeMember'], ['firmManager']));
    expect([strict.phase, strict.duties]).toEqual(['called', ['recordAttendance']]);
    const policy = aPolicy();
    policy.meetings.requiredAbsent.value = 'held';
    const lenient = calledMeeting({}, policy);
    lenient.waitFor('convening');
    lenient.give(SECRETARY, attendance(['communitySecretary', 'committeeMember']));
    expect(lenient.phase).toBe('following');
    expect(meetingOf(lenient).attendance).toEqual({
      present: ['communitySecretary', 'committeeMember'],
      excused: [],
      absent: ['firmManager'],
    });
  });

  it('is led by its convenor and the offices above, and by nobody else', () => {
    const play = calledMeeting();
    play.waitFor('convening');
    expect(play.refuses(MEMBER, attendance(THREE))).toEqual({
      code: 'not-the-convenor',
      params: { role: 'communitySecretary' },
    });
    play.give(STREET, attendance(THREE));
    expect(play.refuses(MEMBER, minutes()).code).toBe('not-the-convenor');
    expect(play.phase).toBe('following');
  });
});

describe('a meeting that is postponed', () => {
  const later = (heldAt: string): MeetingCommand => ({ type: 'postpone', heldAt, reasonText: 'hash' });

  it('is postponed twice, to instants ahead, and not a third time', () => {
    const play = calledMeeting();
    expect(play.refuses(SECRETARY, later(MEETING_CALLED)).code).toBe('meeting-not-ahead');
    play.give(SECRETARY, later(addMs(MEETING_HELD, DAY)));
    expect(clockOf(play, 'convening')).toBe(addMs(MEETING_HELD, DAY));
    play.waitUntil(MEETING_HELD);
    expect(play.refuses(SECRETARY, attendance(THREE)).code).toBe('meeting-not-begun');
    play.give(SECRETARY, later(addMs(MEETING_HELD, 2 * DAY)));
    expect(play.refuses(SECRETARY, later(addMs(MEETING_HELD, 3 * DAY)))).toEqual({
      code: 'no-postponement-left',
      params: { max: 2 },
    });
  });

  it('may be one that was missed: it is called anew', () => {
    const play = calledMeeting();
    play.waitFor('convening');
    play.waitFor('attendance');
    play.give(STREET, later(addMs(play.now, DAY)));
    expect([meetingOf(play).missedAt, Object.keys(play.state.clocks)]).toEqual([null, ['convening']]);
  });
});

describe('a meeting that nobody holds', () => {
  function missed(): MeetingPlay {
    const play = calledMeeting();
    play.waitFor('convening');
    return play;
  }

  it('is missed when its grace is over, and not before: the convenor must explain, the office above must mend it', () => {
    const play = missed();
    expect(clockOf(play, 'attendance')).toBe('2026-03-06T16:00:00.000Z');
    play.waitUntil('2026-03-06T15:59:59.999Z');
    expect(play.duties).toEqual(['recordAttendance']);
    expect(play.refuses(SECRETARY, { type: 'explainMissedMeeting', reasonText: 'hash' }).code).toBe(
      'meeting-not-missed',
    );
    expect(play.refuses(STREET, { type: 'endMissedMeeting', reasonText: 'hash' }).code).toBe('meeting-not-missed');
    play.waitFor('attendance');
    expect(play.duties).toEqual(['explainMissedMeeting', 'mendMissedMeeting']);
    const mend = play.definition
      .obligations(play.state.core, play.policy)
      .find(({ duty }) => duty === 'mendMissedMeeting');
    expect(mend?.party).toEqual({ kind: 'role', role: 'streetOfficer', placePath: PLACE.streetPath });
    play.give(SECRETARY, { type: 'explainMissedMeeting', reasonText: 'hash' });
    expect(play.duties).toEqual(['mendMissedMeeting']);
    expect(play.refuses(SECRETARY, { type: 'explainMissedMeeting', reasonText: 'hash' }).code).toBe(
      'meeting-not-missed',
    );
  });

  it('may be held late', () => {
    const play = missed();
    play.waitFor('attendance');
    play.give(SECRETARY, attendance(THREE));
    expect([play.phase, play.duties]).toEqual(['following', ['recordMinutes']]);
  });

  it('ends as missed by the office above, not by its convenor; and by itself when it can no longer be held', () => {
    const play = missed();
    play.waitFor('attendance');
    expect(play.refuses(SECRETARY, { type: 'endMissedMeeting', reasonText: 'hash' }).code).toBe('not-the-convenor');
    play.give(STREET, { type: 'endMissedMeeting', reasonText: 'hash' });
    expect(meetingOf(play).outcome).toBe('missed');
    const other = missed();
    other.waitFor('attendance');
    other.waitFor('late');
    expect([other.phase, meetingOf(other).outcome]).toEqual(['closed', 'missed']);
    expect(toldWhen(other)).toEqual([
      { to: 'problem', type: 'recordMeetingEnded', meetingId: 'meeting', form: 'threeParty', outcome: 'missed' },
    ]);
  });

  it('of the district itself is mended by the district: nobody stands above it', () => {
    const play = calledMeeting({ convenor: { role: 'districtSupervisor', placePath: PLACE.districtPath } });
    play.waitFor('convening');
    play.waitFor('attendance');
    play.give(DISTRICT, { type: 'endMissedMeeting', reasonText: 'hash' });
    expect(meetingOf(play).outcome).toBe('missed');
  });
});

describe('a resolution', () => {
  it('is carried out by its party, confirmed by another, and with the minutes the meeting closes by itself', () => {
    const play = heldMeeting();
    play.give(SECRETARY, resolution('r1', { days: 10 }));
    play.give(SECRETARY, minutes());
    expect(play.duties).toEqual(['carryOut:r1']);
    expect(play.refuses(owner('o1'), report('r1')).code).toBe('not-your-resolution');
    expect(play.refuses(SECRETARY, { type: 'confirmResolution', resolutionId: 'r1' }).code).toBe(
      'resolution-not-reported',
    );
    expect(play.refuses(SECRETARY, { type: 'closeMeeting' })).toEqual({
      code: 'resolutions-open',
      params: { open: 1 },
    });
    play.give(FIRM, report('r1'));
    expect(play.duties).toEqual(['confirmResolution:r1']);
    expect(play.refuses(FIRM, report('r1')).code).toBe('resolution-not-open');
    play.give(SECRETARY, { type: 'confirmResolution', resolutionId: 'r1' });
    expect([play.phase, meetingOf(play).outcome, Object.keys(play.state.clocks)]).toEqual(['closed', 'held', []]);
    expect(toldWhen(play)).toEqual([
      { to: 'problem', type: 'recordMeetingEnded', meetingId: 'meeting', form: 'threeParty', outcome: 'held' },
    ]);
  });

  it('may be entered for its party by the convenor, who then does not confirm it', () => {
    const play = heldMeeting();
    play.give(SECRETARY, resolution('r1'));
    play.give(SECRETARY, report('r1'));
    expect(play.refuses(SECRETARY, { type: 'confirmResolution', resolutionId: 'r1' }).code).toBe('own-report');
    expect(play.refuses(SECRETARY, { type: 'returnResolution', resolutionId: 'r1', reasonText: 'h' }).code).toBe(
      'own-report',
    );
    play.give(anActor('communitySecretary', { id: 'another' }), { type: 'confirmResolution', resolutionId: 'r1' });
    expect(meetingOf(play).resolutions[0]?.status).toBe('confirmed');
  });

  it('that was not carried out goes back with a time of its own', () => {
    const play = heldMeeting();
    play.give(SECRETARY, resolution('r1'));
    play.give(FIRM, report('r1'));
    play.give(SECRETARY, { type: 'returnResolution', resolutionId: 'r1', reasonText: 'hash' });
    expect(play.duties).toEqual(['recordMinutes', 'carryOut:r1']);
    expect(Object.keys(play.state.clocks).sort()).toEqual(['carryOut:r1', 'minutes']);
  });

  it('has seven days unless it says otherwise, a hundred and eighty at most', () => {
    const play = heldMeeting();
    play.give(SECRETARY, resolution('r1'));
    expect(clockOf(play, 'carryOut:r1')).toBe('2026-03-12T16:00:00.000Z');
    expect(play.refuses(SECRETARY, resolution('r2', { days: 181 }))).toEqual({
      code: 'resolution-too-long',
      params: { days: 181, max: 180 },
    });
    play.give(SECRETARY, resolution('r2', { days: 180 }));
    expect(play.refuses(SECRETARY, resolution('r2')).code).toBe('resolution-already-known');
  });

  it('is for a party of the meeting or an office at its place', () => {
    const play = heldMeeting();
    expect(play.refuses(SECRETARY, resolution('r1', { by: { partyKey: 'police' } })).code).toBe(
      'unknown-meeting-party',
    );
    expect(play.refuses(SECRETARY, resolution('r1', { by: { role: 'owner' } })).code).toBe('party-has-no-office');
    play.give(SECRETARY, resolution('r1', { by: { role: 'streetOfficer' } }));
    expect(meetingOf(play).resolutions[0]?.party).toEqual({
      kind: 'role',
      role: 'streetOfficer',
      placePath: PLACE.streetPath,
    });
  });

  it('may be dropped with a reason while it is open, once', () => {
    const play = heldMeeting();
    const drop: MeetingCommand = { type: 'dropResolution', resolutionId: 'r1', reasonText: 'hash' };
    expect(play.refuses(SECRETARY, drop).code).toBe('unknown-resolution');
    play.give(SECRETARY, resolution('r1'));
    play.give(SECRETARY, drop);
    expect(play.refuses(SECRETARY, drop)).toEqual({
      code: 'resolution-not-open',
      params: { resolutionId: 'r1', status: 'dropped' },
    });
    expect(play.refuses(FIRM, report('unheardOf')).code).toBe('unknown-resolution');
    expect(play.refuses(SECRETARY, { type: 'confirmResolution', resolutionId: 'x' }).code).toBe('unknown-resolution');
  });

  it('is marked for the covenant by a building meeting or a council, where residents speak for themselves, and no other', () => {
    const play = heldMeeting();
    const forCovenant = resolution('r1', { isForCovenant: true });
    expect(play.refuses(SECRETARY, forCovenant).code).toBe('covenant-needs-residents-meeting');
    for (const form of ['building', 'council'] as const) {
      const residents = heldMeeting({ form });
      residents.give(SECRETARY, { ...forCovenant, by: { partyKey: 'gridWorker' } });
      expect(meetingOf(residents).resolutions[0]?.isForCovenant).toBe(true);
    }
  });
});

describe('a council (议事会)', () => {
  const CALLED = ['communitySecretary', 'committeeMember', 'firmManager', 'gridWorker'];

  it('calls community, committee, firm and grid worker; of these only the community has to come', () => {
    const play = calledMeeting({ form: 'council' });
    expect(meetingOf(play).parties.map(({ key, isRequired }) => [key, isRequired])).toEqual(
      CALLED.map((key) => [key, key === 'communitySecretary']),
    );
  });

  it('is held with the community alone, and not with all the others without it', () => {
    const play = calledMeeting({ form: 'council' });
    play.waitFor('convening');
    play.give(SECRETARY, attendance(CALLED.slice(1)));
    expect(play.phase).toBe('called');
    play.give(SECRETARY, attendance(['communitySecretary']));
    expect(play.phase).toBe('following');
  });
});

describe('a meeting that resolved nothing', () => {
  it('closes when its convenor says so, or by itself a while after its minutes', () => {
    const play = heldMeeting();
    expect(play.refuses(SECRETARY, { type: 'closeMeeting' }).code).toBe('minutes-missing');
    play.give(SECRETARY, minutes());
    expect(play.refuses(SECRETARY, minutes()).code).toBe('minutes-already-recorded');
    expect(play.duties).toEqual(['closeMeeting']);
    play.waitFor('closing');
    expect(meetingOf(play).outcome).toBe('held');
    const other = heldMeeting();
    other.give(SECRETARY, minutes());
    other.give(SECRETARY, { type: 'closeMeeting' });
    expect(other.phase).toBe('closed');
    expect(other.refuses(SECRETARY, resolution('r1')).code).toBe('process-closed');
  });

  it('waits for a resolution that is entered after its minutes', () => {
    const play = heldMeeting();
    play.give(SECRETARY, minutes());
    play.give(SECRETARY, resolution('r1'));
    expect(Object.keys(play.state.clocks)).toEqual(['carryOut:r1']);
  });
});

describe('a mediation', () => {
  it('is chaired by an expert: none is called without', () => {
    const play = unlaunchedMeeting();
    const sides = [{ key: 'upstairs', isRequired: true, ownerId: 'o1' }];
    expect(play.refuses(SECRETARY, aMeetingLaunch({ form: 'mediation', parties: sides })).code).toBe(
      'mediation-needs-expert',
    );
    play.give(SECRETARY, aMeetingLaunch({ form: 'mediation' }));
    expect(meetingOf(play).parties.map(({ key }) => key)).toEqual(['expert', 'communitySecretary']);
  });

  it('was not held where the expert did not come, whatever the policy says of others', () => {
    const policy = aPolicy();
    policy.meetings.requiredAbsent.value = 'held';
    const play = calledMeeting({ form: 'mediation' }, policy);
    play.waitFor('convening');
    play.give(SECRETARY, attendance(['communitySecretary']));
    expect(play.phase).toBe('called');
  });

  it('has minutes by its expert, who says whether the sides have agreed; no other meeting says so', () => {
    const play = calledMeeting({ form: 'mediation' });
    play.waitFor('convening');
    play.give(EXPERT, attendance(['expert']));
    expect(play.refuses(SECRETARY, minutes(true)).code).toBe('expert-chairs-mediation');
    expect(play.refuses(EXPERT, minutes()).code).toBe('agreement-of-mediation');
    expect(play.refuses(EXPERT, { type: 'stopMeeting', reasonText: 'h', basisText: 'h' }).code).toBe(
      'not-the-convenor',
    );
    play.give(EXPERT, minutes(false));
    expect(meetingOf(play).minutes?.isAgreed).toBe(false);
    expect(heldMeeting().refuses(SECRETARY, minutes(true)).code).toBe('agreement-of-mediation');
  });
});

describe('a meeting of the rhythm', () => {
  it('has its pack written before anything else, once; a meeting of a problem has none', () => {
    const play = calledMeeting({ form: 'weekly' });
    const effect = () => play.definition.effect(play.state.core, play.policy);
    expect(effect()).toEqual({ type: 'writePack', meetingId: 'meeting' });
    const written: MeetingCommand = { type: 'recordPackWritten', sha256: 'hash', madeAt: MEETING_CALLED };
    play.give({ kind: 'engine' }, written);
    expect(effect()).toBeUndefined();
    expect(play.give({ kind: 'engine' }, written)).toEqual([]);
    const other = calledMeeting();
    expect(other.definition.effect(other.state.core, other.policy)).toBeUndefined();
  });

  it('that was called in time may be on record later than its instant, and begins at once', () => {
    const play = unlaunchedMeeting();
    play.give(
      { kind: 'process', id: 'rhythm' },
      aMeetingLaunch({ form: 'weekly', heldAt: '2026-03-01T01:30:00.000Z' }),
    );
    play.waitUntil(play.now);
    expect(play.duties).toEqual(['recordAttendance']);
  });
});

it('a meeting that is stopped tells so whoever launched it', () => {
  const play = calledMeeting();
  play.give({ kind: 'process', id: 'problem' }, { type: 'stopMeeting', reasonText: 'hash', basisText: 'hash' });
  expect(toldWhen(play)).toEqual([
    { to: 'problem', type: 'recordMeetingEnded', meetingId: 'meeting', form: 'threeParty', outcome: 'stopped' },
  ]);
  expect(toldWhen(calledMeeting({ parentId: null }))).toEqual([]);
});

describe('a meeting whose problem has ended', () => {
  const stop = { type: 'stopMeeting', reasonText: 'hash', basisText: 'hash' } as const;
  const itsProblem = { kind: 'process', id: 'problem' } as const;

  it('is stopped by that problem until it is held, also when nobody came, and by no other process', () => {
    const play = calledMeeting();
    expect(play.refuses({ kind: 'process', id: 'another' }, stop).code).toBe('not-the-convenor');
    play.waitFor('convening');
    play.waitFor('attendance');
    play.give(itsProblem, stop);
    expect([play.phase, meetingOf(play).outcome, play.duties]).toEqual(['closed', 'stopped', []]);
  });

  it('keeps its minutes and what it resolved once it was held; its convenor may still stop it', () => {
    const play = heldMeeting();
    play.give(SECRETARY, resolution('r1'));
    expect(play.give(itsProblem, stop)).toEqual([]);
    expect(play.duties).toEqual(['recordMinutes', 'carryOut:r1']);
    play.give(SECRETARY, stop);
    expect(meetingOf(play).outcome).toBe('stopped');
  });
});

describe('a meeting about a complaint', () => {
  const meetingAbout = (
    complaintOf: LaunchedProblem['complaintOf'],
    form: 'threeParty' | 'mediation' = 'threeParty',
  ) => {
    const core = launchedProblem({ category: 'fees', complaintOf }).state.core as LaunchedProblem;
    const effect = problemEffect({ ...core, meetingDue: { form, heldAt: MEETING_HELD } }) as LaunchChild;
    const play = unlaunchedMeeting();
    const launch = { ...effect.command, place: effect.place, processId: 'meeting', parentId: 'problem' };
    play.give({ kind: 'process', id: 'problem' }, launch as unknown as MeetingCommand);
    return play;
  };
  const keysOf = (play: MeetingPlay) => meetingOf(play).parties.map(({ key }) => key);

  it('calls the others, not those it is about, who are not invited and given no work either', () => {
    const play = meetingAbout({ role: 'firmManager', accountId: null });
    expect(keysOf(play)).toEqual(['communitySecretary', 'committeeMember']);
    const firm = { key: 'firm', isRequired: true, role: 'firmManager' as const };
    expect(play.refuses(SECRETARY, { type: 'inviteParties', parties: [firm] })).toEqual({
      ...{ code: 'party-may-not-know', params: { key: 'firm' } },
    });
    play.waitFor('convening');
    play.give(SECRETARY, attendance(keysOf(play)));
    expect(play.refuses(SECRETARY, resolution('r1', { by: { role: 'firmManager' } })).code).toBe('party-may-not-know');
    play.give(SECRETARY, resolution('r1', { by: { role: 'streetOfficer' } }));
  });

  it('about one person is hidden from that person alone', () => {
    const play = meetingAbout({ role: 'firmManager', accountId: 'boss' });
    expect(keysOf(play)).toEqual(THREE);
    const boss = { key: 'boss', isRequired: false, accountId: 'boss' };
    expect(play.refuses(SECRETARY, { type: 'inviteParties', parties: [boss] }).code).toBe('party-may-not-know');
    play.give(SECRETARY, { type: 'inviteParties', parties: [{ ...boss, key: 'clerk', accountId: 'clerk' }] });
    expect(meetingAudience(play.state.core)).toMatchObject({ people: ['reporter', 'clerk'], hiddenFrom: ['boss'] });
  });

  it('is seen by whoever chairs it, and missed, goes past the office it is about', () => {
    const play = meetingAbout({ role: 'streetOfficer', accountId: null }, 'mediation');
    expect(meetingAudience(play.state.core)?.roles).toContain('expert');
    expect(meetingAudience(play.state.core)?.roles).not.toContain('streetOfficer');
    play.waitFor('convening');
    play.waitFor('attendance');
    const mend = meeting.obligations(play.state.core, play.policy).find(({ duty }) => duty === 'mendMissedMeeting');
    expect(mend?.party).toMatchObject({ role: 'districtSupervisor' });
  });

  it('called by a problem that is no complaint, is for everybody at its place', () => {
    expect(meetingAudience(meetingAbout(null).state.core)).toBeNull();
  });
});

it('a meeting that a problem calls is launched as the problem asks, with the parties of the policy', () => {
  const core = launchedProblem().state.core as LaunchedProblem;
  const effect = problemEffect({ ...core, meetingDue: { form: 'threeParty', heldAt: MEETING_HELD } });
  const { place, command } = effect as LaunchChild;
  const play = unlaunchedMeeting();
  const launch = { ...command, place, processId: 'meeting', parentId: 'problem' } as unknown as MeetingCommand;
  play.give({ kind: 'process', id: 'problem' }, launch);
  expect(play.duties).toEqual(THREE.map((key) => `attend:${key}`));
  expect(meetingOf(play).convenor).toEqual({ role: 'communitySecretary', placePath: PLACE.communityPath });
});
