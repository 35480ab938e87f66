// Operations of printed papers: which can be printed, the papers themselves, a street's own templates, and what a printed hash stands for.
import { z } from 'zod';
import { PAPER_KINDS } from '../../papers/kinds';
import { TEMPLATE_LIMITS } from '../../papers/template';
import { officialsAt } from './access';
import { operation, type Access } from './operation';
import { commandId, instant, uuid } from './shapes';
import { sha256 } from './vote-shapes';

const scope = { kind: 'process', param: 'processId' } as const;
const params = z.strictObject({ processId: uuid });

/** Officials, those who go from door to door, committee and firm; which of them a kind is given to says api/paper-readers.ts. */
const printers: Access = {
  kind: 'roles',
  roles: {
    streetOfficer: 'covers',
    districtSupervisor: 'covers',
    communitySecretary: 'covers',
    gridWorker: 'covers',
    auditor: 'covers',
    committeeMember: 'covers',
    firmManager: 'covers',
  },
  scope,
};

const placeScope = { kind: 'place', param: 'placeId' } as const;

/** A template is the street's: above and below it nobody has one. */
const editors: Access = { kind: 'roles', roles: { streetOfficer: 'covers' }, scope: placeScope };

const kind = z.enum(PAPER_KINDS.map(({ code }) => code)).meta({ id: 'PaperKind' });
const kindParams = params.extend({ kind });
const templateParams = z.strictObject({ placeId: uuid, kind });

