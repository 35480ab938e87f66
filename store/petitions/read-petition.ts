// A petition as everybody who may sign it sees it.
import type { LaunchedPetition } from '../../domain/petition/state';
import type { Db } from '../ballots/vote-window';
import { readTexts } from '../texts';

export interface PetitionHead extends Pick<LaunchedPetition, 'purpose' | 'memberIds'> {
  /** Null once the text was erased. */
  request: string | null;
}

/** Undefined where the process is none. */
export async function readPetition(db: Db, petitionId: string): Promise<PetitionHead | undefined> {
  const { rows } = await db.query<{ core: LaunchedPetition }>(
    `select state -> 'core' as core from process_view where process_id = $1 and kind = 'petition'`,
    [petitionId],
  );
  const core = rows[0]?.core;
  if (core === undefined) return undefined;
  const { purpose, memberIds, requestText } = core;
  return { purpose, memberIds, request: (await readTexts(db, [requestText])).get(requestText) ?? null };
}
