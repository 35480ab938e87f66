// The papers of a re-election and its vote, from the record to the printed file, over HTTP.
import { randomUUID } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { PAPER_KINDS } from '../../papers/kinds';
import { MOST_COPIES } from '../../store/papers/prepare';
import { apiWorld, type Person, type World } from '../support/api-world';
import { aPolicy } from '../support/play';
import { pdfPages, pdfText } from '../support/read-paper';
import { asking } from './asking';
import { electionOnRecord, NAMES, voteOnRecord, type ElectionOnRecord } from './on-record';
import { handoverOnRecord } from './others-on-record';

let world: World;
let officer: Person;
let member: Person;
let clerk: Person;
let election: ElectionOnRecord;
let vote: Awaited<ReturnType<typeof voteOnRecord>>;
let { get, printed, refusal, stateOf, read } = {} as ReturnType<typeof asking>;

beforeAll(async () => {
  world = await apiWorld();
  const { s1, e1, c1 } = world.city;
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  member = await world.person([{ role: 'committeeMember', at: e1 }]);
  clerk = await world.person([{ role: 'gridWorker', at: c1 }]);
  ({ get, printed, refusal, stateOf, read } = asking(world, officer));
  const policy = aPolicy();
  policy.election.alternates.value = 'upToSeats';
  policy.audit.isMandatory.value = true;
  election = await electionOnRecord(world, { policy });
  vote = await voteOnRecord(world, { election });
});
afterAll(() => world.close());

// One story, told in order: each test takes the election a step further.

it('no paper is printed before the record holds what it says', async () => {
  for (const { code, process } of PAPER_KINDS) {
    if (process !== 'election' && process !== 'ownersVote') continue;
    const processId = process === 'election' ? election.id : vote.id;
    expect([code, await refusal(processId, code)]).toEqual([code, '409 paper-not-ready']);
    expect(await stateOf(processId, code)).toMatchObject({ count: 0, hash: null });
  }
  expect((await get(`/v1/elections/${election.id}/filing-packet.zip`)).body).toMatchObject({ code: 'paper-not-ready' });
});

it('the group’s list names its members, what they are there for, and until when owners may object', async () => {
  await election.publishGroup();
  const text = await read(election.id, 'groupNotice');
  for (const words of [NAMES[0], '业主代表', '街道办事处代表', '党组织代表', '组长', '一小区', '一街道办事处', '前向'])
    expect(text).toContain(words);
});

it('a deadline stays on a paper after it has passed', async () => {
  const before = await read(election.id, 'groupNotice');
  await election.callForNominations();
  expect(await read(election.id, 'groupNotice')).toBe(before);
});

it('the call for nominations says how many seats there are', async () => {
  const text = await read(election.id, 'nominationCall');
  expect(text).toContain('委员5名');
  expect(text).toContain('自荐');
});

it('the slate is published with every admitted name, rare characters included', async () => {
  await election.publishSlate();
  const text = await read(election.id, 'slateNotice');
  for (const name of NAMES) expect(text).toContain(name);
  expect(text).toContain('业主联名推荐');
});

it('the published roll has masked names only, and the hash of the roll', async () => {
  await election.launchVote(vote.id);
  await vote.publishRoll();
  const text = await read(vote.id, 'publishedRoll');
  expect(text).toContain('业***');
  expect(text).not.toContain('业主101');
  const { rows } = await world.db.pool.query<{ hash: string }>(
    'select roll_hash as hash from roll where process_id = $1',
    [vote.id],
  );
  expect(text).toContain(rows[0]?.hash);
});

it('the notice of the assembly has agenda, window and at least fifteen days, and takes what people write for text', async () => {
  await vote.giveNotice();
  const text = await read(vote.id, 'assemblyNotice');
  for (const words of [
    '选举新一届业主委员会',
    '动用维修资金更换电梯{{estate}}',
    '提前15日',
    '地点：活动中心',
    '2/3',
    '一社区居民委员会',
  ])
    expect(text).toContain(words);
  expect(text).not.toContain('特别提示');
});

it('the form for a proxy says for how many owners one may act', async () => {
  expect(await read(vote.id, 'proxyForm')).toContain('最多代理3名业主');
});

