// Whole fen shared out in proportion by largest remainder: everybody's part rounded down, then one fen each to those who lost most by it.
export interface Rounded<Part> {
  part: Part;
  wholeFen: number;
  /** What rounding down left over, of `of` of a fen. */
  remainder: bigint;
  extraFen: 0 | 1;
}

/**
 * Each part is `fen × weight ÷ of`, in the order of `parts`; all of them sum exactly to `totalFen`. `lower` orders parts whose remainders
 * are equal, so that the order in which they are given changes nothing.
 */
export function byLargestRemainder<Part extends { weight: number }>(
  parts: readonly Part[],
  { fen, of }: { fen: number; of: bigint },
  totalFen: number,
  lower: (one: Part, other: Part) => number,
): Rounded<Part>[] {
  const rounded = parts.map((part): Rounded<Part> => {
    const exact = BigInt(fen) * BigInt(part.weight);
    return { part, wholeFen: Number(exact / of), remainder: exact % of, extraFen: 0 };
  });
  const left = totalFen - rounded.reduce((sum, { wholeFen }) => sum + wholeFen, 0);
  const ranked = rounded.toSorted((one, other) =>
    one.remainder === other.remainder ? lower(one.part, other.part) : one.remainder > other.remainder ? -1 : 1,
  );
  for (const lucky of ranked.slice(0, left)) lucky.extraFen = 1;
  return rounded;
}
