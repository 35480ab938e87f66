// Golden numbers: GB 11643's own examples, and those in the tests of python-stdnum (cn.ric, cn.uscc).
import { maskIdNumber, maskName, maskPhone, parseIdNumber, parsePhone } from '../../domain/register/id-number';

describe('a resident identity number', () => {
  it.each([
    '11010519491231002X',
    '440524188001010014',
    '360426199101010071',
    '44011320141005001x',
    ' １１０１０５ 19491231 002ｘ ',
  ])('%j is right', (id) => expect(parseIdNumber('residentId', id)).toHaveProperty('idNumber'));
  it.each([
    ['110105194912310021', 'id-checksum'],
    ['11010519491231003X', 'id-checksum'],
    ['110105194902300029', 'id-malformed'],
    ['110105491231002', 'id-fifteen-digits'],
    ['1101051949123100', 'id-malformed'],
    ['01010519491231002X', 'id-malformed'],
    ['', 'id-missing'],
  ])('%j is refused: %s', (id, problem) => expect(parseIdNumber('residentId', id)).toEqual({ problem }));
  it('is wrong after any one digit is miscopied', () => {
    const right = '440524188001010014';
    for (let i = 0; i < 17; i += 1) {
      const wrong = `${right.slice(0, i)}${(Number(right[i]) + 1) % 10}${right.slice(i + 1)}`;
      expect(parseIdNumber('residentId', wrong)).toHaveProperty('problem');
    }
  });
});

describe('a unified social credit code', () => {
  it('is right with its check character and refused with another', () => {
    expect(parseIdNumber('creditCode', '91110000600037341l')).toEqual({ idNumber: '91110000600037341L' });
    expect(parseIdNumber('creditCode', '91110000600037341N')).toEqual({ problem: 'id-checksum' });
    expect(parseIdNumber('creditCode', '9111000060003734IL')).toEqual({ problem: 'id-malformed' });
  });
});

it('takes other papers as they are, within reason', () => {
  expect(parseIdNumber('passport', 'e 12345678')).toEqual({ idNumber: 'E12345678' });
  expect(parseIdNumber('passport', 'E123')).toEqual({ problem: 'id-too-short' });
  expect(parseIdNumber('passport', 'E12345678;drop')).toEqual({ problem: 'id-malformed' });
  expect(parseIdNumber('officerId', '军字第1234567号')).toEqual({ idNumber: '军字第1234567号' });
});

it('never shows more than half of a number', () => {
  expect(maskIdNumber('11010519491231002X')).toBe('1101**********002X');
  expect(maskIdNumber('E12345678')).toBe('E1*****78');
  expect(maskIdNumber('12345')).toBe('1***5');
  expect(maskPhone('13800138000')).toBe('138****8000');
  expect(maskName('张三', 'person')).toBe('张*');
  expect(maskName('𠮷野家太郎', 'person')).toBe('𠮷***');
  expect(maskName('某某置业有限公司', 'organisation')).toBe('某某置业有限公司');
});

it('takes mobiles, landlines and foreign numbers, one at a time', () => {
  expect(
    [
      '138 0013 8000',
      '+86 13800138000',
      '１３８００１３８０００',
      '0532-8588 1234',
      '010-12345678',
      '+852 9123 4567',
    ].map(parsePhone),
  ).toEqual(['13800138000', '13800138000', '13800138000', '053285881234', '01012345678', '+85291234567']);
  expect(['1380013800', '12800138000', '13800138000/13900139000', '无', '85881234'].map(parsePhone)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});
