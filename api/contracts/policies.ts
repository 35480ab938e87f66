// Operations that show the policies and judge one that somebody wrote.
import { z } from 'zod';
import { operation } from './operation';

const summary = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    jurisdiction: z.string(),
    effectiveOn: z.iso.date(),
  })
  .meta({ id: 'PolicySummary' });

export const policyOperations = {
  listPolicies: operation({
    id: 'listPolicies',
    method: 'get',
    path: '/v1/policies',
    tag: 'policies',
    summary: { zh: '已发布的规则', en: 'Published policies' },
    access: { kind: 'signedIn' },
    response: z.strictObject({ items: z.array(summary) }),
    status: 200,
    problems: [],
  }),
  getPolicy: operation({
    id: 'getPolicy',
    method: 'get',
    path: '/v1/policies/{policyId}',
    tag: 'policies',
    summary: {
      zh: '一套规则，每个数字附条文与可信程度',
      en: 'One policy: every number with its article and confidence',
    },
    access: { kind: 'signedIn' },
    params: z.strictObject({ policyId: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/) }),
    response: z
      .record(z.string(), z.unknown())
      .meta({ description: 'The document; its shape is docs/policy-format.md' }),
    status: 200,
    problems: ['policy-not-found'],
  }),
  checkPolicy: operation({
    id: 'checkPolicy',
    method: 'post',
    path: '/v1/policies/check',
    tag: 'policies',
    summary: {
      zh: '检查一套规则是否完整、是否低于法定标准',
      en: 'Is this policy whole, and not below the floor of the law?',
    },
    access: { kind: 'signedIn' },
    body: z.strictObject({ document: z.record(z.string(), z.unknown()) }).meta({ id: 'PolicyToCheck' }),
    bodyLimit: 256 * 1024,
    response: z
      .strictObject({
        isAcceptable: z.boolean(),
        faults: z.array(
          z.strictObject({
            path: z.string(),
            message: z.string(),
            found: z.string().nullable(),
            floor: z.string().nullable(),
            article: z.string().nullable(),
          }),
        ),
      })
      .meta({ id: 'PolicyCheck' }),
    status: 200,
    problems: [],
  }),
};
