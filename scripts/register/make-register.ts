// Makes the register of an estate that never existed, the same one for the same seed: with joint owners, owners of several units,
// the developer's unsold units, shops, parking, tenants, and the spellings that real files have. Files are written by write-register.ts.
import { type ColumnId } from '../../domain/register/columns';
import { creditCodeCheck, residentIdCheck } from '../../domain/register/id-number';
import { formatArea } from '../../domain/register/normalise';
import { seededRandom, type Random } from './seeded-random';

/** One row of a register file as a clerk typed it. */
export type RegisterRow = Record<ColumnId, string>;

export interface RegisterOptions {
  seed: number;
  buildings: number;
  units: number;
  /** Full-width digits, stray blanks, thousands separators and the like in about one row of eight. Default true. */
  isAwkward?: boolean;
}

interface Person {
  name: string;
  idKind: string;
  idNumber: string;
  phone: string;
  party: string;
}

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文',
];
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志红梅兰玉海燕春宁波辉鹏飞雪晨阳子涵浩宇欣怡梓轩雨桐嘉诺思远文博',
];
/** Characters outside the common sets, as they stand in people's papers; two of them lie beyond the basic plane or in its extensions. */
const RARE_NAMES = ['龑', '䶮', '㛃', '𠮷', '喆', '堃', '翀', '祎', '犇', '淼'];
const FULL_WIDTH = (text: string): string =>
  text.replace(/[0-9A-Z,.-]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

/** Region codes beginning with 99 are assigned to no place, so no number belongs to anybody. */
const residentId = (index: number): string => {
  const born = new Date(Date.UTC(1945, 0, 1) + (index % 20_000) * 86_400_000)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
  const head = `99${String(1_000 + (Math.floor(index / 20_000 / 999) % 9_000))}${born}${String((Math.floor(index / 20_000) % 999) + 1).padStart(3, '0')}`;
  return head + residentIdCheck(head);
};
const creditCode = (index: number): string => {
  const head = `91990000${String(index).padStart(9, '0')}`;
  return head + creditCodeCheck(head);
};

class People {
  private count = 0;
  readonly persons: Person[] = [];
  /** Registers of different seeds have different people. */
  constructor(
    private readonly random: Random,
    private readonly seed: number,
  ) {}

  person(): Person {
    const index = this.count++;
    const surname = this.random.pick(SURNAMES);
    const isRare = index % 97 === 3;
    const given = isRare
      ? this.random.pick(RARE_NAMES)
      : this.random.pick(GIVEN) + (this.random.chance(0.7) ? this.random.pick(GIVEN) : '');
    const isForeign = this.random.chance(0.01);
    const person = {
      name: isForeign ? `ALEX ${String.fromCharCode(65 + (index % 26))} SMITH` : surname + given,
      idKind: isForeign ? '护照' : '居民身份证',
      idNumber: isForeign
        ? `E${String(10_000_000 + ((this.seed * 400_000 + index) % 90_000_000))}`
        : residentId(this.seed * 400_000 + index),
      phone: this.random.chance(0.96) ? `1990${String(1_000_000 + (index % 9_000_000)).padStart(7, '0')}` : '',
      party: this.random.chance(0.12) ? '中共党员' : this.random.chance(0.3) ? '群众' : '',
    };
    this.persons.push(person);
    return person;
  }

  organisation(name: string): Person {
    return {
      name,
      idKind: '统一社会信用代码',
      idNumber: creditCode((this.seed * 1_000_000 + this.count++) % 1_000_000_000),
      phone: '',
      party: '',
    };
  }
}

interface PlannedUnit {
  building: string;
  entrance: string;
  room: string;
  use: string;
}

/** The rows of a file that a dry run accepts whole. Exactly `units` different units in exactly `buildings` buildings. */
export function makeRegister({ seed, buildings, units, isAwkward = true }: RegisterOptions): RegisterRow[] {
  if (buildings < 1 || units < buildings) throw new Error('An estate has at least one building, and a unit in each.');
  const random = seededRandom(seed);
  const people = new People(random, seed % 10_000);
  const developer = people.organisation('青岛海岸线置业有限公司（一期）');
  const rows = planUnits(buildings, units).flatMap((unit) => holdersOf(unit, developer, people, random));
  return isAwkward ? rows.map((row, index) => awkward(row, index, random)) : rows;
}

/** Dwellings in numbered buildings; with five buildings and more, one of shops and a garage. */
function planUnits(buildings: number, units: number): PlannedUnit[] {
  const hasSpecial = buildings >= 5 && units >= 10 * buildings;
  const shops = hasSpecial ? Math.floor(units * 0.04) : 0;
  const stalls = hasSpecial ? Math.floor(units * 0.06) : 0;
  const towers = hasSpecial ? buildings - 2 : buildings;
  const dwellings = units - shops - stalls;
  const plan: PlannedUnit[] = [];
  for (let tower = 0; tower < towers; tower += 1) {
    const here = Math.floor(dwellings / towers) + (tower < dwellings % towers ? 1 : 0);
    // Two flats a floor and entrance; as many entrances as keep it below 34 floors.
    const entrances = Math.max(2, Math.ceil(here / 68));
    for (let i = 0; i < here; i += 1) {
      const entrance = (i % entrances) + 1;
      const flat = Math.floor(i / entrances);
      plan.push({
        building: `${tower + 1}号楼`,
        entrance: `${entrance}单元`,
        room: `${Math.floor(flat / 2) + 1}0${(flat % 2) + 1}`,
        use: '住宅',
      });
    }
  }
  for (let i = 0; i < shops; i += 1)
    plan.push({ building: `${towers + 1}号楼`, entrance: '', room: `S${String(i + 1).padStart(2, '0')}`, use: '商铺' });
  for (let i = 0; i < stalls; i += 1)
    plan.push({ building: '地下车库', entrance: '', room: `B1-${String(i + 1).padStart(3, '0')}`, use: '车位' });
  return plan;
}

function holdersOf(unit: PlannedUnit, developer: Person, people: People, random: Random): RegisterRow[] {
  const areaDm2 =
    unit.use === '车位'
      ? random.between(1_100, 1_450)
      : unit.use === '商铺'
        ? random.between(3_500, 150_000)
        : random.between(4_500, 18_900);
  const base = { ...unit, area: formatArea(areaDm2) };
  const row = (person: Person, extra: Partial<RegisterRow> = {}): RegisterRow => ({
    ...base,
    tenure: '已售',
    holder: person.name,
    idKind: person.idKind,
    idNumber: person.idNumber,
    phone: person.phone,
    representative: '',
    capacity: '业主',
    party: person.party,
    ...extra,
  });
  const kind = random.next();
  if (kind < 0.03) return [row(developer, { tenure: '未售' })];
  if (kind < 0.04) return [row(developer, { tenure: '已售未交付' })];
  const known = people.persons.length;
  const isShopOfFirm = unit.use === '商铺' && random.chance(0.3);
  const first = isShopOfFirm
    ? people.organisation(`青岛${random.pick(SURNAMES)}记商贸有限公司`)
    : unit.use === '车位' || kind < 0.08
      ? (people.persons[random.between(0, Math.max(0, known - 1))] ?? people.person())
      : people.person();
  const rows = [row(first)];
  if (!isShopOfFirm && kind > 0.94) {
    // Joint owners: the others never hold anything else, so that no row repeats.
    const others = Array.from({ length: random.chance(0.8) ? 1 : 2 }, () => people.person());
    const representative = random.between(0, others.length);
    rows.push(...others.map((person) => row(person)));
    rows.forEach((held, index) => (held.representative = index === representative ? '是' : '否'));
  }
  if (unit.use !== '车位' && random.chance(0.06)) {
    const tenant = people.person();
    rows.push(
      row(tenant, {
        capacity: '租户',
        idKind: '',
        idNumber: '',
        tenure: '',
        party: '',
        area: random.chance(0.5) ? base.area : '',
      }),
    );
  }
  return rows;
}

/** The same row as people write it. Nothing here changes what is meant. */
function awkward(row: RegisterRow, index: number, random: Random): RegisterRow {
  const [whole = '', decimals = ''] = row.area.split('.');
  switch (random.between(0, 23)) {
    case 0:
      return { ...row, room: FULL_WIDTH(row.room), area: FULL_WIDTH(row.area) };
    case 1:
      return {
        ...row,
        room: ` ${row.room}　`,
        holder: `${row.holder.slice(0, 1)}${/^\p{Script=Han}{2}$/u.test(row.holder) ? '　' : ''}${row.holder.slice(1)}`,
      };
    case 2:
      return { ...row, area: row.area === '' ? '' : `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${decimals} ㎡` };
    case 3:
      return {
        ...row,
        idNumber: row.idNumber.toLowerCase(),
        phone: row.phone === '' ? '' : `${row.phone.slice(0, 3)} ${row.phone.slice(3, 7)} ${row.phone.slice(7)}`,
      };
    case 4:
      return row.entrance === ''
        ? row
        : {
            ...row,
            room: `${index % 2 === 0 ? FULL_WIDTH(row.building.replace('号楼', '')) : row.building.replace('号楼', '')}－${row.entrance.replace('单元', '')}－${row.room}`,
          };
    case 5:
      return { ...row, building: row.building.replace('号楼', '栋'), entrance: row.entrance.replace('单元', '') };
    default:
      return row;
  }
}
