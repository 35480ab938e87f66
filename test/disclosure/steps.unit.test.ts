// The steps of a disclosure: periods that open by themselves, four eyes, two places, objections, corrections, and who acts when nobody does.
import fc from 'fast-check';
import { addMs } from '../../domain/calendar/instant';
import { civilCalendar } from '../../domain/calendar/tables';
import { periodAt, periodOf } from '../../domain/disclosure/periods';
import { policyById } from '../../domain/policy/presets';
import {
  aDisclosureLaunch,
  disclosureOf,
  displayedDisclosure,
  draftedDisclosure,
  FIRST,
  frozen,
  launchedDisclosure,
  MEMBER,
  NEIGHBOUR,
  openedDisclosure,
  OTHER_MEMBER,
  publishedDisclosure,
  quarterly,
  reviewedDisclosure,
  statementOf,
  text,
  unlaunchedDisclosure,
  type DisclosurePlay,
} from '../support/a-disclosure';
import { SECRETARY, STREET } from '../support/an-election';
import { anActor, ENGINE } from '../support/play';

const DAY = 86_400_000;
const typesOf = (play: DisclosurePlay): string[] => play.events.map(({ type }) => type);
const objection = { type: 'objectToStatement', no: FIRST, objectionId: 'o', ...text } as const;
const answer = (isUpheld: boolean) => ({ type: 'answerObjection', objectionId: 'o', isUpheld, ...text }) as const;
const photo = { type: 'recordBoard' as const, no: FIRST, attachments: ['photo'] };
const partyOf = (play: DisclosurePlay, key: string) =>
  play.definition.obligations(play.state.core, play.policy).find((duty) => duty.key === key)?.party;

describe('a period', () => {
  it('is a quarter, half year or year of the China calendar', () => {
    const calendar = civilCalendar();
    const at = '2026-03-31T15:59:59.999Z';
    expect(periodAt('quarter', at, calendar)).toMatchObject({
      ...{ no: FIRST, from: '2025-12-31T16:00:00.000Z', until: '2026-03-31T16:00:00.000Z' },
    });
    expect(periodAt('quarter', addMs(at, 1), calendar).no).toBe(FIRST + 1);
    expect(periodAt('halfYear', at, calendar)).toMatchObject({ no: 4052, until: '2026-06-30T16:00:00.000Z' });
    expect(periodAt('year', at, calendar)).toMatchObject({ no: 2026, until: '2026-12-31T16:00:00.000Z' });
  });

  it('is as long as the place says: quarterly in Shanghai, half-yearly in Hangzhou, yearly in Beijing', () => {
    const lengths = ['shanghai', 'hangzhou', 'beijing', 'national'].map((id) => policyById(id)?.disclosure.period);
    expect(lengths.map((period) => [period?.value, period?.confidence])).toEqual([
      ['quarter', 'V'],
      ['halfYear', 'V'],
      ['year', 'V'],
      ['year', 'X'],
    ]);
  });

  it('that has ended opens its statement by itself; the first is the one in which the process was launched', () => {
    const play = launchedDisclosure();
    play.waitUntil('2026-03-31T15:59:59.999Z');
    expect(disclosureOf(play).statements).toEqual([]);
    expect(play.refuses(MEMBER, { type: 'draftStatement', no: FIRST }).code).toBe('no-such-statement');
    play.waitUntil('2026-03-31T16:00:00.000Z');
    expect(play.duties).toEqual([`draftStatement:${FIRST}`]);
    expect(disclosureOf(play).running.no).toBe(FIRST + 1);
  });

  it('is neither lost nor opened twice, whatever the machine sleeps through', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 * DAY }), { minLength: 1, maxLength: 10 }), (sleeps) => {
        const play = launchedDisclosure();
        for (const ms of sleeps) play.waitUntil(addMs(play.now, ms));
        const opened = play.events.flatMap((event) => (event.type === 'periodOpened' ? [event.period.no] : []));
        const ended: number[] = [];
        for (let no = FIRST; periodOf('quarter', no, civilCalendar()).until <= play.now; no += 1) ended.push(no);
        expect(opened).toEqual(ended);
      }),
      { numRuns: 60 },
    );
  });

  it('that ended while the process stood still is opened when it goes on', () => {
    const play = launchedDisclosure();
    play.waitUntil('2026-03-20T02:00:00.000Z');
    play.give(STREET, { type: 'suspend', ...text, basisText: 'hash', days: 20 });
    play.waitUntil('2026-04-05T02:00:00.000Z');
    expect(disclosureOf(play).statements).toEqual([]);
    play.waitUntil('2026-04-10T02:00:00.000Z');
    expect(statementOf(play)?.stage).toBe('drafting');
  });
});

