// A share in words that its household can follow with a pocket calculator: the numbers, the formula, the rounding. Chinese and English.
import type { ShareRule } from './messages';
import type { ShareFault, ShareFaultCode, ShareWorking, WeighedWorking } from './types';

export interface Words {
  zh: string;
  en: string;
}

/** `123456` fen as `1,234.56`. */
export const yuan = (fen: number): string =>
  `${String(Math.trunc(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',')}.${String(fen % 100).padStart(2, '0')}`;

/** `9012` (0.01 m²) as `90.12`. */
export const squareMetres = (dm2: number): string => (dm2 / 100).toFixed(2);

/** `7000/10000` as `7/10`, a whole one without its 1. */
function fraction({ num, den }: { num: number; den: number }): string {
  const by = divisor(num, den);
  return den === by ? String(num / by) : `${num / by}/${den / by}`;
}
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

const RULE_WORDS: Record<WeighedWorking['rule'], Words> = {
  equal: { zh: '按户均摊', en: 'Equal shares' },
  area: { zh: '按面积分摊', en: 'By area' },
  perArea: { zh: '按面积定额', en: 'At a fixed rate by area' },
  floor: { zh: '按楼层系数分摊', en: 'By floor coefficient' },
  benefit: { zh: '按受益权重分摊', en: 'By benefit' },
};

/** The rule by which a plan is shared out, for those who are asked to pledge. */
export function explainRule(rule: ShareRule): Words {
  switch (rule.rule) {
    case 'perArea': {
      const rate = yuan(rule.fenPerM2);
      return { zh: `按面积定额：每平方米 ${rate} 元`, en: `At a fixed rate: ${rate} yuan per m²` };
    }
    case 'floor': {
      const { coefficients, den, byArea } = rule;
      const agreed = coefficients.map(({ floor, num }) => ({ floor, part: fraction({ num, den }) }));
      const zh = agreed.map(({ floor, part }) => `${floor} 层 ${part}`).join('，');
      const en = agreed.map(({ floor, part }) => `floor ${floor}: ${part}`).join(', ');
      return {
        zh: `${RULE_WORDS.floor.zh}${byArea ? '乘以面积' : ''}（${zh}）`,
        en: `${RULE_WORDS.floor.en}${byArea ? ' times area' : ''} (${en})`,
      };
    }
    case 'voluntary': {
      const range = `${yuan(rule.minFen)}–${yuan(rule.maxFen)}`;
      return { zh: `自愿认筹：每户 ${range} 元`, en: `Voluntary: ${range} yuan for each household` };
    }
    default:
      return RULE_WORDS[rule.rule];
  }
}

/** One unit's working, with what it pays in the end. */
export function explainShare(working: ShareWorking): Words {
  if (working.rule === 'voluntary') {
    const range = `${yuan(working.minFen)}–${yuan(working.maxFen)}`;
    return { zh: `自愿认筹：${range} 元之间，没有应分摊数`, en: `Voluntary: between ${range} yuan, no share` };
  }
  const { rule, exemption, wholeFen, extraFen } = working;
  const [zh, en] = rule === 'perArea' ? rateFormula(working) : shareFormula(working);
  const part = exemption === null ? '' : ` × ${fraction(exemption)}`;
  const [exemptZh, exemptEn] = exemption === null ? ['', ''] : ['（减免）', ' (exempt in part or whole)'];
  const [extraZh, extraEn] =
    extraFen === 0 ? ['', ''] : ['；尾数按最大余数法加 0.01 元', '; plus 0.01 yuan, as one of the largest remainders'];
  const [whole, pays] = [yuan(wholeFen), yuan(wholeFen + extraFen)];
  return {
    zh: `${RULE_WORDS[rule].zh}：${zh}${part}${exemptZh}，舍至分为 ${whole} 元${extraZh}，应付 ${pays} 元`,
    en: `${RULE_WORDS[rule].en}: ${en}${part}${exemptEn}, down to the fen ${whole} yuan${extraEn}; pays ${pays} yuan`,
  };
}

function rateFormula({ amountFen, areaDm2 }: WeighedWorking): [string, string] {
  const area = squareMetres(areaDm2 ?? 0);
  return [`${yuan(amountFen)} 元/平方米 × ${area} 平方米`, `${yuan(amountFen)} yuan per m² × ${area} m²`];
}

function shareFormula(working: WeighedWorking): [string, string] {
  const { rule, amountFen, weight, ofWeights, areaDm2, floor, coefficient } = working;
  const total = yuan(amountFen);
  switch (rule) {
    case 'equal':
      return [`${total} 元 × ${weight} 户 ÷ ${ofWeights} 户`, `${total} yuan × ${weight} ÷ ${ofWeights} households`];
    case 'area':
      return [
        `${total} 元 × ${squareMetres(weight)} 平方米 ÷ ${squareMetres(ofWeights)} 平方米`,
        `${total} yuan × ${squareMetres(weight)} m² ÷ ${squareMetres(ofWeights)} m²`,
      ];
    default: {
      const agreed = coefficient === null ? '' : `${floor ?? '–'} 层系数 ${fraction(coefficient)}`;
      const agreedEn = coefficient === null ? '' : `floor ${floor ?? '–'}: coefficient ${fraction(coefficient)}`;
      const by = areaDm2 === null ? '' : ` × ${squareMetres(areaDm2)} 平方米`;
      const byEn = areaDm2 === null ? '' : ` × ${squareMetres(areaDm2)} m²`;
      return [
        `${agreed ? `${agreed}${by}，` : ''}${total} 元 × 权重 ${weight} ÷ 总权重 ${ofWeights}`,
        `${agreedEn ? `${agreedEn}${byEn}, ` : ''}${total} yuan × weight ${weight} ÷ all weights ${ofWeights}`,
      ];
    }
  }
}

const FAULT_WORDS: Record<ShareFaultCode, Words> = {
  noUnits: { zh: '没有房屋', en: 'there are no units' },
  unitTwice: { zh: '房屋重复', en: 'this unit stands there twice' },
  unitUnknown: { zh: '没有这套房屋', en: 'there is no such unit' },
  unitNamedTwice: { zh: '同一房屋写了两次', en: 'this unit is named twice' },
  floorTwice: { zh: '同一楼层写了两次', en: 'this floor is named twice' },
  floorUnknown: { zh: '不知道楼层', en: 'the floor of this unit is not known' },
  floorNotAgreed: { zh: '该楼层没有约定系数', en: 'no coefficient was agreed for this floor' },
  weightMissing: { zh: '没有约定权重', en: 'no weight was agreed for this unit' },
  exemptionOutOfRange: {
    zh: '减免比例应不小于零且小于一',
    en: 'an exempt unit pays from nothing to less than its share',
  },
  nobodyPays: { zh: '没有人分摊', en: 'nobody is left to pay' },
  rangeReversed: { zh: '最低额高于最高额', en: 'the least is above the most' },
  tooLarge: { zh: '数字过大', en: 'the numbers are too large' },
};

export function explainFault({ code, unitLabel, floor }: ShareFault): Words {
  const of = [unitLabel, floor === undefined ? undefined : String(floor)]
    .filter((part) => part !== undefined)
    .join(', ');
  const { zh, en } = FAULT_WORDS[code];
  return of === '' ? { zh, en } : { zh: `${of}：${zh}`, en: `${of}: ${en}` };
}
