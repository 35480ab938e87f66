// Operations about the installation itself: is it alive, is it ready, which keys sign receipts.
import { z } from 'zod';
import { operation } from './operation';

export const systemOperations = {
  health: operation({
    id: 'health',
    method: 'get',
    path: '/healthz',
    tag: 'system',
    summary: { zh: '进程存活', en: 'The process is alive' },
    access: { kind: 'public' },
    response: z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' }),
    status: 200,
    problems: [],
  }),
  readiness: operation({
    id: 'readiness',
    method: 'get',
    path: '/readyz',
    tag: 'system',
    summary: {
      zh: '可以接受请求；引擎不在时仍可阅读和投票',
      en: 'Ready for requests; without the engine, reading and voting go on and commands wait',
    },
    access: { kind: 'public' },
    response: z
      .strictObject({ status: z.literal('ready'), database: z.literal('up'), engine: z.enum(['up', 'down']) })
      .meta({ id: 'Readiness' }),
    status: 200,
    problems: ['unavailable'],
  }),
  receiptKeys: operation({
    id: 'receiptKeys',
    method: 'get',
    path: '/v1/keys',
    tag: 'system',
    summary: { zh: '核验回执的公钥', en: 'Public keys for checking receipts' },
    access: { kind: 'public' },
    response: z
      .strictObject({
        keys: z.array(
          z
            .strictObject({
              kty: z.literal('OKP'),
              crv: z.literal('Ed25519'),
              use: z.literal('sig'),
              alg: z.literal('EdDSA'),
              kid: z.string(),
              x: z.string(),
            })
            .meta({ id: 'ReceiptKey' }),
        ),
      })
      .meta({ id: 'ReceiptKeys', description: 'A JSON Web Key Set; retired keys stay in it' }),
    status: 200,
    problems: [],
  }),
};