const oneNo = (description: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .meta({ override: { type: 'integer', minimum: 1, maximum: 999_999_999 }, description })
    .optional();

const copies = z.strictObject({
  serialNo: oneNo('One ballot'),
  buildingId: uuid.optional(),
  entranceId: uuid.optional(),
  assistanceId: uuid.optional().meta({ description: 'One slip of help; for whoever gives it, while it is good' }),
  receiptId: uuid.optional().meta({ description: 'One receipt for cash' }),
  rightNo: oneNo('One household that is called to pay'),
});

const title = z.strictObject({ zh: z.string(), en: z.string() });

const paperState = z
  .strictObject({
    kind,
    title,
    article: z.string().meta({ description: 'The article of law it rests on' }),
    copies: z.enum(['one', 'stairwell', 'serial', 'assistance', 'receipt', 'household']).meta({
      description: 'One, or one for each stairwell, ballot, help that was recorded, booked cash or owing household',
    }),
    count: z.int().meta({ description: 'Copies that could be printed now; 0: its data are not there yet' }),
    hash: sha256.nullable().meta({ description: 'Of the only copy; null while not ready, and for kinds with several' }),
  })
  .meta({ id: 'PaperState' });

const templateState = z
  .strictObject({
    kind,
    title,
    version: z.int().meta({ description: '0: this place has never had its own' }),
    isOwn: z.boolean().meta({ description: 'False: the built-in one applies' }),
    sha256,
    changedAt: instant.nullable(),
    changedBy: uuid.nullable(),
  })
  .meta({ id: 'PaperTemplateState' });

const changedTemplate = z.strictObject({ version: z.int(), sha256 });

const download = { transport: 'download', response: z.void(), status: 200 } as const;
const PRINTING = [
  'paper-not-ready',
  'too-many-copies',
  'serial-not-found',
  'paper-wrong-state',
  'not-your-assistance',
  'assistance-used',
  'assistance-expired',
  'cash-void',
  'payer-not-found',
  'holder-not-yours',
  'unavailable',
] as const;

export const paperOperations = {
  listProcessPapers: operation({
    id: 'listProcessPapers',
    method: 'get',
    path: '/v1/processes/{processId}/papers',
    tag: 'papers',
    summary: { zh: '此程序的文书：哪些现在可以打印', en: 'The papers of a process, and which can be printed now' },
    access: printers,
    params,
    response: z.strictObject({ items: z.array(paperState) }),
    status: 200,
    problems: [],
  }),
  getPaperPdf: operation({
    id: 'getPaperPdf',
    method: 'get',
    path: '/v1/processes/{processId}/papers/{kind}.pdf',
    tag: 'papers',
    summary: { zh: '打印文书（PDF）', en: 'A paper as PDF; several copies of a kind are bound into one file' },
    access: printers,
    params: kindParams,
    query: copies,
    ...download,
    problems: PRINTING,
  }),
  getPaperDocx: operation({
    id: 'getPaperDocx',
    method: 'get',
    path: '/v1/processes/{processId}/papers/{kind}.docx',
    tag: 'papers',
    summary: { zh: '打印文书（Word）', en: 'A paper as docx; several copies of a kind are bound into one file' },
    access: printers,
    params: kindParams,
    query: copies,
    ...download,
    problems: PRINTING,
  }),
  getFilingPacket: operation({
    id: 'getFilingPacket',
    method: 'get',
    path: '/v1/elections/{processId}/filing-packet.zip',
    tag: 'papers',
    summary: {
      zh: '换届备案材料包（全部文书及目录）',
      en: 'All papers of an election and its votes that are ready, with a manifest of hashes and articles',
    },
    access: officialsAt(scope),
    params,
    ...download,
    problems: ['paper-not-ready', 'unavailable'],
  }),
  verifyPaper: operation({
    id: 'verifyPaper',
    method: 'get',
    path: '/v1/papers/{hash}',
    tag: 'papers',
    summary: {
      zh: '核验文书：此摘要是哪份文书，是否仍为现行',
      en: 'What paper a printed hash stands for, and whether the same paper would still be printed today',
    },
    access: { kind: 'public' },
    params: z.strictObject({ hash: sha256 }),
    response: z
      .strictObject({
        hash: sha256,
        kind,
        title,
        processId: uuid,
        part: z
          .string()
          .meta({ description: 'Which copy: empty, `serial:<n>`, `stairwell:<placeId>`, `assistance:<id>`, …' }),
        estate: z.string(),
        article: z.string(),
        issuedAt: instant,
        isCurrent: z.boolean(),
        currentHash: sha256.nullable().meta({ description: 'Null: it would not be printed any more' }),
      })
      .meta({ id: 'VerifiedPaper' }),
    status: 200,
    problems: ['not-found'],
  }),
  listPaperTemplates: operation({
    id: 'listPaperTemplates',
    method: 'get',
    path: '/v1/places/{placeId}/paper-templates',
    tag: 'papers',
    summary: { zh: '本街道的文书模板', en: 'By which templates a place prints its papers' },
    access: officialsAt(placeScope),
    params: z.strictObject({ placeId: uuid }),
    response: z.strictObject({ items: z.array(templateState) }),
    status: 200,
    problems: [],
  }),
  getPaperTemplate: operation({
    id: 'getPaperTemplate',
    method: 'get',
    path: '/v1/places/{placeId}/paper-templates/{kind}',
    tag: 'papers',
    summary: {
      zh: '一种文书的模板全文及可用的占位符',
      en: 'The text of a template, and the names it may and must use',
    },
    access: officialsAt(placeScope),
    params: templateParams,
    response: z.strictObject({
      kind,
      version: z.int(),
      isOwn: z.boolean(),
      sha256,
      source: z.string(),
      names: z.array(z.string()).meta({ description: 'Placeholders; `list.name` is one of each entry of a list' }),
      required: z.array(z.string()).meta({ description: 'Those that every template of this kind must print' }),
    }),
    status: 200,
    problems: [],
  }),
  putPaperTemplate: operation({
    id: 'putPaperTemplate',
    method: 'put',
    path: '/v1/places/{placeId}/paper-templates/{kind}',
    tag: 'papers',
    summary: {
      zh: '以本街道的模板代替内置模板',
      en: "Put a street's own template in the place of the built-in one; the version before stays on the record",
    },
    access: editors,
    params: templateParams,
    body: z
      .strictObject({
        commandId,
        source: z
          .string()
          .min(1)
          .max(TEMPLATE_LIMITS.characters)
          .meta({ description: 'docs/papers.md has the format' }),
      })
      .meta({ id: 'PutPaperTemplate' }),
    bodyLimit: 256 * 1024,
    response: changedTemplate,
    status: 200,
    problems: ['template-broken', 'not-a-street', 'command-id-reused'],
  }),
  withdrawPaperTemplate: operation({
    id: 'withdrawPaperTemplate',
    method: 'post',
    path: '/v1/places/{placeId}/paper-templates/{kind}/withdraw',
    tag: 'papers',
    summary: { zh: '恢复内置模板', en: 'Go back to the built-in template' },
    access: editors,
    params: templateParams,
    body: z.strictObject({ commandId }),
    response: changedTemplate,
    status: 200,
    problems: ['template-not-own', 'not-a-street', 'command-id-reused'],
  }),
};
