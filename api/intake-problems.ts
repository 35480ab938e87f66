// Refusals of reports and of machines that report. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const INTAKE_PROBLEMS = {
  'already-reported': {
    status: 409,
    title: { zh: '您已反映过这个问题，可以补充留言', en: 'You have reported this problem; add a comment' },
  },
  'merged-into-unfit': {
    status: 422,
    title: {
      zh: '只能并入同一小区、正在办理、公开范围相同的问题',
      en: 'It is merged only into a problem of the same estate that goes on and is seen by the same people',
    },
  },
  'channel-not-yours': {
    status: 422,
    title: { zh: '您的角色不能登记这一来源', en: 'Your role does not take in reports of this channel' },
  },
  'source-code-taken': { status: 409, title: { zh: '来源代码已被使用', en: 'This code of a source is taken' } },
  'source-not-here': {
    status: 422,
    title: { zh: '该来源不能上报此处的问题', en: 'The source may not report for this place' },
  },
  'call-replayed': { status: 409, title: { zh: '这次调用已收到过', en: 'This very call was received before' } },
  'device-unknown': { status: 422, title: { zh: '设备未登记或已停用', en: 'The device is not registered or retired' } },
  'device-registered': { status: 409, title: { zh: '该设备已登记', en: 'The device is registered already' } },
  'estate-unknown': {
    status: 422,
    title: { zh: '辖区内没有唯一匹配的小区', en: 'No single estate of this name in the area' },
  },
  'ticket-file-refused': {
    status: 422,
    title: { zh: '文件不能作为工单读取', en: 'The file cannot be read as tickets' },
  },
} satisfies Record<string, ProblemKind>;
