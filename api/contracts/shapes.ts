// Building blocks of contracts: ids, instants, names, pages. One meaning each, so that OpenAPI and clients see the same words.
import { z } from 'zod';
import 'zod-openapi';
import { ROLES } from '../../domain/process';

/** Lower case from here on: ids are compared as text, and a process's run in the engine is named after its id. */
export const uuid = z.uuid().toLowerCase().meta({ description: 'UUID, lower or upper case' });

/** Made by the client when the form opens, kept until answered; sent again it is answered again, never done twice. */
export const commandId = z
  .uuid()
  .toLowerCase()
  .meta({ description: 'Made by the client; the same id with the same body is answered again and done once' });

export const instant = z.iso
  .datetime({ precision: 3 })
  .meta({ description: 'UTC with milliseconds', example: '2026-11-22T16:00:00.000Z' });

/** A day that somebody types in: what lies before 1900 is a slip of the pen, and year 0 is no year to the database. */
export const day = z.iso.date().regex(/^(?:19|[2-9]\d)/);

export const placeKind = z
  .enum(['district', 'street', 'community', 'estate', 'building', 'entrance'])
  .meta({ id: 'PlaceKind' });

export const role = z.enum(ROLES).meta({ id: 'Role' });

/** A number in a path: of a ballot or paper from 1, of ballots from 0. */
export const pathNumber = (least: 0 | 1) =>
  z
    .string()
    .regex(least === 0 ? /^(0|[1-9]\d{0,8})$/ : /^[1-9]\d{0,8}$/)
    .transform(Number)
    .meta({ override: { type: 'integer', minimum: least, maximum: 999_999_999 } });

/** One line that a person reads: trimmed, no control characters. (Lone surrogates are refused for every string, json-body.ts.) */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/);

/** A paragraph: line breaks allowed. Stored apart from the record (text_note). */
export const paragraph = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$/);

/** Query strings bring text; a page size is its number. */
const limit = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .default(50)
  .meta({ override: { type: 'integer', minimum: 1, maximum: 100, default: 50 } });

export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({ override: { type: 'boolean' } });

export const cursor = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[\w-]+$/)
  .meta({ description: 'The `nextCursor` of the page before' });

/** The query of a list: `cursor` and `limit`, and its own filters. */
export const pageQuery = <Shape extends z.core.$ZodLooseShape>(filters: Shape) =>
  z.strictObject({ cursor: cursor.optional(), limit, ...filters });

/** A page of a list; `nextCursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
