// A certified decision of the owners before a court: a year to sue in, the judgment whenever it comes, and what the process that asked for the
// vote hears of it.
import { ownersVote } from '../../domain/owners-vote/definition';
import { voteTells } from '../../domain/owners-vote/rules';
import { publishedVote, voteOf, type VotePlay } from '../support/a-vote';
import { anActor } from '../support/play';

const STREET = anActor('streetOfficer');
const MARK = { type: 'markContested', ground: 'procedure', reasonText: 'hash' } as const;
const END = { type: 'endContest', reasonText: 'hash' } as const;
const REVOKE = { type: 'recordRevocation', by: 'court', reasonText: 'hash', basisText: 'hash' } as const;

function certified(): VotePlay {
  const play = publishedVote({ yes: 4 }, undefined, { parentId: 'project' });
  play.waitFor('resultObjection');
  expect(play.phase).toBe('certified');
  return play;
}
const outcomeOf = (play: VotePlay) => ownersVote.outcome(play.state.core);

describe('a decision that somebody has taken to court', () => {
  it('stays in force and is shown with its ground; the street follows the lawsuit', () => {
    const play = certified();
    expect(play.duties).toEqual([]);
    play.give(STREET, MARK);
    expect(voteOf(play)).toMatchObject({
      ...{ phase: 'certified', outcome: 'passed', isContested: true },
      contest: { ground: 'procedure', since: play.now },
    });
    expect(play.duties).toEqual(['recordJudgment']);
  });

  it('is still open for the judgment when the year to sue in is over; without a lawsuit it closes then', () => {
    const quiet = certified();
    quiet.waitFor('revocation');
    expect([quiet.phase, outcomeOf(quiet)]).toEqual(['closed', 'passed']);
    const play = certified();
    play.give(STREET, MARK);
    play.waitFor('revocation');
    expect([play.phase, ...play.duties]).toEqual(['certified', 'recordJudgment']);
    play.give(STREET, REVOKE);
    expect([play.phase, outcomeOf(play)]).toEqual(['closed', 'voided']);
  });

  it('that the court lets stand is contested no longer, and closes at the end of the year or at once after it', () => {
    const within = certified();
    within.give(STREET, MARK);
    within.give(STREET, END);
    expect(voteOf(within)).toMatchObject({ phase: 'certified', isContested: false, contest: null });
    within.waitFor('revocation');
    expect([within.phase, outcomeOf(within)]).toEqual(['closed', 'passed']);
    const after = certified();
    after.give(STREET, MARK);
    after.waitFor('revocation');
    after.give(STREET, END);
    expect([after.phase, outcomeOf(after)]).toEqual(['closed', 'passed']);
  });

  it('contested before it was certified is certified all the same', () => {
    const play = publishedVote({ yes: 4 });
    play.give(STREET, MARK);
    play.give(STREET, END);
    expect(play.phase).toBe('resultPublished');
    play.give(STREET, MARK);
    play.waitFor('resultObjection');
    expect([play.phase, outcomeOf(play)]).toEqual(['certified', 'passed']);
  });
});

describe('a decision that was revoked', () => {
  it.each(['court', 'office'] as const)(
    'by the %s falls at that instant, marked before or not, and nothing runs any more',
    (by) => {
      const play = certified();
      play.give(STREET, { ...REVOKE, by });
      expect(voteOf(play)).toMatchObject({ phase: 'closed', outcome: 'voided', revoked: { by, at: play.now } });
      expect(play.state.clocks).toEqual({});
    },
  );

  it('was certified before: until then it is voided by order, and after its end there is nothing to revoke', () => {
    const early = publishedVote({ yes: 4 });
    expect(early.refuses(STREET, REVOKE).code).toBe('wrong-phase');
    const late = certified();
    expect(late.refuses(STREET, { type: 'voidVote', reasonText: 'hash', basisText: 'hash' }).code).toBe('wrong-phase');
    late.waitFor('revocation');
    expect(late.refuses(STREET, REVOKE).code).toBe('process-closed');
  });
});

it('the process that asked for the vote hears that it is contested, that it no longer is, and that it was revoked', () => {
  const play = certified();
  const told = (command: typeof MARK | typeof END | typeof REVOKE) =>
    play.give(STREET, command).flatMap((event) => voteTells(play.state.core, event));
  const toProject = (command: object) => [{ to: 'project', command: { ...command, voteId: 'vote' } }];
  expect(told(MARK)).toEqual(toProject({ type: 'recordVoteContested', isContested: true }));
  expect(told(END)).toEqual(toProject({ type: 'recordVoteContested', isContested: false }));
  expect(told(REVOKE)).toEqual(toProject({ type: 'recordVoteRevoked' }));
});
