// The smallest valid values of a zod union, one per alternative, made from its JSON schema: new alternatives get samples by themselves.
import { z } from 'zod';

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  minItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** One sample per alternative of the union (nested unions flattened), each checked against it. */
export function sampleOf(union: z.ZodType): unknown[] {
  const schema = z.toJSONSchema(union, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const samples = alternatives(schema).map(sample);
  for (const made of samples) union.parse(made);
  return samples;
}

const alternatives = (schema: JsonSchema): JsonSchema[] =>
  (schema.anyOf ?? schema.oneOf)?.flatMap(alternatives) ?? [schema];

const FORMATS: Record<string, string> = {
  uuid: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  'date-time': '2026-03-02T02:00:00.000Z',
  date: '2026-03-02',
};

/** For texts of a form of their own; the first that fits. */
const FORMED = ['sample', 'a'.repeat(64), '91370202MA3C4D5E6F'];
const formed = ({ pattern }: JsonSchema): string | undefined =>
  FORMED.find((text) => pattern === undefined || new RegExp(pattern).test(text));

function sample(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first !== undefined) return sample(first);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]));
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}));
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'string':
      return FORMATS[schema.format ?? ''] ?? formed(schema);
    default:
      throw new Error(`no sample for ${JSON.stringify(schema)}`);
  }
}
