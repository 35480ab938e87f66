// Which copies of a kind of paper there are, how each is called, and how it is found again by that name.
import type { PaperKind } from '../../papers/kinds/kind';
import type { PaperCopy } from '../../papers/record';
import type { Tx } from '../transaction';
import { anySlip, serialsToPrint, slipsToPrint, stairwells, stateOfSerial, type CopiesWanted } from './read-copies';
import { bookedCash, callsToPrint, owingHouseholds, receiptsToPrint, stairwellsToPledge } from './read-project-copies';

/** Those that can be printed now, in order. Refuses what serialsToPrint, slipsToPrint, receiptsToPrint and callsToPrint refuse. */
export async function copiesOf(tx: Tx, processId: string, kind: PaperKind, wanted: CopiesWanted): Promise<PaperCopy[]> {
  switch (kind.copies) {
    case 'one':
      return [{ kind: 'whole' }];
    case 'serial':
      return serialsToPrint(tx, processId, wanted);
    case 'stairwell':
      return kind.process === 'cofunding'
        ? stairwellsToPledge(tx, processId, wanted)
        : stairwells(tx, processId, wanted);
    case 'assistance':
      return slipsToPrint(tx, processId, wanted);
    case 'receipt':
      return receiptsToPrint(tx, processId, wanted);
    case 'household':
      return callsToPrint(tx, processId, wanted);
  }
}

/** The part of a paper that this copy is (papers/paper.ts). */
export function partOf(copy: PaperCopy): string {
  switch (copy.kind) {
    case 'whole':
      return '';
    case 'serial':
      return `serial:${copy.serialNo}`;
    case 'stairwell':
    case 'pledgeStairwell':
      return `stairwell:${copy.placeId}`;
    case 'assistance':
      return `assistance:${copy.slip.assistanceId}`;
    case 'receipt':
      return `receipt:${copy.taking.receiptId}`;
    case 'household':
      return `household:${copy.called.rightNo}`;
  }
}

/** A ballot that came back stays what it is; one that was voided or replaced is nothing any more. Undefined: no such copy now. */
export async function copyOfPart(
  tx: Tx,
  processId: string,
  kind: PaperKind,
  part: string,
): Promise<PaperCopy | undefined> {
  const id = part.slice(part.indexOf(':') + 1);
  switch (kind.copies) {
    case 'one':
      return { kind: 'whole' };
    case 'serial': {
      const state = await stateOfSerial(tx, processId, Number(id));
      return state === undefined || state === 'void' || state === 'reissued'
        ? undefined
        : { kind: 'serial', serialNo: Number(id) };
    }
    case 'assistance':
      return anySlip(tx, processId, id);
    case 'receipt':
      return (await bookedCash(tx, processId, { receiptId: id }))[0];
    case 'household':
      return (await owingHouseholds(tx, processId, { rightNo: Number(id) }))[0];
    case 'stairwell':
      return (await copiesOf(tx, processId, kind, {})).find((copy) => partOf(copy) === part);
  }
}
