// Amounts in capital numerals: as the published rules for filling in bills show them, and read back by another hand for every amount.
import fc from 'fast-check';
import { capitalAmount } from '../../domain/ledger/capital-amount';
import { MOST_FEN } from '../../domain/ledger/transactions';

const MOST = Number(MOST_FEN);

describe('an amount in capital numerals', () => {
  // 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》三; where two spellings are allowed, the first.
  it.each([
    [140_950, '壹仟肆佰零玖元伍角'],
    [600_714, '陆仟零柒元壹角肆分'],
    [168_032, '壹仟陆佰捌拾元零叁角贰分'],
    [10_700_053, '壹拾万柒仟元零伍角叁分'],
    [1_640_902, '壹万陆仟肆佰零玖元零贰分'],
    [32_504, '叁佰贰拾伍元零肆分'],
  ])('of %s fen is written as the published rules write it: %s', (fen, text) => expect(capitalAmount(fen)).toBe(text));

  it.each([
    [0, '零元整'],
    [1, '壹分'],
    [10, '壹角'],
    [99, '玖角玖分'],
    [100, '壹元整'],
    [101, '壹元零壹分'],
    [1_000, '壹拾元整'],
    [1_010, '壹拾元零壹角'],
    [10_000, '壹佰元整'],
    [100_000, '壹仟元整'],
    [1_000_000, '壹万元整'],
    [1_000_100, '壹万零壹元整'],
    [1_100_000, '壹万壹仟元整'],
    [10_010_000, '壹拾万零壹佰元整'],
    [10_000_000_000, '壹亿元整'],
    [10_000_000_100, '壹亿零壹元整'],
    [10_000_500_000, '壹亿零伍仟元整'],
    [10_050_000_000, '壹亿零伍拾万元整'],
    [100_100_100_110, '壹拾亿零壹佰万壹仟零壹元壹角'],
    [MOST, '壹仟亿元整'],
  ])('of %s fen is %s', (fen, text) => expect(capitalAmount(fen)).toBe(text));

  it('can be read back to the fen, has no two noughts together and none at its ends', () => {
    fc.assert(
      fc.property(anAmount, (fen) => {
        const text = capitalAmount(fen);
        expect(fenOf(text)).toBe(fen);
        expect(text).not.toMatch(/零零|^零|零[元万亿]/);
        // 整 closes what ends with yuan, and nothing else.
        expect(text.endsWith('整')).toBe(fen % 100 === 0);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([-1, 0.5, NaN, Infinity, MOST + 1])('is not written for %s', (fen) =>
    expect(() => capitalAmount(fen)).toThrow(RangeError),
  );
});

/** Of every size, and with many noughts; above nothing. */
const anAmount = fc
  .oneof(
    fc.nat({ max: MOST }),
    fc.nat({ max: 1_000_000 }),
    fc
      .array(fc.constantFrom('0', '0', '0', '1', '5', '9'), { minLength: 1, maxLength: 13 })
      .map((digits) => Number(digits.join(''))),
  )
  .filter((fen) => fen > 0);

/** The other way round, and by no table of the function: each figure times the units that follow it. */
function fenOf(text: string): number {
  const figures = '零壹贰叁肆伍陆柒捌玖';
  const small: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1_000 };
  const large: Record<string, number> = { 万: 10_000, 亿: 100_000_000, 元: 1 };
  let [fen, yuan, group, figure] = [0, 0, 0, 0];
  for (const sign of text) {
    if (figures.includes(sign)) figure = figures.indexOf(sign);
    else if (sign in small) {
      group += figure * (small[sign] ?? 0);
      figure = 0;
    } else if (sign in large) {
      yuan += (group + figure) * (large[sign] ?? 0);
      [group, figure] = [0, 0];
    } else if (sign === '角' || sign === '分') {
      fen += figure * (sign === '角' ? 10 : 1);
      figure = 0;
    }
  }
  return yuan * 100 + fen;
}
