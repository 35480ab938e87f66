// What a unit owes for a month, with its working: every line exact in hundredths of a fen, rounded once, half up, at the foot of the bill.
import type { UnitUse } from '../register/judge-row';
import type { FeeTerms } from './messages';

export interface FeeUnit {
  use: UnitUse;
  /** 0.01 m². */
  areaDm2: number;
  /** Parking spaces on common ground. */
  spaces: number;
}

export interface FeeLine {
  item: 'perArea' | 'perUnit' | 'parking';
  /** 0.01 m², units or spaces. */
  quantity: number;
  /** Fen for one m², one unit or one space. */
  rateFen: number;
  /** Exact, in 0.01 fen. */
  hundredths: number;
}

export interface FeeWorking {
  lines: FeeLine[];
  /** Sum of the lines, in 0.01 fen. */
  hundredths: number;
  /** Rounded half up. */
  amountFen: number;
}

/** Nothing owed: no lines, 0 fen. */
export function workOutFee({ use, areaDm2, spaces }: FeeUnit, { rates, parkingFen }: FeeTerms): FeeWorking {
  const lines = rates
    .filter((rate) => rate.use === use)
    .map(({ rule, rateFen }): FeeLine =>
      rule === 'perArea'
        ? { item: rule, quantity: areaDm2, rateFen, hundredths: areaDm2 * rateFen }
        : { item: rule, quantity: 1, rateFen, hundredths: 100 * rateFen },
    );
  if (parkingFen !== null && spaces > 0)
    lines.push({ item: 'parking', quantity: spaces, rateFen: parkingFen, hundredths: 100 * spaces * parkingFen });
  const owed = lines.filter(({ hundredths }) => hundredths > 0);
  const hundredths = owed.reduce((sum, line) => sum + line.hundredths, 0);
  return { lines: owed, hundredths, amountFen: Math.floor((hundredths + 50) / 100) };
}
