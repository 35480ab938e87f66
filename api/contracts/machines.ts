// What is registered of every machine that speaks to us under a signature (voting platforms, hotlines, networks of sensors): a code, a name, and
// secrets that can be changed. Each kind adds what is its own.
import { z } from 'zod';
import { officialsAt } from './access';
import { operation, type Access } from './operation';
import { commandId, instant, uuid } from './shapes';

const atPlace = { kind: 'place', param: 'placeId' } as const;
/** Those who decide which machines are believed. */
export const registrars: Access = {
  kind: 'roles',
  roles: { districtSupervisor: 'covers', streetOfficer: 'covers' },
  scope: atPlace,
};
export const placeParams = z.strictObject({ placeId: uuid });

/** By which a machine names itself in the path of its calls. */
export const machineCode = z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/);

/** A new secret, in the answer to whoever asked for it. */
export const newSecret = {
  keyNo: z.int(),
  secret: z.string().meta({ description: 'Shown to whoever asked for it; a retry shows it again' }),
};

interface Row {
  id: string;
  path: string;
  tag: string;
  summary: { zh: string; en: string };
}

/** The row by which a machine is given a new secret. */
export const rotatesKey = <Params extends z.ZodObject, Response extends z.ZodType>(
  row: Row & { params: Params; response: Response; bodyId: string },
) => {
  const { bodyId, ...own } = row;
  return operation({
    ...own,
    method: 'post',
    access: registrars,
    body: z
      .strictObject({
        commandId,
        oldValidHours: z
          .int()
          .min(0)
          .max(168)
          .meta({ description: 'How long the ones before stay good; 0 when they may have leaked' }),
      })
      .meta({ id: bodyId }),
    status: 201,
    problems: ['command-id-reused'],
  });
};

/** The row that lists the machines of a place, without their secrets; `own` is what each kind says besides, in its place. */
export const listsMachines = <Own extends z.ZodRawShape>(row: Row & { own: Own }) => {
  const { own, ...rest } = row;
  return operation({
    ...rest,
    method: 'get',
    access: officialsAt(atPlace),
    params: placeParams,
    response: z.strictObject({
      items: z.array(
        z.strictObject({
          ...own,
          name: z.string(),
          registeredAt: instant,
          keys: z.array(z.strictObject({ keyNo: z.int(), createdAt: instant, validUntil: instant.nullable() })),
        }),
      ),
    }),
    status: 200,
    problems: [],
  });
};