it('the notice says beforehand when the window will really close', async () => {
  const promised = await read(vote.id, 'assemblyNotice');
  await vote.open();
  expect(await read(vote.id, 'assemblyNotice')).toBe(promised);
  expect(promised).toMatch(/至\d+年\d+月\d+日24:00止/);
});

it('no ballot is printed before it was issued', async () => {
  expect(await refusal(vote.id, 'ballot')).toBe('409 paper-not-ready');
  expect(await refusal(vote.id, 'ballot', '?serialNo=1')).toBe('422 serial-not-found');
});

it('each ballot is a page with its serial, every option, no name of a voter, and a code that the entry of papers understands', async () => {
  await world
    .as(officer)
    .post(`/v1/votes/${vote.id}/papers`, { commandId: randomUUID(), rights: { kind: 'all' } })
    .expect(201);
  const pages = await pdfPages(await printed(vote.id, 'ballot'));
  expect(pages).toHaveLength(2);
  for (const [index, { text }] of pages.entries()) {
    const flat = text.replace(/\s/g, '');
    expect(flat).toContain(`票号00000${index + 1}`);
    for (const words of [...NAMES, '同意', '反对', '弃权', '最多选5人']) expect(flat).toContain(words);
    expect(flat).not.toContain('业主10');
  }
  const one = await pdfText(await printed(vote.id, 'ballot', { query: '?serialNo=2' }));
  const hash = /SHA-256：([0-9a-f]{64})/.exec(one)?.[1];
  expect(pages[1]?.text).toContain(hash);
  expect((await get(`/v1/papers/${hash}`, null)).body).toMatchObject({
    kind: 'ballot',
    part: 'serial:2',
    isCurrent: true,
  });
});

it('a ballot that came back is not printed again, and its paper stays what it was; one that was replaced is void', async () => {
  const give = (path: string, body: object) =>
    world.as(officer).post(`/v1/votes/${vote.id}/papers${path}`, { commandId: randomUUID(), ...body });
  const hashOf = async (serialNo: number) =>
    /SHA-256：([0-9a-f]{64})/.exec(
      await pdfText(await printed(vote.id, 'ballot', { query: `?serialNo=${serialNo}` })),
    )?.[1];
  const [first, second] = [await hashOf(1), await hashOf(2)];
  await give('/returns', { serialNos: [1] }).expect(200);
  await give('/2/reissue', { reasonText: '遗失' }).expect(201);
  expect(await refusal(vote.id, 'ballot', '?serialNo=1')).toBe('409 paper-wrong-state');
  expect(await refusal(vote.id, 'ballot', '?serialNo=2')).toBe('409 paper-wrong-state');
  expect((await get(`/v1/papers/${first}`, null)).body).toMatchObject({ isCurrent: true });
  expect((await get(`/v1/papers/${second}`, null)).body).toMatchObject({ isCurrent: false, currentHash: null });
  expect(await pdfPages(await printed(vote.id, 'ballot'))).toHaveLength(1);
});

it('sheets of a stairwell have its doors with masked names; the committee is not given them', async () => {
  const delivery = await pdfText(await printed(vote.id, 'deliverySheet', { person: clerk }));
  for (const words of ['1号楼', '101', '102', '业***', '000003', '签收人']) expect(delivery).toContain(words);
  const query = `?buildingId=${world.city.b1.id}`;
  const canvass = await pdfText(await printed(vote.id, 'canvassSheet', { person: clerk, query }));
  expect(canvass).toContain('尚未投票的2份票权');
  expect(await refusal(vote.id, 'canvassSheet', '', member)).toBe('403 forbidden');
  expect(await refusal(vote.id, 'ballot', '', member)).toBe('403 forbidden');
  expect(await stateOf(vote.id, 'canvassSheet', member)).toBeUndefined();
  expect(await pdfText(await printed(vote.id, 'assemblyNotice', { person: member }))).toContain('业主大会会议通知');
  expect(await refusal(vote.id, 'deliverySheet', `?buildingId=${randomUUID()}`)).toBe('409 paper-not-ready');
});

