// What a bad deployment looks like to the engine: the same workflow types, and code that throws where a plain error wedges the task.
// Bundled by engine-trouble.e2e.test.ts; nothing else imports it.
export function election(): Promise<void> {
  throw new Error('no such step for 张三 13800138000');
}
