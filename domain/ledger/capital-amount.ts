// An amount as receipts write it, in capital numerals (人民币大写), so that nobody can change a figure. By the People's Bank's rules for filling
// in bills (《支付结算办法》附一《正确填写票据和结算凭证的基本规定》); where they leave a choice, the spelling that they give first.
import { MOST_FEN } from './transactions';

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES = ['仟', '佰', '拾', ''];
/** Of each four digits, from the right. */
const GROUPS = ['', '万', '亿'];

/**
 * `壹佰元整` of 10 000 fen, `壹仟肆佰零玖元伍角` of 140 950; without 人民币, which forms have before it. Throws a RangeError for what is no whole
 * number of fen from 0 to MOST_FEN: nobody writes a receipt for that.
 */
export function capitalAmount(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0 || fen > MOST_FEN) throw new RangeError(`not an amount of money: ${fen}`);
  const yuan = Math.floor(fen / 100);
  const [jiao, single] = [Math.floor((fen % 100) / 10), fen % 10];
  if (fen === 0) return '零元整';
  const whole = yuan === 0 ? '' : `${wholeYuan(yuan)}元`;
  if (jiao === 0 && single === 0) return `${whole}整`;
  // A nought beside the point, as in 1,680.32 and 325.04, is written; below one yuan there is nothing that it would part.
  const isGap = yuan > 0 && (jiao === 0 || yuan % 10 === 0);
  const tens = jiao === 0 ? '' : `${digit(jiao)}角`;
  return `${whole}${isGap ? '零' : ''}${tens}${single === 0 ? '' : `${digit(single)}分`}`;
}

const digit = (value: number): string => DIGITS[value] ?? '';

/** Groups of four figures from the left; one that begins with a nought, or follows empty ones, has 零 before it, once. */
function wholeYuan(yuan: number): string {
  const figures = String(yuan).padStart(GROUPS.length * 4, '0');
  let text = '';
  let isGap = false;
  for (const [index, group] of GROUPS.toReversed().entries()) {
    const four = figures.slice(index * 4, index * 4 + 4);
    if (Number(four) === 0) {
      isGap = true;
      continue;
    }
    const needsZero = text !== '' && (isGap || four.startsWith('0'));
    text += `${needsZero ? '零' : ''}${fourFigures(four)}${group}`;
    isGap = false;
  }
  return text;
}

/** `1009` as 壹仟零玖: noughts between figures are one 零, those around them none. */
const fourFigures = (four: string): string =>
  [...four]
    .map((figure, place) => (figure === '0' ? '零' : digit(Number(figure)) + (PLACES[place] ?? '')))
    .join('')
    .replace(/零+/g, '零')
    .replace(/^零|零$/g, '');
