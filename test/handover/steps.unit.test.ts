// A handover as the decider sees it. National preset: ten days, urged within three, seven days to obey, help within three.
import { handoverTells } from '../../domain/handover/rules';
import { MEMBER, owner, SECRETARY, STREET } from '../support/an-election';
import { handoverOf, launchedHandover, lookedAt, NEW_CHAIR, signed } from '../support/a-handover';
import { anActor, aPolicy } from '../support/play';

const [first = '', second = ''] = aPolicy().handover.items.value;
const refuse = { type: 'reportRefusal', reasonText: 'hash' } as const;

describe('a handover', () => {
  it('is complete when every item is there and all three sides have signed the same list', () => {
    const play = signed(lookedAt(launchedHandover()));
    expect(play.phase).toBe('closed');
    expect(handoverOf(play).outcome).toBe('complete');
    expect(play.state.clocks).toEqual({});
    expect(play.events.flatMap((event) => handoverTells(play.state.core, event))).toEqual([
      {
        to: 'election',
        command: { type: 'recordHandoverEnded', handoverId: 'handover', occasion: 'takeover', outcome: 'complete' },
      },
    ]);
  });

  it('is signed for no item that nobody has looked at, and for no list that has changed since', () => {
    const play = launchedHandover();
    expect(play.refuses(MEMBER, { type: 'sign', side: 'from' }).code).toBe('handover-items-pending');
    lookedAt(play);
    play.give(MEMBER, { type: 'sign', side: 'from' });
    expect(play.refuses(MEMBER, { type: 'sign', side: 'from' }).code).toBe('already-signed');
    play.give(STREET, { type: 'recordItem', item: first, status: 'missing', noteText: 'hash' });
    expect(handoverOf(play).signedBy).toEqual([]);
    play.give(STREET, { type: 'addItem', item: 'secondBankBook', noteText: 'hash' });
    expect(play.refuses(STREET, { type: 'addItem', item: 'secondBankBook', noteText: 'hash' }).code).toBe(
      'handover-item-twice',
    );
    expect(play.refuses(MEMBER, { type: 'sign', side: 'from' }).code).toBe('handover-items-pending');
  });

  it('is signed for each side by somebody of that side, and by nobody for two', () => {
    const play = lookedAt(launchedHandover());
    expect(play.refuses(SECRETARY, { type: 'sign', side: 'from' }).code).toBe('wrong-side');
    expect(play.refuses(MEMBER, { type: 'sign', side: 'to' }).code).toBe('wrong-side');
    expect(play.refuses(owner('stranger'), { type: 'sign', side: 'to' }).code).toBe('wrong-side');
    play.give(NEW_CHAIR, { type: 'sign', side: 'from' });
    expect(play.refuses(NEW_CHAIR, { type: 'sign', side: 'to' }).code).toBe('one-person-two-sides');
  });

  it('is signed for a department by its own officers alone', () => {
    const from = { who: 'housingOffice', roles: ['departmentOfficer'], ownerIds: null, department: 'housing' } as const;
    const { sides } = handoverOf(launchedHandover());
    const play = lookedAt(launchedHandover({ sides: { ...sides, from } }));
    const officerOf = (department: string) => anActor('departmentOfficer', { id: department, department });
    expect(play.refuses(officerOf('publicSecurity'), { type: 'sign', side: 'from' }).code).toBe('wrong-side');
    play.give(officerOf('housing'), { type: 'sign', side: 'from' });
  });

  it('has a list that is kept by those at the table and nobody else', () => {
    const play = launchedHandover();
    expect(play.refuses(anActor('firmManager'), { type: 'recordItem', item: first, status: 'provided' }).code).toBe(
      'wrong-side',
    );
    expect(play.refuses(STREET, { type: 'recordItem', item: 'crownJewels', status: 'provided' }).code).toBe(
      'unknown-handover-item',
    );
  });
});

