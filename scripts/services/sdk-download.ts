// Asks whether the host of the Temporal SDK's own downloads answers, so that behind a mirror-only network we go on at once.

const HOST = 'https://temporal.download/';
let answer: Promise<boolean> | undefined;

export function isSdkDownloadReachable(): Promise<boolean> {
  // Through a proxy only the SDK itself can tell; it fails quickly too.
  if (process.env['HTTPS_PROXY'] || process.env['https_proxy']) return Promise.resolve(true);
  answer ??= fetch(HOST, { method: 'HEAD', signal: AbortSignal.timeout(4_000) }).then(
    () => true,
    () => false,
  );
  return answer;
}
