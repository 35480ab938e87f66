// A part that Gongzhi needs is missing or does not come up. The message is one sentence for the person who starts it; no stack is shown.
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}
