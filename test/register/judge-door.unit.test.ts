import { type DoorRow, judgeDoor, type RegisteredUnit } from '../../domain/register/judge-door';

const row = (rowNo: number, said: Partial<DoorRow> = {}): DoorRow => ({
  rowNo,
  unitKey: 'u',
  hasEntrance: true,
  use: 'dwelling',
  areaDm2: 8_953,
  tenure: 'sold',
  capacity: 'owner',
  nameKey: `name ${rowNo}`,
  idRef: `id ${rowNo}`,
  phoneRef: null,
  isRepresentative: null,
  issues: [],
  changes: [],
  ...said,
});
const unit = (known: Partial<RegisteredUnit> = {}): RegisteredUnit => ({
  unitKey: 'u',
  hasEntrance: true,
  entranceName: '1单元',
  use: 'dwelling',
  areaDm2: 8_953,
  tenure: 'sold',
  holders: [{ idRef: 'id 2', name: '张三', isRepresentative: true }],
  tenants: [],
  ...known,
});
const found = (rows: DoorRow[], known: RegisteredUnit[] = []) =>
  judgeDoor(rows, known).map(({ rowNo, verdict, issues }) => [
    rowNo,
    verdict,
    ...issues.map(({ code, params }) => `${code} ${params?.rows?.join(',') ?? ''}`.trim()),
  ]);

it('accepts joint owners with exactly one representative', () => {
  expect(found([row(2, { isRepresentative: true }), row(3), row(4, { isRepresentative: false })])).toEqual([
    [2, 'created'],
    [3, 'created'],
    [4, 'created'],
  ]);
});
it('refuses joint owners with no representative, and with two', () => {
  expect(found([row(2), row(3)])).toEqual([
    [2, 'refused', 'room-repeated 3'],
    [3, 'refused', 'room-repeated 2'],
  ]);
  expect(found([row(2, { isRepresentative: true }), row(3, { isRepresentative: true }), row(4)])).toEqual([
    [2, 'refused', 'representatives-many 3'],
    [3, 'refused', 'representatives-many 2'],
    [4, 'created'],
  ]);
});
it('refuses a sole owner who is said not to represent the unit', () => {
  expect(found([row(2, { isRepresentative: false })])).toEqual([[2, 'refused', 'sole-owner-not-representative']]);
  expect(found([row(2, { isRepresentative: true })])).toEqual([[2, 'created']]);
});
it('refuses the same owner twice in one unit', () => {
  expect(found([row(2), row(3, { idRef: 'id 2' })])).toEqual([
    [2, 'refused', 'row-repeated 3'],
    [3, 'refused', 'row-repeated 2'],
  ]);
});
it('refuses rows of one unit that differ in area, use or tenure, and names both sides', () => {
  const rows = [row(2, { isRepresentative: true }), row(3, { areaDm2: 9_000, use: 'shop', tenure: 'developerUnsold' })];
  expect(found(rows)).toEqual([
    [2, 'refused', 'unit-contradicts 3', 'unit-contradicts 3', 'unit-contradicts 3'],
    [3, 'refused', 'unit-contradicts 2', 'unit-contradicts 2', 'unit-contradicts 2'],
  ]);
});
it('lets a tenant in beside an owner of the file or of the register, and nowhere else', () => {
  const tenant = row(3, { capacity: 'tenant', idRef: null, use: null, areaDm2: null, tenure: null });
  expect(found([row(2), tenant])).toEqual([
    [2, 'created'],
    [3, 'created'],
  ]);
  expect(found([tenant], [unit()])).toEqual([[3, 'created']]);
  expect(found([tenant])).toEqual([[3, 'refused', 'tenant-without-owner']]);
});
it('finds nothing to do where the register says the same', () => {
  expect(judgeDoor([row(2)], [unit()])).toEqual([{ rowNo: 2, verdict: 'unchanged', issues: [], changes: [] }]);
});
it('keeps the tenants of the register when the file names none for the unit', () => {
  const known = unit({ tenants: [{ nameKey: 'T', phoneRef: null, name: '赵六' }] });
  expect(judgeDoor([row(2)], [known])).toMatchObject([{ verdict: 'unchanged' }]);
  const other = row(3, { capacity: 'tenant', idRef: null, nameKey: 'NEW' });
  expect(judgeDoor([row(2), other], [known])[1]).toMatchObject({
    verdict: 'created',
    changes: [{ field: 'tenantEnded', from: '赵六' }],
  });
});
it('keeps the issues that were found before', () => {
  const earlier = { rowNo: 2, column: 'phone' as const, code: 'phone-malformed' as const };
  expect(judgeDoor([row(2, { issues: [earlier] })], [])).toMatchObject([{ verdict: 'refused', issues: [earlier] }]);
});
it('treats the same room in two entrances as two units', () => {
  expect(found([row(2, { unitKey: 'a' }), row(3, { unitKey: 'b' })])).toEqual([
    [2, 'created'],
    [3, 'created'],
  ]);
});
