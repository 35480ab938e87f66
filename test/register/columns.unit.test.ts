import { COLUMN_IDS, COLUMNS, findHeader } from '../../domain/register/columns';

const OWN = COLUMN_IDS.map((id) => COLUMNS[id].label.zh);
const REQUIRED = ['楼栋', '房号', '用途', '专有面积(㎡)', '权利人姓名', '证件号码'];

it('finds the header of the template in its first row', () => {
  expect(findHeader([OWN, ['1栋', '1单元', '101']])).toMatchObject({
    header: { rows: 1, ignored: [], columns: { building: 0, party: 12 } },
  });
});

it('finds it below a title and a remark, and under merged group headings', () => {
  const head = [
    ['海岸花园业主名册'],
    [],
    ['房屋信息', '', '', '', '权利人信息', ''],
    ['幢号', '门牌号', '房屋用途', '建筑面积（平方米）', '业主姓名', '身份证号'],
    ['1', '101', '住宅', '90', '张三', '11010519491231002X'],
  ];
  expect(findHeader(head)).toMatchObject({
    header: { rows: 4, columns: { building: 0, room: 1, use: 2, area: 3, holder: 4, idNumber: 5 } },
  });
});

it('reads a header whose cells are merged downwards, some over one row and some over two', () => {
  const head = [
    ['楼栋', '房号', '产权信息', '', '', '证件号码'],
    ['', '', '用途', '专有面积', '姓名', ''],
  ];
  expect(findHeader(head)).toMatchObject({
    header: { rows: 2, columns: { building: 0, room: 1, use: 2, area: 3, holder: 4, idNumber: 5 } },
  });
});

it('does not take a row of data that happens to hold the name of a column for a header', () => {
  const data = ['1', '101', '住宅', '90', '张三', '11010519491231002X', '业主'];
  expect(findHeader([[...REQUIRED, '身份'], data])).toMatchObject({ header: { rows: 1 } });
  expect(findHeader([data, data])).toMatchObject({ problem: { code: 'header-not-found' } });
});

it('says which columns are missing, and which appear twice', () => {
  expect(findHeader([['楼栋', '房号', '权利人姓名', '备注']])).toEqual({
    problem: { code: 'columns-missing', columns: ['use', 'area', 'idNumber'] },
  });
  expect(findHeader([[...REQUIRED, '联系电话', '手机号码']])).toEqual({
    problem: { code: 'column-twice', columns: ['phone'] },
  });
});

it('prefers the exclusive area where the building area stands beside it, and tells what it does not read', () => {
  expect(findHeader([[...REQUIRED, '建筑面积', '备注']])).toMatchObject({
    header: { columns: { area: 3 }, ignored: ['备注', '建筑面积'] },
  });
});

it('gives every alias to one column only', () => {
  const names = COLUMN_IDS.flatMap((id) => [COLUMNS[id].label.zh, ...COLUMNS[id].aliases]);
  expect(new Set(names).size).toBe(names.length);
});
