// The copies of a project's papers that has several: stairwells in which households are still to pledge, cash that was booked, households that
// owe. Figures come from the reads that the API answers with.
import { formatReference } from '../../domain/receipts/reference';
import { outstandingFen } from '../../domain/receipts/classify';
import { maskName } from '../../domain/register/id-number';
import type { DoorToPledge } from '../../papers/project-rows';
import type { PaperCopy, Stairwell } from '../../papers/record';
import { pageOfVisits } from '../pledges/visits';
import { readPledging } from '../pledges/window';
import { pageOfPayers, payersOf, type PayerRow } from '../receipts/payers';
import { refused } from '../refused';
import { HOLDERS_OF_PAYER, maskHolders, type NamedHolder } from '../rolls/holders';
import type { Tx } from '../transaction';
import { accountNames, MOST_RIGHTS, type CopiesWanted, type Desk } from './read-copies';

/** One copy for each stairwell with a household that has not pledged, while pledging is open and nothing stands still. */
export async function stairwellsToPledge(
  tx: Tx,
  processId: string,
  { buildingId, entranceId }: CopiesWanted,
): Promise<PaperCopy[]> {
  const window = await readPledging(tx, processId);
  if (window === undefined || window.state !== 'open' || window.suspended) return [];
  const page = { afterRightNo: 0, limit: MOST_RIGHTS, buildingId, entranceId };
  const copies = new Map<string, { kind: 'pledgeStairwell'; doors: DoorToPledge[] } & Stairwell>();
  for (const door of await pageOfVisits(tx, window, page)) {
    const placeId = door.stairwellId ?? '';
    const copy = copies.get(placeId) ?? {
      ...{ kind: 'pledgeStairwell', placeId, building: door.building ?? '', entrance: door.entrance ?? '', doors: [] },
    };
    copies.set(placeId, copy);
    const { rightNo, label, shareFen, hasVoter } = door;
    copy.doors.push({ rightNo, label, shareFen, hasVoter });
  }
  return [...copies.values()];
}

interface BookedRow {
  receiptId: string;
  receiptNo: number;
  label: string;
  amountFen: string;
  receivedOn: string;
  sealed: string | null;
  enteredBy: string;
  confirmedBy: string;
  holders: NamedHolder[];
}

/** Cash that a second person has confirmed, by number; of one receipt when asked. Without `desk` nobody is named who handed it over. */
export async function bookedCash(
  tx: Tx,
  processId: string,
  { receiptId, desk }: { receiptId?: string | undefined; desk?: Desk | undefined },
): Promise<PaperCopy[]> {
  const { rows } = await tx.query<BookedRow>(
    `select r.id as "receiptId", r.receipt_no as "receiptNo", p.label, r.amount_fen as "amountFen",
       to_char(r.received_on, 'YYYY-MM-DD') as "receivedOn", r.sealed, r.entered_by as "enteredBy", e.by_account as "confirmedBy",
       ${HOLDERS_OF_PAYER} as holders
     from cash_receipt r join cash_receipt_end e on e.receipt_id = r.id and e.kind = 'confirmed' join collect_payer p using (process_id, right_no)
     where r.process_id = $1 and ($2::uuid is null or r.id = $2) order by r.receipt_no`,
    [processId, receiptId ?? null],
  );
  const names = await accountNames(
    tx,
    rows.flatMap(({ enteredBy, confirmedBy }) => [enteredBy, confirmedBy]),
  );
  return rows.map(({ amountFen, sealed, holders, enteredBy, confirmedBy, ...taking }) => {
    const handedOverBy = sealed === null ? null : (desk?.nameOfPayer(sealed) ?? null);
    return {
      kind: 'receipt',
      taking: {
        ...{ ...taking, amountFen: Number(amountFen), holders: maskHolders(holders) },
        handedOverBy: handedOverBy === null ? '' : maskName(handedOverBy, 'person'),
        ...{ enteredBy: names.get(enteredBy) ?? '', confirmedBy: names.get(confirmedBy) ?? '' },
      },
    };
  });
}

/**
 * What bookedCash finds. Of a single one that is not there, refuses `cash-void` where it is void and `not-found` where there is none; one that
 * nobody has confirmed yet prints nothing.
 */
export async function receiptsToPrint(tx: Tx, processId: string, wanted: CopiesWanted): Promise<PaperCopy[]> {
  const copies = await bookedCash(tx, processId, wanted);
  const { receiptId } = wanted;
  if (copies.length > 0 || receiptId === undefined) return copies;
  const { rows } = await tx.query<{ isVoid: boolean }>(
    `select e.receipt_id is not null as "isVoid" from cash_receipt r left join cash_receipt_end e on e.receipt_id = r.id
     where r.process_id = $1 and r.id = $2`,
    [processId, receiptId],
  );
  if (rows[0] === undefined) throw refused('not-found');
  if (rows[0].isVoid) throw refused('cash-void', { receiptId });
  return [];
}

/** Households that owe, by right; of one when asked, which is none where it owes nothing. */
export async function owingHouseholds(
  tx: Tx,
  processId: string,
  { rightNo }: Pick<CopiesWanted, 'rightNo'>,
): Promise<PaperCopy[]> {
  const payers =
    rightNo === undefined
      ? await pageOfPayers(tx, processId, { afterRightNo: 0, limit: MOST_RIGHTS })
      : await payersOf(tx, processId, [rightNo]);
  return calls(
    tx,
    processId,
    payers.filter((payer) => outstandingFen(payer) > 0),
  );
}

/** What owingHouseholds finds. Refuses `payer-not-found` for a right from which no money is awaited. */
export async function callsToPrint(tx: Tx, processId: string, { rightNo }: CopiesWanted): Promise<PaperCopy[]> {
  if (rightNo !== undefined && (await payersOf(tx, processId, [rightNo])).length === 0)
    throw refused('payer-not-found', { rightNo });
  return owingHouseholds(tx, processId, { rightNo });
}

async function calls(tx: Tx, processId: string, payers: readonly PayerRow[]): Promise<PaperCopy[]> {
  const { rows } = await tx.query<{ rightNo: number; holders: NamedHolder[] }>(
    `select p.right_no as "rightNo", ${HOLDERS_OF_PAYER} as holders from collect_payer p
     where p.process_id = $1 and p.right_no = any($2::int[])`,
    [processId, payers.map(({ rightNo }) => rightNo)],
  );
  const holdersOf = new Map(rows.map(({ rightNo, holders }) => [rightNo, maskHolders(holders)]));
  return payers.map((payer) => {
    const { rightNo, label, reference, dueFen, paidFen, refundedFen } = payer;
    const leftFen = outstandingFen(payer);
    return {
      kind: 'household',
      called: {
        ...{ rightNo, label, holders: holdersOf.get(rightNo) ?? [], reference: formatReference(reference) },
        ...{ dueFen, paidFen: paidFen - refundedFen, leftFen },
      },
    };
  });
}
