import { withoutPeople } from '../../store/supervision/engine-troubles';

test.each([
  ['column "estate_id" does not exist', 'column "estate_id" does not exist'],
  ['no such process: 28ab0136-ecb3-41b7-b2f6-46d10963415b', 'no such process: 28ab0136-ecb3-41b7-b2f6-46d10963415b'],
  ['Key (phone)=(13800138000) already exists.', 'Key (phone)=(…) already exists.'],
  ['owner 张三丰 of 3栋 201 said no', 'owner … of 3… 201 said no'],
  ['id 11010519491231002X is taken', 'id … is taken'],
  ['mail zhang.san@example.cn bounced', 'mail … bounced'],
  ['timeout after 30000 ms at port 15432', 'timeout after … ms at port …'],
])('the error %j is kept as %j', (message, kept) => expect(withoutPeople(message)).toBe(kept));

test('a long error is cut', () => expect(withoutPeople('x'.repeat(5_000))).toHaveLength(300));