describe('drafting', () => {
  it('is asked for by the body whose duty it is, and by nobody else', () => {
    const play = openedDisclosure();
    const firm = anActor('firmManager');
    expect(play.refuses(firm, { type: 'draftStatement', no: FIRST }).code).toBe('not-the-drafter');
    play.give(MEMBER, { type: 'draftStatement', no: FIRST });
    expect(play.refuses(MEMBER, { type: 'draftStatement', no: FIRST })).toMatchObject({
      ...{ code: 'statement-elsewhere', params: { no: FIRST, stage: 'freezing' } },
    });
    frozen(play);
    expect(play.definition.effect(play.state.core, play.policy)).toBeUndefined();
    expect(play.duties).toEqual([`reviewStatement:${FIRST}`]);
  });

  it('goes to the community and then to the street when whoever has to is silent, each with an event of its own', () => {
    const play = openedDisclosure();
    const key = `draftStatement:${FIRST}`;
    const due = play.state.clocks[`draft:${FIRST}`]?.dueAt ?? '';
    play.waitUntil(addMs(due, -1));
    expect(partyOf(play, key)).toMatchObject({ role: 'committeeMember' });
    play.waitUntil(due);
    expect(partyOf(play, key)).toMatchObject({ role: 'communitySecretary' });
    play.waitFor(`draft:${FIRST}`);
    expect(partyOf(play, key)).toMatchObject({ role: 'streetOfficer' });
    expect(play.events.filter(({ type }) => type === 'draftingSilent')).toMatchObject([
      { body: 'committeeMember', next: 'communitySecretary' },
      { body: 'communitySecretary', next: 'streetOfficer' },
    ]);
    // The street stays due; its duty climbs the ladder to the district.
    play.waitUntil(addMs(play.now, 30 * DAY));
    expect(statementOf(play)?.bodies.at(-1)).toBe('streetOfficer');
    expect(play.events.some((event) => event.type === 'escalated' && event.tell === 'districtSupervisor')).toBe(true);
  });

  it('may still be done by the body that was silent', () => {
    const play = openedDisclosure();
    play.waitFor(`draft:${FIRST}`);
    expect(play.give(MEMBER, { type: 'draftStatement', no: FIRST })[0]).toMatchObject({ type: 'draftAsked' });
  });

  it('moves to another body of the estate, unless it is that one already', () => {
    const play = openedDisclosure();
    expect(play.refuses(STREET, { type: 'changeBody', body: 'committeeMember', ...text }).code).toBe('same-body');
    play.give(STREET, { type: 'changeBody', body: 'firmManager', ...text });
    expect(partyOf(play, `draftStatement:${FIRST}`)).toMatchObject({ role: 'firmManager' });
    expect(play.refuses(MEMBER, { type: 'draftStatement', no: FIRST }).code).toBe('not-the-drafter');
  });
});

describe('the review', () => {
  const sound = { type: 'reviewStatement', no: FIRST, isSound: true, ...text } as const;

  it('is another person’s, of the committee or of the community', () => {
    const play = draftedDisclosure();
    expect(play.refuses(MEMBER, sound).code).toBe('own-draft');
    play.give(OTHER_MEMBER, sound);
    expect(play.duties).toEqual([`signStatement:${FIRST}`]);
  });

  it('of what an office drafted is another office’s', () => {
    const play = openedDisclosure();
    play.waitFor(`draft:${FIRST}`);
    play.give(SECRETARY, { type: 'draftStatement', no: FIRST });
    frozen(play);
    const colleague = anActor('communitySecretary', { id: 'second-secretary' });
    expect(play.refuses(colleague, sound).code).toBe('own-draft');
    expect(partyOf(play, `reviewStatement:${FIRST}`)).toMatchObject({ role: 'streetOfficer' });
    play.give(STREET, sound);
  });

  it('sends back what is not sound, and the next draft is another version', () => {
    const play = draftedDisclosure();
    play.give(SECRETARY, { ...sound, isSound: false });
    expect(statementOf(play)).toMatchObject({ stage: 'drafting', version: 2, sha256: null });
    play.give(MEMBER, { type: 'draftStatement', no: FIRST });
    expect(frozen(play)).toBe(`figures-${FIRST}-2`);
  });

  it('comes before the signature', () => {
    const play = draftedDisclosure();
    const sign = { type: 'signStatement', no: FIRST, sha256: `figures-${FIRST}-1` } as const;
    expect(play.refuses(MEMBER, sign).code).toBe('statement-elsewhere');
  });
});

