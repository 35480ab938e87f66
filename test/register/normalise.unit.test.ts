import { parseAddress } from '../../domain/register/address';
import { chineseNumber, cleanName, nameKey, parseAreaDm2 } from '../../domain/register/normalise';

const address = (room: string, building = '1栋', entrance = '1单元') => parseAddress({ building, entrance, room });
const keyOf = (...cells: Parameters<typeof address>): string => {
  const parsed = address(...cells);
  return 'address' in parsed ? parsed.address.unitKey : parsed.problem;
};

describe('a room number', () => {
  it.each([
    ['101'],
    [' 101 '],
    ['１０１'],
    ['101室'],
    ['0101'],
    ['1-1-101'],
    ['１－１－101'],
    ['1栋1单元101室'],
    ['1#1-101'],
    ['01-01-101'],
    ['1—1—101'],
    ['\u200b101\u3000'],
    ['一栋一单元101'],
  ])('%j means 101 in building 1, entrance 1', (room) => expect(keyOf(room)).toBe('000001/000001/000101'));
  it.each([
    ['101', '1号楼', '1'],
    ['101', '１#', '一单元'],
    ['101', '第1栋', '1门'],
    ['101', '01', '01单元'],
  ])('%j means the same when the building is %j and the entrance %j', (room, building, entrance) =>
    expect(keyOf(room, building, entrance)).toBe('000001/000001/000101'),
  );
  it('may name the entrance itself when the cell for it is empty', () => {
    expect(keyOf('2-101', '1栋', '')).toBe('000001/000002/000101');
    expect(keyOf('1-2-101', '1栋', '')).toBe('000001/000002/000101');
  });
  it('keeps the parts of a parking stall', () => {
    expect(address('B1-001', '地下车库', '')).toMatchObject({
      address: { room: 'B1-001', entranceKey: '', buildingName: '地下车库' },
    });
    expect(keyOf('B1-001', '地下车库', '')).not.toBe(keyOf('B2-001', '地下车库', ''));
  });
  it('is refused when it names another building or entrance than the cells', () => {
    expect(address('2-1-101')).toEqual({ problem: 'room-contradicts' });
    expect(address('1-2-101')).toEqual({ problem: 'room-contradicts' });
    expect(address('3-101')).toEqual({ problem: 'room-contradicts' });
  });
  it('is refused without a building, without a room, and with four parts', () => {
    expect(address('101', ' ')).toEqual({ problem: 'building-missing' });
    expect(address('\u3000')).toEqual({ problem: 'room-missing' });
    expect(address('1-1-1-101')).toEqual({ problem: 'address-malformed' });
    expect(address('---')).toEqual({ problem: 'address-malformed' });
  });
  it('sorts as people count: 2 before 10, buildings before rooms', () => {
    const keys = [
      keyOf('101', '10栋', ''),
      keyOf('1001', '2栋', ''),
      keyOf('201', '2栋', ''),
      keyOf('101', '1栋', '2'),
    ];
    expect([...keys].sort()).toEqual([keys[3], keys[2], keys[1], keys[0]]);
  });
  it('is told apart from another one', () => {
    expect(
      new Set([
        keyOf('101'),
        keyOf('102'),
        keyOf('101A'),
        keyOf('101', '2栋'),
        keyOf('101', '1栋', '2'),
        keyOf('101', '1栋', ''),
      ]).size,
    ).toBe(6);
  });
});

describe('an area', () => {
  it.each([
    ['89.53', 8_953],
    ['89.5', 8_950],
    ['89', 8_900],
    ['89.', 8_900],
    ['89.530', 8_953],
    ['0.01', 1],
    ['1,234.56', 123_456],
    ['１，２３４．５６', 123_456],
    [' 89.53 ㎡', 8_953],
    ['89.53平方米', 8_953],
    ['1000000.00', 100_000_000],
  ])('of %j is %d hundredths of a square metre', (text, areaDm2) => expect(parseAreaDm2(text)).toEqual({ areaDm2 }));
  it.each([
    ['', 'area-missing'],
    ['89.534', 'area-three-decimals'],
    ['89.001', 'area-three-decimals'],
    ['0', 'area-not-positive'],
    ['0.00', 'area-not-positive'],
    ['-5', 'area-not-positive'],
    ['1000000.01', 'area-absurd'],
    ['99999999999', 'area-absurd'],
    ['12,34', 'area-not-a-number'],
    ['1.2.3', 'area-not-a-number'],
    ['约90', 'area-not-a-number'],
    ['1e3', 'area-not-a-number'],
    ['9000000000000000000000', 'area-absurd'],
  ])('of %j is refused: %s', (text, problem) => expect(parseAreaDm2(text)).toEqual({ problem }));
});

describe('a name', () => {
  it('keeps rare characters and loses the blanks that align columns', () => {
    expect(['张　三', ' 王 龑 ', '李䶮\u200b', '赵㛃', '钱𠮷', 'Mary  Ann Lee'].map(cleanName)).toEqual([
      '张三',
      '王龑',
      '李䶮',
      '赵㛃',
      '钱𠮷',
      'Mary Ann Lee',
    ]);
  });
  it('is compared without width, case and kind of middle dot', () => {
    expect(nameKey('ＡＬＥＸ smith')).toBe(nameKey('Alex Smith'));
    expect(nameKey('买买提·艾力')).toBe(nameKey('买买提•艾力'));
    expect(nameKey('张三')).not.toBe(nameKey('张叁'));
  });
});

it('reads Chinese numbers to 99 and leaves other words alone', () => {
  expect(['一', '十', '十二', '二十', '九十九', '两', '甲', '', '二三'].map(chineseNumber)).toEqual([
    '1',
    '10',
    '12',
    '20',
    '99',
    '2',
    '甲',
    '',
    '二三',
  ]);
});
