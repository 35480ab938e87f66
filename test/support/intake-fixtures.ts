// Fixtures of the operations by which problems come in (operation-fixtures.ts has all others).
import { randomUUID } from 'node:crypto';
import type { attachmentOperations } from '../../api/contracts/attachments';
import type { intakeOperations } from '../../api/contracts/intake';
import type { reportOperations } from '../../api/contracts/reports';
import { aPhoto } from '../attachments/files';
import { aSource, aDevice, aTicket, ticketsCsv } from './a-source';
import type { World } from './api-world';
import type { Fixture } from './operation-fixtures';

type Intake = keyof (typeof attachmentOperations & typeof intakeOperations & typeof reportOperations);

/** `problem` is open at estate e1. */
export async function intakeFixtures(world: World, problem: string): Promise<Record<Intake, Fixture>> {
  const { city } = world;
  const officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  const resident = await world.person([{ role: 'resident', at: city.u1 }]);
  const hotline = await aSource(world, officer, 'hotline');
  const sensors = await aSource(world, officer, 'sensors');
  const device = await aDevice(world, officer, sensors);
  const commandId = () => randomUUID();
  const ofProblem = { processId: problem };
  const ofS1 = { placeId: city.s1.id };
  const read = { at: city.e1, prepare: () => ({ params: ofProblem }) };
  const atS1 = (prepare: () => Record<string, unknown> = () => ({ params: ofS1 })): Fixture => ({
    at: city.s1,
    prepare,
  });
  const reportId = randomUUID();
  await world.as(resident).post(`/v1/problems/${problem}/reports`, { commandId: commandId(), reportId }).expect(201);
  const photo = await aPhoto();
  const { body: imported } = await world
    .as(officer)
    .post(`/v1/places/${city.s1.id}/hotline-imports?commandId=${commandId()}&source=${hotline.code}&format=csv`)
    .set('Content-Type', 'text/csv')
    .send(ticketsCsv(aTicket('fixture-1')).toString('utf8'))
    .expect(201);
  const importParams = { ...ofS1, importId: (imported as { importId: string }).importId };

  return {
    uploadAttachment: { prepare: () => ({ query: { commandId: commandId(), kind: 'photo' }, file: photo }) },
    getAttachment: {
      prepare: () => ({ params: { attachmentId: randomUUID() } }),
      refusedWith: ['not-found'],
    },
    listAttachments: read,

    joinProblem: {
      at: city.e1,
      prepare: () => ({ params: ofProblem, body: { commandId: commandId(), reportId: randomUUID() } }),
      refusedWith: ['already-reported'],
    },
    listMyReports: {},
    answerReport: {
      prepare: () => ({
        params: { reportId },
        body: { commandId: commandId(), isSolved: true, isSatisfied: true },
      }),
      refusedWith: ['not-your-report', 'not-found'],
    },
    appealReport: {
      prepare: () => ({ params: { reportId }, body: { commandId: commandId(), reasonText: '没有解决' } }),
      refusedWith: ['not-your-report', 'not-found'],
    },
    listReports: read,
    openContact: {
      at: city.e1,
      prepare: () => ({
        params: { ...ofProblem, reportId },
        body: { commandId: commandId(), reasonText: '回访' },
      }),
      refusedWith: ['number-not-recorded'],
    },
    addComment: {
      at: city.e1,
      prepare: () => ({
        params: ofProblem,
        body: { commandId: commandId(), commentId: randomUUID(), bodyText: '还在漏' },
      }),
    },
    listComments: read,
    suggestProblems: {
      at: city.e1,
      prepare: () => ({ params: { estateId: city.e1.id }, query: { category: 'leak' } }),
    },

    registerSource: atS1(() => ({
      params: ofS1,
      body: {
        ...{ commandId: commandId(), sourceId: randomUUID(), code: `s-${randomUUID()}` },
        ...{ kind: 'hotline', name: '热线' },
      },
    })),
    rotateSourceKey: atS1(() => ({
      params: { ...ofS1, sourceId: hotline.sourceId },
      body: { commandId: commandId(), oldValidHours: 168 },
    })),
    listSources: atS1(),
    registerDevice: {
      at: city.b1,
      prepare: () => ({
        params: { placeId: city.b1.id },
        body: {
          ...{ commandId: commandId(), deviceId: randomUUID(), source: sensors.code, serialNo: `n-${randomUUID()}` },
          ...{ category: 'smokeAlarm', joinMinutes: 30 },
        },
      }),
    },
    retireDevice: {
      at: city.b1,
      prepare: () => ({
        params: { placeId: city.b1.id, deviceId: device.deviceId },
        body: { commandId: commandId() },
      }),
    },
    listDevices: atS1(),
    receiveAlarm: {
      prepare: () => ({ params: { source: 'nobody' }, file: Buffer.from('{}') }),
      refusedWith: ['bad-signature'],
    },
    receiveTicket: {
      prepare: () => ({ params: { source: 'nobody' }, file: Buffer.from('{}') }),
      refusedWith: ['bad-signature'],
    },
    dryRunHotline: atS1(() => ({
      params: ofS1,
      query: { commandId: commandId(), source: hotline.code, format: 'csv' },
      file: ticketsCsv(aTicket('fixture-2')),
    })),
    getHotlineImport: atS1(() => ({ params: importParams })),
    listTicketRows: atS1(() => ({ params: importParams })),
    commitHotline: {
      ...atS1(() => ({ params: importParams, body: { commandId: commandId() } })),
      refusedWith: ['import-already-committed', 'import-expired'],
    },
  };
}