describe('what is missing or disputed', () => {
  it('goes to a joint meeting, and each item is settled: come, given up, claimed, or before a court', () => {
    const play = signed(lookedAt(launchedHandover(), { [first]: 'missing', [second]: 'disputed' }));
    expect(play.phase).toBe('settling');
    expect(play.duties).toEqual(['holdJointMeeting']);
    const settle = { type: 'settleItem', item: first, how: 'provided', noteText: 'hash' } as const;
    expect(play.refuses(STREET, settle).code).toBe('joint-meeting-first');
    play.give(STREET, { type: 'holdJointMeeting', minutesText: 'hash' });
    play.give(STREET, settle);
    expect(play.refuses(STREET, settle).code).toBe('no-gap-to-settle');
    expect(play.duties).toEqual(['settleItems']);
    play.give(STREET, { ...settle, item: second, how: 'toCourt' });
    expect(handoverOf(play).outcome).toBe('withGaps');
  });

  it('leaves nothing open when all of it came after all or was given up', () => {
    const play = signed(lookedAt(launchedHandover(), { [first]: 'missing' }));
    play.give(STREET, { type: 'holdJointMeeting', minutesText: 'hash' });
    play.give(STREET, { type: 'settleItem', item: first, how: 'waived', noteText: 'hash' });
    expect(handoverOf(play).outcome).toBe('complete');
  });
});

describe('who keeps the seal', () => {
  it('is urged when the time is over, then another body is asked, and in the end the refusal stands on the record', () => {
    const play = launchedHandover();
    play.waitFor('handover');
    expect(play.phase).toBe('refused');
    expect(play.duties).toEqual(['urge']);
    play.give(STREET, { type: 'urge', letterText: 'hash' });
    expect(play.duties).toEqual(['handOver']);
    const due = play.state.clocks['urgeAnswer']?.dueAt ?? '';
    play.waitUntil(new Date(Date.parse(due) - 1).toISOString());
    expect(play.phase).toBe('urged');
    play.waitUntil(due);
    expect(play.duties).toEqual(['requestAssistance']);
    play.give(STREET, { type: 'requestAssistance', body: 'police', reasonText: 'hash' });
    play.give(STREET, { type: 'recordAssistance', hasCome: false, resultText: 'hash' });
    expect(handoverOf(play).outcome).toBe('refused');
    expect(play.state.clocks).toEqual({});
  });

  it('may come after all, at any step, and then it is a handover like any other', () => {
    for (const step of ['refused', 'urged', 'ignored', 'assisted'] as const) {
      const play = launchedHandover();
      play.give(STREET, refuse);
      if (step !== 'refused') play.give(STREET, { type: 'urge', letterText: 'hash' });
      if (step === 'ignored' || step === 'assisted') play.waitFor('urgeAnswer');
      if (step === 'assisted') play.give(STREET, { type: 'requestAssistance', body: 'police', reasonText: 'hash' });
      expect(play.phase).toBe(step);
      signed(lookedAt(play));
      expect(handoverOf(play).outcome).toBe('complete');
    }
  });

  it('has its full time again when the help has moved somebody', () => {
    const play = launchedHandover();
    play.give(STREET, refuse);
    play.give(STREET, { type: 'requestAssistance', body: 'police', reasonText: 'hash' });
    play.give(STREET, { type: 'recordAssistance', hasCome: true, resultText: 'hash' });
    expect(play.phase).toBe('handingOver');
    expect(play.state.clocks['handover']).toBeDefined();
  });

  it('is not the one who has signed: then the others are reminded, and nobody is urged', () => {
    const play = lookedAt(launchedHandover());
    play.give(MEMBER, { type: 'sign', side: 'from' });
    play.waitFor('handover');
    expect(play.phase).toBe('handingOver');
    expect(play.duties).toEqual(['handOver']);
  });
});

it('a handover that is stopped by order ends its clocks and is told as stopped', () => {
  const play = launchedHandover();
  play.give(anActor('districtSupervisor'), { type: 'stopHandover', reasonText: 'hash', basisText: 'hash' });
  expect(handoverOf(play).outcome).toBe('stopped');
  expect(play.state.clocks).toEqual({});
});
