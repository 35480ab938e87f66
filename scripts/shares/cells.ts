// What stands in a cell: exact decimals, fractions, yes and no, in half-width or full-width characters. Undefined: it is none.

/** `12.3` with two decimals is 1230. More decimals than asked for are refused, also where they are zeros. */
export function decimal(cell: string, decimals: number): number | undefined {
  const plain = cell.normalize('NFKC').replace(/^(\d{1,3})((?:,\d{3})+)(?=\.|$)/, (text) => text.replaceAll(',', ''));
  const [, whole, part = ''] = /^(\d{1,13})(?:\.(\d+))?$/.exec(plain) ?? [];
  if (whole === undefined || part.length > decimals) return undefined;
  const value = Number(whole + part.padEnd(decimals, '0'));
  return Number.isSafeInteger(value) ? value : undefined;
}

/** `0`, `0.25`, `1/2`: from nothing to less than one. */
export function fraction(cell: string): { num: number; den: number } | undefined {
  const plain = cell.normalize('NFKC');
  const [, num, den] = /^(\d{1,5})\/(\d{1,5})$/.exec(plain) ?? [];
  const tenThousandths = decimal(plain, 4);
  const value =
    num !== undefined
      ? { num: Number(num), den: Number(den) }
      : tenThousandths !== undefined
        ? { num: tenThousandths, den: 10_000 }
        : undefined;
  if (value === undefined || value.num >= value.den) return undefined;
  const by = value.num === 0 ? value.den : divisor(value.num, value.den);
  return { num: value.num / by, den: value.den / by };
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

const YES = ['yes', 'true', '1', '是'];
const NO = ['no', 'false', '0', '否'];

export function yesNo(cell: string): boolean | undefined {
  const plain = cell.normalize('NFKC').toLowerCase();
  return YES.includes(plain) ? true : NO.includes(plain) ? false : undefined;
}