describe('the signature', () => {
  const sign = { type: 'signStatement', no: FIRST, sha256: `figures-${FIRST}-1` } as const;

  it('names the hash of what was frozen', () => {
    const play = reviewedDisclosure();
    expect(play.refuses(MEMBER, { ...sign, sha256: 'another' }).code).toBe('statement-differs');
    play.give(MEMBER, sign);
    expect(disclosureOf(play).publications).toMatchObject([{ version: 1, sha256: sign.sha256, boardAt: null }]);
  });

  it('is of the body that drafts, and never of whoever reviewed', () => {
    const play = draftedDisclosure();
    play.give(OTHER_MEMBER, { type: 'reviewStatement', no: FIRST, isSound: true, ...text });
    expect(play.refuses(SECRETARY, sign).code).toBe('not-the-drafter');
    expect(play.refuses(OTHER_MEMBER, sign).code).toBe('own-review');
    play.give(MEMBER, sign);
  });
});

describe('the two places', () => {
  it('are both needed: until the photo of the board is there nobody’s time to object runs out', () => {
    const play = publishedDisclosure();
    expect(play.duties).toEqual([`recordBoard:${FIRST}`]);
    expect(play.state.clocks[`display:${FIRST}`]).toBeUndefined();
    play.waitFor(`board:${FIRST}`);
    expect(play.duties).toEqual([`recordBoard:${FIRST}`]);
    play.give(anActor('gridWorker'), photo);
    expect(play.refuses(MEMBER, photo).code).toBe('statement-elsewhere');
    expect(statementOf(play)?.stage).toBe('displayed');
  });

  it('show it for so many days; then the period is closed', () => {
    const play = displayedDisclosure();
    const due = play.state.clocks[`display:${FIRST}`]?.dueAt ?? '';
    play.waitUntil(addMs(due, -1));
    expect(statementOf(play)?.stage).toBe('displayed');
    play.waitUntil(due);
    expect(statementOf(play)).toBeUndefined();
    expect(disclosureOf(play).publications).toMatchObject([{ closedAt: due, raised: 0, upheld: 0 }]);
  });
});

