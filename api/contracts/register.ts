// Operations of the register: places, units, right holders, and the files by which they come in and go out.
import { z } from 'zod';
import type { Role } from '../../domain/process';
import { fileSummary } from './file-import';
import { operation, type Reach } from './operation';
import { commandId, instant, line, pageOf, pageQuery, paragraph, placeKind, uuid } from './shapes';

/** Who keeps the register of a place, and who may look into it. */
const KEEPERS: Partial<Record<Role, Reach>> = {
  districtSupervisor: 'covers',
  streetOfficer: 'covers',
  communitySecretary: 'covers',
};
const READERS: Partial<Record<Role, Reach>> = { ...KEEPERS, gridWorker: 'covers', auditor: 'covers' };
/** Files of 200 000 rows stay below it. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

const atPlace = { kind: 'place', param: 'placeId' } as const;
const placeParams = z.strictObject({ placeId: uuid });
const importParams = z.strictObject({ placeId: uuid, importId: uuid });
const ownerParams = z.strictObject({ ownerId: uuid });

const place = z
  .strictObject({ placeId: uuid, kind: placeKind, parentId: uuid.nullable(), path: z.string(), name: z.string() })
  .meta({ id: 'Place', description: 'One node of district → street → community → estate → building → entrance' });

const ownerKind = z.enum(['person', 'organisation']);
const areaDm2 = z.int().meta({ description: 'In 0.01 m²' });
const unit = z
  .strictObject({
    unitId: uuid,
    estateId: uuid,
    buildingId: uuid,
    entranceId: uuid.nullable(),
    label: z.string(),
    use: z.enum(['dwelling', 'shop', 'office', 'parking', 'storage', 'other']),
    tenure: z.enum(['sold', 'developerUnsold', 'developerUndelivered']),
    areaDm2,
    holders: z.array(
      z.strictObject({ ownerId: uuid, name: z.string(), kind: ownerKind, isRepresentative: z.boolean() }),
    ),
    tenantCount: z.int(),
  })
  .meta({ id: 'Unit', description: 'An exclusive part with who holds it today' });

const ownerFields = {
  ownerId: uuid,
  kind: ownerKind,
  name: z.string(),
  idKind: z.string().nullable(),
  idMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  isPartyMember: z.boolean(),
  unitCount: z.int(),
  areaDm2,
};
const owner = z.strictObject(ownerFields).meta({ id: 'Owner', description: 'A right holder; numbers are masked' });
const ownerWithUnits = z
  .strictObject({
    ...ownerFields,
    units: z.array(
      z.strictObject({ unitId: uuid, label: z.string(), areaDm2, isRepresentative: z.boolean(), fromOn: z.iso.date() }),
    ),
  })
  .meta({ id: 'OwnerWithUnits', description: 'A right holder with the units inside the places that the caller sees' });

const verdict = z.enum(['created', 'changed', 'unchanged', 'refused']).meta({ id: 'ImportVerdict' });
const format = z.enum(['xlsx', 'csv']);
const importView = z
  .strictObject({
    importId: uuid,
    estateId: uuid,
    fileSha256: z.string(),
    format,
    byAccountId: uuid,
    status: z.enum(['ready', 'committed', 'expired']),
    isCommittable: z.boolean().meta({ description: 'No row is refused and the register is as it was' }),
    createdAt: instant,
    committedAt: instant.nullable(),
    committedBy: uuid.nullable(),
    summary: fileSummary(z.string(), {
      created: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      refused: z.int(),
      units: z.int(),
      newUnits: z.int(),
      owners: z.int(),
      newOwners: z.int(),
      areaDm2,
      unitsNotInFile: z.int().meta({ description: 'Units of the register that the file does not name; they stay' }),
    }),
  })
  .meta({ id: 'RegisterImport', description: 'The dry run of a register file, and whether it was committed' });

const importRow = z
  .strictObject({
    rowNo: z.int(),
    verdict,
    unit: z.string().nullable(),
    holder: z.string().nullable(),
    idMasked: z.string().nullable(),
    phoneMasked: z.string().nullable(),
    issues: z.array(z.strictObject({ column: z.string(), code: z.string(), message: z.string() })),
    changes: z.array(z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  })
  .meta({ id: 'ImportRow', description: 'The answer to one row, numbered as in the file' });

export const registerOperations = {
  getPlace: operation({
    id: 'getPlace',
    method: 'get',
    path: '/v1/places/{placeId}',
    tag: 'register',
    summary: { zh: '场所', en: 'One place' },
    access: { kind: 'signedIn' },
    params: placeParams,
    response: place,
    status: 200,
    problems: ['not-found'],
  }),
  listPlaces: operation({
    id: 'listPlaces',
    method: 'get',
    path: '/v1/places/{placeId}/children',
    tag: 'register',
    summary: { zh: '下级场所', en: 'The places directly below' },
    access: { kind: 'signedIn' },
    params: placeParams,
    query: pageQuery({}),
    response: pageOf(place),
    status: 200,
    problems: ['not-found'],
  }),
  createPlace: operation({
    id: 'createPlace',
    method: 'post',
    path: '/v1/places/{placeId}/children',
    tag: 'register',
    summary: { zh: '新增下级场所', en: 'Add a place directly below' },
    access: { kind: 'roles', roles: { districtSupervisor: 'covers', streetOfficer: 'covers' }, scope: atPlace },
    params: placeParams,
    body: z.strictObject({ commandId, kind: placeKind, name: line(60) }),
    response: place,
    status: 201,
    problems: ['place-kind-mismatch', 'place-name-taken', 'command-id-reused'],
  }),
  listUnits: operation({
    id: 'listUnits',
    method: 'get',
    path: '/v1/places/{placeId}/units',
    tag: 'register',
    summary: { zh: '小区、楼栋或单元的房屋', en: 'Units of an estate, building or entrance' },
    access: { kind: 'roles', roles: READERS, scope: atPlace },
    params: placeParams,
    query: pageQuery({}),
    response: pageOf(unit),
    status: 200,
    problems: ['place-kind-mismatch'],
  }),
  getUnit: operation({
    id: 'getUnit',
    method: 'get',
    path: '/v1/units/{unitId}',
    tag: 'register',
    summary: { zh: '一间房', en: 'One unit' },
    access: { kind: 'roles', roles: READERS, scope: { kind: 'unit', param: 'unitId' } },
    params: z.strictObject({ unitId: uuid }),
    response: unit,
    status: 200,
    problems: [],
  }),
  listOwners: operation({
    id: 'listOwners',
    method: 'get',
    path: '/v1/places/{placeId}/owners',
    tag: 'register',
    summary: { zh: '小区的权利人（号码已遮盖）', en: 'Right holders of an estate, numbers masked' },
    access: { kind: 'roles', roles: READERS, scope: atPlace },
    params: placeParams,
    query: pageQuery({}),
    response: pageOf(owner),
    status: 200,
    problems: ['place-kind-mismatch'],
  }),
  searchOwners: operation({
    id: 'searchOwners',
    method: 'post',
    path: '/v1/places/{placeId}/owners/search',
    tag: 'register',
    summary: { zh: '按完整证件号或手机号查找权利人', en: 'Find right holders by a whole identity or phone number' },
    access: { kind: 'roles', roles: READERS, scope: atPlace },
    params: placeParams,
    body: z.strictObject({ field: z.enum(['id', 'phone']), value: line(60) }),
    bodyLimit: 4096,
    response: z.strictObject({ items: z.array(owner) }),
    status: 200,
    problems: [],
  }),
  getOwner: operation({
    id: 'getOwner',
    method: 'get',
    path: '/v1/owners/{ownerId}',
    tag: 'register',
    summary: { zh: '一位权利人', en: 'One right holder' },
    access: { kind: 'roles', roles: READERS, scope: { kind: 'owner', param: 'ownerId' } },
    params: ownerParams,
    response: ownerWithUnits,
    status: 200,
    problems: [],
  }),
  unmaskOwner: operation({
    id: 'unmaskOwner',
    method: 'post',
    path: '/v1/owners/{ownerId}/unmask',
    tag: 'register',
    summary: { zh: '查看完整号码（留痕）', en: 'Open a masked number; every answer is on the record' },
    access: { kind: 'roles', roles: KEEPERS, scope: { kind: 'owner', param: 'ownerId' } },
    params: ownerParams,
    body: z.strictObject({ commandId, field: z.enum(['id', 'phone']), reasonText: paragraph(500) }),
    response: z.strictObject({ value: z.string() }),
    status: 200,
    problems: ['number-not-recorded', 'command-id-reused'],
  }),
  listUnmaskings: operation({
    id: 'listUnmaskings',
    method: 'get',
    path: '/v1/owners/{ownerId}/unmaskings',
    tag: 'register',
    summary: { zh: '号码查看记录', en: "Who opened this right holder's numbers" },
    access: {
      kind: 'roles',
      roles: { districtSupervisor: 'covers', streetOfficer: 'covers', auditor: 'covers' },
      scope: { kind: 'owner', param: 'ownerId' },
    },
    params: ownerParams,
    query: pageQuery({}),
    response: pageOf(
      z
        .strictObject({
          id: uuid,
          field: z.enum(['id', 'phone']),
          byAccountId: uuid,
          reason: z.string().nullable(),
          at: instant,
        })
        .meta({ id: 'Unmasking' }),
    ),
    status: 200,
    problems: [],
  }),
  getRegisterTemplate: operation({
    id: 'getRegisterTemplate',
    method: 'get',
    path: '/v1/register-template.xlsx',
    tag: 'register',
    summary: { zh: '名册模板', en: 'The empty register workbook' },
    access: { kind: 'signedIn' },
    transport: 'download',
    response: z.void(),
    status: 200,
    problems: [],
  }),
  exportRegister: operation({
    id: 'exportRegister',
    method: 'get',
    path: '/v1/places/{placeId}/register',
    tag: 'register',
    summary: { zh: '导出小区名册（号码已遮盖）', en: 'The register of an estate as a file, numbers masked' },
    access: { kind: 'roles', roles: KEEPERS, scope: atPlace },
    params: placeParams,
    query: z.strictObject({ format: format.default('xlsx') }),
    transport: 'download',
    response: z.void(),
    status: 200,
    problems: ['place-kind-mismatch'],
  }),
  dryRunRegister: operation({
    id: 'dryRunRegister',
    method: 'post',
    path: '/v1/places/{placeId}/register-imports',
    tag: 'register',
    summary: {
      zh: '预检名册文件：逐行说明将新增、变更还是有问题，不改动名册',
      en: 'Dry run of a register file: says per row what it would do, and does nothing',
    },
    access: { kind: 'roles', roles: KEEPERS, scope: atPlace },
    params: placeParams,
    // The body is the file, so the command id stands here.
    query: z.strictObject({ commandId, format }),
    transport: 'upload',
    bodyLimit: MAX_FILE_BYTES,
    response: importView,
    status: 201,
    problems: ['register-file-refused', 'place-kind-mismatch', 'command-id-reused'],
  }),
  listRegisterImports: operation({
    id: 'listRegisterImports',
    method: 'get',
    path: '/v1/places/{placeId}/register-imports',
    tag: 'register',
    summary: { zh: '小区的名册导入', en: 'Register imports of an estate, newest first' },
    access: { kind: 'roles', roles: KEEPERS, scope: atPlace },
    params: placeParams,
    query: pageQuery({}),
    response: pageOf(importView),
    status: 200,
    problems: [],
  }),
  getRegisterImport: operation({
    id: 'getRegisterImport',
    method: 'get',
    path: '/v1/places/{placeId}/register-imports/{importId}',
    tag: 'register',
    summary: { zh: '一次导入', en: 'One register import' },
    access: { kind: 'roles', roles: KEEPERS, scope: atPlace },
    params: importParams,
    response: importView,
    status: 200,
    problems: [],
  }),
  listRegisterImportRows: operation({
    id: 'listRegisterImportRows',
    method: 'get',
    path: '/v1/places/{placeId}/register-imports/{importId}/rows',
    tag: 'register',
    summary: { zh: '预检逐行结果', en: 'The answer to every row of a dry run' },
    access: { kind: 'roles', roles: KEEPERS, scope: atPlace },
    params: importParams,
    query: pageQuery({ verdict: verdict.optional() }),
    response: pageOf(importRow),
    status: 200,
    problems: [],
  }),
  commitRegisterImport: operation({
    id: 'commitRegisterImport',
    method: 'post',
    path: '/v1/places/{placeId}/register-imports/{importId}/commit',
    tag: 'register',
    summary: { zh: '写入名册：全部或全不', en: 'Apply a dry run to the register: all of it or nothing' },
    access: { kind: 'roles', roles: KEEPERS, scope: atPlace },
    params: importParams,
    body: z.strictObject({ commandId }),
    response: z
      .strictObject({
        importId: uuid,
        revision: z.int(),
        newUnits: z.int(),
        changedUnits: z.int(),
        newOwners: z.int(),
        changedOwners: z.int(),
        newHoldings: z.int(),
        endedHoldings: z.int(),
        changedRepresentatives: z.int(),
        changedTenancies: z.int(),
      })
      .meta({ id: 'RegisterCommit' }),
    status: 200,
    problems: [
      'import-has-refusals',
      'import-already-committed',
      'import-expired',
      'register-changed',
      'command-id-reused',
    ],
  }),
};