it('the record of the count has every numerator, denominator and shortfall, and who counted; there is no result notice yet', async () => {
  await vote.count();
  const text = await read(vote.id, 'countRecord');
  for (const words of ['80人100人≥2/3达到—', '31人80人>1/2未达到差10人', '2832.47平方米', 'cd'.repeat(32), '当选'])
    expect(text).toContain(words);
  expect(text).toContain('测试人员');
  expect(text).not.toContain('已在系统签署');
  expect(await refusal(vote.id, 'resultNotice')).toBe('409 paper-not-ready');
});

it('a paper is not current any more once what it says has changed, and its hash still tells what it was', async () => {
  const before = (await stateOf(vote.id, 'countRecord'))?.hash;
  await vote.publishResult();
  const after = (await stateOf(vote.id, 'countRecord'))?.hash;
  expect(after).not.toBe(before);
  expect((await get(`/v1/papers/${before}`, null)).body).toMatchObject({
    ...{ kind: 'countRecord', processId: vote.id, estate: '一小区', isCurrent: false, currentHash: after },
    title: { zh: '计票记录及证明表' },
  });
  expect(await read(vote.id, 'countRecord')).toContain('已在系统签署');
  expect((await get(`/v1/papers/${after}`, null)).body).toMatchObject({ isCurrent: true });
  expect((await get(`/v1/papers/${'0'.repeat(64)}`, null)).status).toBe(404);
});

it('minutes and result say what was decided and who was elected', async () => {
  const result = await read(vote.id, 'resultNotice');
  for (const words of ['选举新一届业主委员会：通过', '未通过', NAMES.slice(0, 5).join('、'), '75人', '前提出'])
    expect(result).toContain(words);
  expect(await read(vote.id, 'assemblyMinutes')).toContain('一社区居民委员会');
});

it('offices and filing follow the election', async () => {
  await election.elect(vote.id);
  await election.file();
  expect(await read(election.id, 'officesNotice')).toMatch(new RegExp(`${NAMES[0]}主任.*${NAMES[1]}副主任`, 'u'));
  const filing = await read(election.id, 'filingApplication');
  for (const words of ['参与表决80人，占业主总数100人', '7309.60平方米', '会议记录', '计票记录'])
    expect(filing).toContain(words);
  expect(await read(election.id, 'firstMeetingMinutes')).toMatch(/推选的职务.*主任.*首次会议记录/);
});

it('who follows into a vacant seat is announced in order, where the place provides for it', async () => {
  expect(await read(election.id, 'alternatesNotice')).toContain(`1${NAMES[5]}`);
  expect(await refusal(election.id, 'byElectionNotice')).toBe('409 paper-not-ready');
});

it('the audit of the outgoing committee is shown with who audited, what they found, and until when', async () => {
  expect(await refusal(election.id, 'auditNotice')).toBe('409 paper-not-ready');
  await election.audit();
  const text = await read(election.id, 'auditNotice');
  for (const words of ['委托人：一小区业主委员会', '某会计师事务所', '账目清楚，结余两千元。', '24:00止'])
    expect(text).toContain(words);
});

it('a refused handover is ordered in writing, with what is still missing and until when', async () => {
  const handover = await handoverOnRecord(world, { election });
  await election.startTakeover(handover.id);
  expect(await refusal(handover.id, 'handoverOrder')).toBe('409 paper-not-ready');
  await handover.refuse();
  await handover.urge();
  const order = await read(handover.id, 'handoverOrder');
  for (const words of ['一小区原业主委员会：', '仍未移交印章', '1业主委员会印章待交接', '2档案资料', '一街道办事处'])
    expect(order).toContain(words);
  await handover.look();
  expect(await read(handover.id, 'handoverOrder')).toBe(order);
  await handover.sign();
  await handover.settle();
  const list = await read(handover.id, 'handoverList');
  for (const words of [
    '换届移交清单',
    '移交方一小区原业主委员会',
    `接收方一小区新一届业主委员会`,
    '1业主委员会印章已移交公章一枚',
    '档案资料已诉至人民法院已立案',
    '三方到场',
    '见证方',
  ])
    expect(list).toContain(words);
  expect(list.match(/测试人员/g)).toHaveLength(3);
});

