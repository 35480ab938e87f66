// The papers of petition, recall, desk and term, and of elections that are no re-election, from the record to the printed file, over HTTP.
import { randomUUID } from 'node:crypto';
import { sayDate } from '../../papers/say';
import { apiWorld, type Person, type World } from '../support/api-world';
import { anActor } from '../support/play';
import { pdfPages, pdfText } from '../support/read-paper';
import { freezePetition, launchPetition, launchRecall, recordCommand } from '../support/record-command';
import { asking } from './asking';
import { electionOnRecord, NAMES, voteOnRecord } from './on-record';
import { endingTermOnRecord } from './others-on-record';

let world: World;
let officer: Person;
let clerk: Person;
let { get, printed, refusal, stateOf, read } = {} as ReturnType<typeof asking>;

beforeAll(async () => {
  world = await apiWorld();
  const { s1, c1 } = world.city;
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  clerk = await world.person([{ role: 'gridWorker', at: c1 }]);
  ({ get, printed, refusal, stateOf, read } = asking(world, officer));
});
afterAll(() => world.close());

describe('an election', () => {
  it('that founds a committee calls its group by its name, on the paper and in the name of the file', async () => {
    const { id, publishGroup } = await electionOnRecord(world, { variant: 'founding', estate: world.city.e2 });
    await publishGroup();
    expect(await read(id, 'groupNotice')).toContain('二小区首次业主大会会议筹备组名单公示');
    const { headers } = await get(`/v1/processes/${id}/papers/groupNotice.pdf`);
    expect(decodeURIComponent(String(headers['content-disposition']))).toContain('首次业主大会会议筹备组名单公示');
  });

  it('that fills vacant seats announces who fills them, and has no first meeting', async () => {
    const election = await electionOnRecord(world, { variant: 'byElection', estate: world.city.e3 });
    const { id } = election;
    const voteId = randomUUID();
    await election.publishGroup();
    await election.callForNominations();
    await election.publishSlate();
    expect(await read(id, 'slateNotice')).toContain('三小区业主委员会补选委员候选人名单公示');
    await election.launchVote(voteId);
    expect(await refusal(id, 'byElectionNotice')).toBe('409 paper-not-ready');
    await election.elect(voteId);
    const text = await read(id, 'byElectionNotice');
    for (const words of ['应补选5名', `1${NAMES[0]}`, `5${NAMES[4]}`]) expect(text).toContain(words);
    expect(await refusal(id, 'firstMeetingMinutes')).toBe('409 paper-not-ready');
  });
});

describe('a petition', () => {
  const signed = { heads: 1, areaDm2: 10_000 };
  let petitionId: string;
  beforeAll(async () => {
    petitionId = await launchPetition(world, world.city.e1);
  });

  it('has no sheets before the roll is frozen, and no certificate before it was counted', async () => {
    expect(await refusal(petitionId, 'signatureSheet')).toBe('409 paper-not-ready');
    expect(await refusal(petitionId, 'petitionCertificate')).toBe('409 paper-not-ready');
  });

  it('is signed by hand on sheets with page, line and right, below what is asked and how many are enough', async () => {
    await freezePetition(world, petitionId, world.city.e1);
    const text = await read(petitionId, 'signatureSheet');
    for (const words of ['召开业主大会临时会议', '请求召开临时会议', '占业主总人数1/5以上', '第1张', '征集人签名'])
      expect(text).toContain(words);
    expect(text).toMatch(/11.*101业\*\*\*.*22.*102业\*\*\*/);
    expect(await pdfPages(await printed(petitionId, 'signatureSheet'))).toHaveLength(2);
    const member = await world.person([{ role: 'committeeMember', at: world.city.e1 }]);
    expect(await refusal(petitionId, 'signatureSheet', '', member)).toBe('403 forbidden');
  });

  it('is certified with how far each way was reached, and out of which roll', async () => {
    await recordCommand(
      world,
      petitionId,
      { kind: 'process', id: petitionId },
      { type: 'recordThresholdReached', signed },
    );
    const street = anActor('streetOfficer', { id: officer.accountId });
    const verdict = { type: 'verifyPetition', decision: 'confirmed', defectiveIds: [], reasonText: '逐一核实' };
    await recordCommand(world, petitionId, street, verdict);
    expect(await refusal(petitionId, 'petitionCertificate')).toBe('409 paper-not-ready');
    await recordCommand(world, petitionId, { kind: 'engine' }, { type: 'recordCount', signed });
    const text = await read(petitionId, 'petitionCertificate');
    for (const words of ['有效签名的业主1人', '1人2人达到—', '核实属实', '说明：逐一核实'])
      expect(text).toContain(words);
    expect(await refusal(petitionId, 'signatureSheet')).toBe('409 paper-not-ready');
  });
});

