// Live turnout: how many have voted, by building and channel, never how. Exact at the moment of reading.
import type { Db, VoteWindowRow } from './vote-window';

export interface BuildingTurnout {
  buildingId: string;
  rights: number;
  voted: number;
  areaDm2: number;
  votedAreaDm2: number;
  byChannel: Record<string, number>;
}

/** Per building; a right with units in several buildings stands with its first. */
export async function readTurnout(
  db: Db,
  { voteId, rollId }: Pick<VoteWindowRow, 'voteId' | 'rollId'>,
): Promise<BuildingTurnout[]> {
  const { rows } = await db.query<{
    buildingId: string;
    channel: string | null;
    rights: number;
    areaDm2: string;
  }>(
    `select r.building_ids[1] as "buildingId", c.channel, count(*)::int as rights, sum(r.area_dm2) as "areaDm2"
     from roll_right r left join counted_ballot c on c.vote_id = $1 and c.right_no = r.right_no
     where r.roll_id = $2 group by 1, 2`,
    [voteId, rollId],
  );
  const buildings = new Map<string, BuildingTurnout>();
  for (const { buildingId, channel, rights, areaDm2 } of rows) {
    const building = buildings.get(buildingId) ?? {
      buildingId,
      rights: 0,
      voted: 0,
      areaDm2: 0,
      votedAreaDm2: 0,
      byChannel: {},
    };
    buildings.set(buildingId, building);
    building.rights += rights;
    building.areaDm2 += Number(areaDm2);
    if (channel === null) continue;
    building.voted += rights;
    building.votedAreaDm2 += Number(areaDm2);
    building.byChannel[channel] = rights;
  }
  return [...buildings.values()].sort((a, b) => (a.buildingId < b.buildingId ? -1 : 1));
}
