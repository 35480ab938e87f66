// The part of heic-decode that is used; the package has no types of its own.
declare module 'heic-decode' {
  interface Picture {
    width: number;
    height: number;
    decode(): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
  }
  const heic: { all(file: { buffer: Uint8Array }): Promise<Picture[] & { dispose(): void }> };
  export default heic;
}