it('a recall is announced with its grounds once every member was heard, each with their own words or their silence', async () => {
  const { u1, u2, e1 } = world.city;
  const recallId = await launchRecall(world, e1, [u1.ownerId, u2.ownerId]);
  const answer = (memberId: string, defenceText: string) =>
    recordCommand(world, recallId, anActor('committeeMember', { id: randomUUID(), ownerId: memberId }), {
      ...{ type: 'giveDefence', memberId, defenceText },
    });
  await answer(u1.ownerId, '因病请假，均已说明');
  expect(await refusal(recallId, 'recallNotice')).toBe('409 paper-not-ready');
  await answer(u2.ownerId, '无话可说');
  const text = await read(recallId, 'recallNotice');
  for (const words of [
    '街道办事处依据',
    '长期无故缺席',
    '一年内缺席过半会议',
    '业主101因病请假，均已说明',
    '业主102无话可说',
  ])
    expect(text).toContain(words);
});

it('a committee whose term ends is reminded in writing until when it must report, and told once it has not', async () => {
  const { u1, u2 } = world.city;
  const term = await endingTermOnRecord(world, [u1.ownerId, u2.ownerId]);
  expect(await refusal(term.id, 'reportReminder')).toBe('409 paper-not-ready');
  await term.openReport();
  const text = await read(term.id, 'reportReminder');
  for (const words of [`将于${sayDate(term.termEndsOn)}届满`, '业主101主任', '业主102副主任', '第四十七条'])
    expect(text).toContain(words);
  expect(text).not.toContain('逾期未报告');
  await term.missReport();
  expect(await read(term.id, 'reportReminder')).toContain('逾期未报告');
});

describe('the desk of a vote', () => {
  let voteId: string;
  beforeAll(async () => {
    const vote = await voteOnRecord(world, { election: await electionOnRecord(world) });
    voteId = vote.id;
    await vote.publishRoll();
    await vote.giveNotice();
    await vote.open();
  });
  const recorded = async (more: object = {}): Promise<string> => {
    const assistanceId = randomUUID();
    await world
      .as(clerk)
      .post(`/v1/votes/${voteId}/assistances`, {
        ...{ commandId: randomUUID(), assistanceId, rightNo: 1, will: 'presentInPerson' },
        ...{ help: { purpose: 'readAloud' }, witness: { nameText: '邻居赵' } },
        ...more,
      })
      .expect(201);
    return assistanceId;
  };
  const slip = async (assistanceId: string): Promise<string> =>
    pdfText(await printed(voteId, 'assistanceSlip', { person: clerk, query: `?assistanceId=${assistanceId}` }));
  const codeOf = async (assistanceId: string): Promise<string> => {
    const { body } = await get(`/v1/votes/${voteId}/assistances/${assistanceId}/slip`, clerk);
    return (body as { code: string }).code;
  };

  it('prints the slip for whoever helps, with the right, the witness and the code of the one ballot', async () => {
    expect(await refusal(voteId, 'assistanceSlip', '', clerk)).toBe('409 paper-not-ready');
    const assistanceId = await recorded();
    const text = await slip(assistanceId);
    for (const words of ['第1号', '101', '朗读', '邻居赵', `确认码：${await codeOf(assistanceId)}`, '业主本人'])
      expect(text).toContain(words);
    expect(await stateOf(voteId, 'assistanceSlip', clerk)).toMatchObject({ count: 1, hash: null });
    expect(await stateOf(voteId, 'assistanceSlip')).toMatchObject({ count: 0 });
    expect(await refusal(voteId, 'assistanceSlip', `?assistanceId=${assistanceId}`)).toBe('403 not-your-assistance');
    expect(await refusal(voteId, 'assistanceSlip', `?assistanceId=${randomUUID()}`, clerk)).toBe('404 not-found');
  });

  it('keeps the code out of the hash, which everybody may ask about, and gives no slip twice for one ballot', async () => {
    const assistanceId = await recorded();
    const hash = /SHA-256：([0-9a-f]{64})/.exec(await slip(assistanceId))?.[1];
    // Whoever verifies has no key, and so no code: the same hash is made without it.
    expect((await get(`/v1/papers/${hash}`, null)).body).toMatchObject({
      ...{ kind: 'assistanceSlip', part: `assistance:${assistanceId}`, isCurrent: true },
    });
    const confirmation = { kind: 'code', code: await codeOf(assistanceId) };
    await world
      .as(clerk)
      .post(`/v1/votes/${voteId}/assistances/${assistanceId}/ballot`, {
        ...{ commandId: randomUUID(), choices: { fund: 'yes' }, confirmation },
      })
      .expect(201);
    expect(await refusal(voteId, 'assistanceSlip', `?assistanceId=${assistanceId}`, clerk)).toBe('409 assistance-used');
    expect((await get(`/v1/papers/${hash}`, null)).body).toMatchObject({ isCurrent: true });
  });

  it('hangs out the newest checkpoint, with the line that witnesses’ tools read', async () => {
    expect(await refusal(voteId, 'checkpointSheet')).toBe('409 paper-not-ready');
    await world.as(officer).post(`/v1/votes/${voteId}/checkpoints`, { commandId: randomUUID() });
    const { body } = await get(`/v1/votes/${voteId}/checkpoints`);
    const { items } = body as { items: { line: string; root: string; size: number }[] };
    const text = await read(voteId, 'checkpointSheet');
    for (const words of [items[0]?.root, items[0]?.line, `已收选票：${items[0]?.size}张`])
      expect(text).toContain(words);
  });
});
