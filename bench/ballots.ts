// Durable, receipted, authenticated ballots a second, compared as short-path/compare.ts says; every ballot must be counted and in the tree.
import { ballotTreeRoot } from '../store/ballots/ballot-tree';
import { seed, type Seeded } from './ballots/seed';
import { compareShortPath, type ShortPath } from './short-path/compare';

const BALLOTS: ShortPath<Seeded> = {
  bench: 'ballots',
  seed,
  rivalTable: `create table row_ballot (like ballot including all);
    create sequence row_ballot_seq owned by row_ballot.seq;
    alter table row_ballot alter seq set default nextval('row_ballot_seq');
    alter table row_ballot add foreign key (roll_id, right_no) references roll_right (roll_id, right_no);
    grant all on row_ballot to gongzhi_app; grant all on sequence row_ballot_seq to gongzhi_app`,
  async check({ pool, seeded: { voteId }, one, expect }, { ours, rivals }) {
    expect('ballots stored', await one('select count(*) from ballot where vote_id = $1', [voteId]), ours);
    expect('rights that count', await one('select count(*) from counted_ballot where vote_id = $1', [voteId]), ours);
    expect('highest number', await one('select max(seq) from ballot where vote_id = $1', [voteId]), ours);
    expect('leaves in the tree', String((await ballotTreeRoot(pool, voteId)).size), ours);
    expect('rows of the rival', await one('select count(*) from row_ballot'), rivals);
  },
};

export const bench = (args: string[]): Promise<void> => compareShortPath(BALLOTS, args);
