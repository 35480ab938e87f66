// How far a petition has got: signatures that stand, as owners, rights and area, against its roll. Exact at the moment of reading.
import type { Signed } from '../../domain/petition/messages';
import { checkThresholds, type ThresholdCheck } from '../../domain/petition/threshold';
import type { Db } from '../ballots/vote-window';
import { readWindow, type PetitionWindowRow } from './window';

export interface SignedRights extends Signed {
  rights: number;
}

const STANDS = `not exists (select from petition_signature_end e where e.petition_id = s.petition_id and e.signature_id = s.signature_id)`;

/** Signatures that stand. An owner of several rights is one head, once any of them has signed. */
export async function countSigned(db: Db, petitionId: string, rollId: string): Promise<SignedRights> {
  const { rows } = await db.query<{ heads: number; areaDm2: string; rights: number }>(
    `select count(distinct r.head_no) filter (where r.counts_head)::int as heads, coalesce(sum(r.area_dm2), 0) as "areaDm2",
       count(*)::int as rights
     from petition_signature s join roll_right r on r.roll_id = $2 and r.right_no = s.right_no
     where s.petition_id = $1 and ${STANDS}`,
    [petitionId, rollId],
  );
  const [row] = rows;
  return { heads: row?.heads ?? 0, areaDm2: Number(row?.areaDm2 ?? 0), rights: row?.rights ?? 0 };
}

/** All owners and the whole area of a roll. */
export async function readBase(db: Db, rollId: string): Promise<SignedRights> {
  const { rows } = await db.query<{ heads: number; areaDm2: string; rights: number }>(
    'select heads, area_dm2 as "areaDm2", right_count as rights from roll where id = $1',
    [rollId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no roll ${rollId}`);
  return { ...row, areaDm2: Number(row.areaDm2) };
}

export interface Progress {
  window: PetitionWindowRow;
  base: SignedRights;
  signed: SignedRights;
  ways: ThresholdCheck[];
}

/** Undefined until the roll is frozen. */
export async function readProgress(db: Db, petitionId: string): Promise<Progress | undefined> {
  const window = await readWindow(db, petitionId);
  if (window === undefined) return undefined;
  const [base, signed] = await Promise.all([readBase(db, window.rollId), countSigned(db, petitionId, window.rollId)]);
  return { window, base, signed, ways: checkThresholds(window.thresholds, base, signed) };
}

export interface SignatureRow {
  signatureId: string;
  rightNo: number;
  label: string;
  kind: 'own' | 'paper';
  signedAt: Date;
  pageNo: number | null;
  lineNo: number | null;
  collectorName: string | null;
  state: 'stands' | 'withdrawn' | 'struck';
}

/** Signatures in the order of rights and of signing, after (`rightNo`, `attemptNo`), at most `limit`; of one owner's rights when asked. */
export async function pageOfSignatures(
  db: Db,
  { petitionId, rollId }: Pick<PetitionWindowRow, 'petitionId' | 'rollId'>,
  page: { after: { rightNo: number; attemptNo: number }; limit: number; ownerId?: string },
): Promise<(SignatureRow & { attemptNo: number })[]> {
  const { rows } = await db.query<SignatureRow & { attemptNo: number }>(
    `select s.signature_id as "signatureId", s.right_no as "rightNo", s.attempt_no as "attemptNo", r.label, s.kind, s.signed_at as "signedAt",
       s.page_no as "pageNo", s.line_no as "lineNo", s.collector_name as "collectorName", coalesce(e.kind, 'stands') as state
     from petition_signature s join roll_right r on r.roll_id = $2 and r.right_no = s.right_no
       left join petition_signature_end e using (petition_id, signature_id)
     where s.petition_id = $1 and (s.right_no, s.attempt_no) > ($3, $4)
       and ($6::uuid is null or r.voter_owner_id = $6 or $6 = any(r.holder_owner_ids))
     order by s.right_no, s.attempt_no limit $5`,
    [petitionId, rollId, page.after.rightNo, page.after.attemptNo, page.limit, page.ownerId ?? null],
  );
  return rows;
}