it('the filing packet has every paper in both formats, and a manifest that names hash, article and file', async () => {
  const { body, headers } = await get(`/v1/elections/${election.id}/filing-packet.zip`);
  expect(headers['content-type']).toBe('application/zip');
  const files = unzipSync(new Uint8Array(body as Buffer));
  const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())) as {
    papers: { kind: string; hash: string; article: string; processId: string; files: { name: string }[] }[];
    notReady: string[];
  };
  expect(manifest.papers.map(({ kind }) => kind)).toEqual(
    PAPER_KINDS.filter(({ isFiled, code }) => isFiled && code !== 'byElectionNotice').map(({ code }) => code),
  );
  expect(manifest.notReady).toEqual([]);
  const named = manifest.papers.flatMap((paper) => paper.files.map(({ name }) => name));
  expect([...named, 'manifest.json'].sort()).toEqual(Object.keys(files).sort());
  for (const {
    kind,
    hash,
    processId,
    files: [pdf],
  } of manifest.papers) {
    expect(hash).toBe((await stateOf(processId, kind))?.hash);
    expect(await pdfText(Buffer.from(files[pdf?.name ?? ''] ?? []))).toContain(hash);
  }
  expect((await get(`/v1/elections/${vote.id}/filing-packet.zip`)).status).toBe(404);
});

it('the same paper is the same paper whoever prints it and whenever', async () => {
  const issuedAt = async () => {
    const { rows } = await world.db.pool.query<{ at: Date }>(
      'select issued_at as at from printed_paper where kind = $1',
      ['resultNotice'],
    );
    return rows.map(({ at }) => at.toISOString());
  };
  const before = await issuedAt();
  await printed(vote.id, 'resultNotice', { person: member });
  expect(await issuedAt()).toEqual(before);
});

it('a place whose rules count the silent warns them in the notice', async () => {
  const policy = aPolicy();
  policy.vote.nonReturn.value = 'followMajority';
  const other = await voteOnRecord(world, { election, policy });
  await other.publishRoll();
  await other.giveNotice();
  const text = await pdfText(await printed(other.id, 'assemblyNotice'));
  expect(text).toContain('特别提示');
  expect(text).toContain('计入已表决的多数意见');
});

describe('many ballots', () => {
  /** As many more rights, each with an issued ballot. */
  const issueMore = async (count: number): Promise<void> => {
    const { pool } = world.db;
    const { rows } = await pool.query<{ first: number; rollId: string }>(
      `select max(right_no) + 1 as first, r.roll_id as "rollId" from roll_right r join vote_window w on w.roll_id = r.roll_id
       where w.vote_id = $1 group by r.roll_id`,
      [vote.id],
    );
    const { first, rollId } = rows[0] ?? { first: 0, rollId: '' };
    await pool.query(
      `insert into roll_right (roll_id, right_no, head_no, counts_head, head_size, area_dm2, label, unit_ids, building_ids, entrance_ids, holder_owner_ids)
       select $1, n, n, true, 1, 9000, n::text, '{}', '{}', '{}', '{}' from generate_series($2::int, $2 + $3 - 1) n`,
      [rollId, first, count],
    );
    await pool.query(
      `insert into paper_serial (vote_id, serial_no, right_no, state) select $1, n + 1000, n, 'issued' from generate_series($2::int, $2 + $3 - 1) n`,
      [vote.id, first, count],
    );
  };

  it('do not hold up a notice that is asked for meanwhile', async () => {
    await issueMore(250);
    const finished: string[] = [];
    const ballots = printed(vote.id, 'ballot');
    void ballots.then(() => finished.push('ballots'));
    await printed(vote.id, 'resultNotice').then(() => finished.push('notice'));
    expect(finished).toEqual(['notice']);
    expect(await pdfPages(await ballots)).toHaveLength(251);
  });

  it('beyond three thousand are asked for by building', async () => {
    await issueMore(MOST_COPIES - 250);
    expect(await refusal(vote.id, 'ballot')).toBe('422 too-many-copies');
    expect(await refusal(vote.id, 'ballot', `?buildingId=${randomUUID()}`)).toBe('409 paper-not-ready');
    expect(await stateOf(vote.id, 'ballot')).toMatchObject({ count: MOST_COPIES + 1, hash: null });
  });
});