describe('an objection', () => {
  it('is raised from the publication until the end of the display, and not at that instant', () => {
    expect(draftedDisclosure().refuses(NEIGHBOUR, objection).code).toBe('statement-elsewhere');
    expect(openedDisclosure().refuses(NEIGHBOUR, { ...objection, no: FIRST + 1 }).code).toBe('no-such-statement');
    const play = publishedDisclosure();
    play.give(NEIGHBOUR, objection);
    expect(play.refuses(NEIGHBOUR, objection).code).toBe('id-already-used');
    const shown = displayedDisclosure();
    shown.waitUntil(addMs(shown.state.clocks[`display:${FIRST}`]?.dueAt ?? '', -1));
    shown.give(NEIGHBOUR, objection);
    shown.waitUntil(addMs(shown.now, 1));
    expect(shown.refuses(NEIGHBOUR, { ...objection, objectionId: 'p' }).code).toBe('objection-period-over');
    const over = displayedDisclosure();
    over.waitFor(`display:${FIRST}`);
    expect(over.refuses(NEIGHBOUR, objection).code).toBe('objection-period-over');
  });

  it('is answered on a clock by the body that drafts, once', () => {
    const play = displayedDisclosure();
    play.give(NEIGHBOUR, objection);
    expect(play.duties).toEqual(['answerObjection:o']);
    expect(play.state.clocks['objection:o']).toBeDefined();
    expect(play.refuses(SECRETARY, answer(false)).code).toBe('not-the-drafter');
    expect(play.refuses(MEMBER, { ...answer(false), objectionId: 'x' }).code).toBe('objection-not-found');
    play.give(MEMBER, answer(false));
    expect(play.refuses(MEMBER, answer(false)).code).toBe('objection-already-answered');
    expect(play.state.clocks['objection:o']).toBeUndefined();
  });

  it('that is open when the display ends keeps the period open until its answer', () => {
    const play = displayedDisclosure();
    play.waitUntil(addMs(play.state.clocks[`display:${FIRST}`]?.dueAt ?? '', -1));
    play.give(NEIGHBOUR, objection);
    play.waitFor(`display:${FIRST}`);
    expect(statementOf(play)?.stage).toBe('answering');
    play.give(MEMBER, answer(false));
    expect(statementOf(play)).toBeUndefined();
    expect(typesOf(play).at(-1)).toBe('periodClosed');
  });

  it('that is upheld makes a new version, which is shown for its full time; the old one stays', () => {
    const play = displayedDisclosure();
    play.give(NEIGHBOUR, objection);
    play.give(MEMBER, answer(true));
    expect(play.state.clocks[`display:${FIRST}`]).toBeUndefined();
    expect(play.duties).toEqual([`draftStatement:${FIRST}`]);
    expect(play.refuses(NEIGHBOUR, { ...objection, objectionId: 'p' }).code).toBe('statement-elsewhere');
    play.give(MEMBER, { type: 'draftStatement', no: FIRST });
    const sha256 = frozen(play);
    play.give(SECRETARY, { type: 'reviewStatement', no: FIRST, isSound: true, ...text });
    play.give(MEMBER, { type: 'signStatement', no: FIRST, sha256 });
    play.give(MEMBER, photo);
    play.waitFor(`display:${FIRST}`);
    expect(disclosureOf(play).publications.map(({ version, closedAt }) => [version, closedAt !== null])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it('that is upheld while the correction is being reviewed takes the draft back', () => {
    const play = displayedDisclosure();
    play.give(NEIGHBOUR, objection);
    play.give(NEIGHBOUR, { ...objection, objectionId: 'p' });
    play.give(MEMBER, answer(true));
    play.give(MEMBER, { type: 'draftStatement', no: FIRST });
    // Upheld before the machine has answered: what it froze is no longer wanted.
    play.give(MEMBER, { ...answer(true), objectionId: 'p' });
    expect(play.give(ENGINE, { type: 'recordDrafted', no: FIRST, version: 2, sha256: 'late' })).toEqual([]);
    expect(statementOf(play)).toMatchObject({ stage: 'drafting', version: 3 });
  });
});

describe('a correction', () => {
  it('of a period that was closed is a new version, never an edit', () => {
    const play = displayedDisclosure();
    play.waitFor(`display:${FIRST}`);
    const correct = { type: 'correctStatement', no: FIRST, ...text } as const;
    expect(play.refuses(SECRETARY, correct).code).toBe('not-the-drafter');
    expect(play.refuses(MEMBER, { ...correct, no: FIRST - 1 }).code).toBe('no-such-statement');
    play.give(MEMBER, correct);
    expect(play.refuses(MEMBER, correct).code).toBe('statement-elsewhere');
    expect(statementOf(play)).toMatchObject({ stage: 'drafting', version: 2 });
    expect(disclosureOf(play).publications).toHaveLength(1);
  });
});

describe('a disclosure', () => {
  it('is one for each estate, and is launched once', () => {
    const play = launchedDisclosure();
    expect(play.definition.exclusiveKey(play.state.core)).toBe(`disclosure:${disclosureOf(play).place.estateId}`);
    expect(unlaunchedDisclosure().refuses(MEMBER, { type: 'draftStatement', no: FIRST }).code).toBe('wrong-phase');
    expect(play.refuses(STREET, aDisclosureLaunch()).code).toBe('wrong-phase');
  });

  it('keeps several periods open beside each other', () => {
    const play = openedDisclosure(quarterly());
    play.waitUntil('2026-07-02T02:00:00.000Z');
    expect(disclosureOf(play).statements.map(({ period }) => period.no)).toEqual([FIRST, FIRST + 1]);
    play.give(MEMBER, { type: 'draftStatement', no: FIRST + 1 });
    expect(frozen(play)).toBe(`figures-${FIRST + 1}-1`);
    expect(statementOf(play)?.stage).toBe('drafting');
  });

  it('opens nothing after its end', () => {
    const play = openedDisclosure();
    play.give(STREET, { type: 'endDisclosure', ...text, basisText: 'hash' });
    expect([play.phase, Object.keys(play.state.clocks), play.duties]).toEqual(['closed', [], []]);
  });
});
