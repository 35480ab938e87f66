// The agenda of an owners' vote as readers see it: from the process's state, with the texts behind its hashes.
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { AgendaItem } from '../../domain/owners-vote/count-types';
import { readTexts } from '../../store/texts';
import type { agendaItem } from '../contracts/vote-shapes';

/** Undefined when there is no owners' vote with this id. */
export async function readAgenda(pool: Pool, voteId: string): Promise<z.input<typeof agendaItem>[] | undefined> {
  const { rows } = await pool.query<{ agenda: AgendaItem[] | null }>(
    `select state -> 'core' -> 'agenda' as agenda from process_view where process_id = $1 and kind = 'ownersVote'`,
    [voteId],
  );
  const agenda = rows[0]?.agenda;
  if (!agenda) return undefined;
  const texts = await readTexts(
    pool,
    agenda.map(({ titleText }) => titleText),
  );
  return agenda.map(({ titleText, ...item }) => ({ ...item, title: texts.get(titleText) ?? null }));
}
