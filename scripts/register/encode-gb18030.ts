// Text to GB18030, which Node can read but not write: the tables are turned round once from the decoder's own answers.

let table: Map<number, Buffer> | undefined;

/** Throws for a lone surrogate; every other character has a code in GB18030. */
export function encodeGb18030(text: string): Buffer {
  table ??= turnRound();
  const known = table;
  const bytes = Buffer.alloc(text.length * 4);
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes[length++] = code;
      continue;
    }
    // Beyond the basic plane the four-byte codes are in order.
    const own = known.get(code) ?? (code >= 0x10000 ? fourBytes(code - 0x10000 + 189_000) : undefined);
    if (own === undefined) throw new Error(`U+${code.toString(16)} cannot be written in GB18030.`);
    length += own.copy(bytes, length);
  }
  return bytes.subarray(0, length);
}

const fourBytes = (index: number): Buffer =>
  Buffer.from([
    0x81 + Math.floor(index / 12_600),
    0x30 + (Math.floor(index / 1_260) % 10),
    0x81 + (Math.floor(index / 10) % 126),
    0x30 + (index % 10),
  ]);

function turnRound(): Map<number, Buffer> {
  const decoder = new TextDecoder('gb18030');
  const found = new Map<number, Buffer>();
  const learn = (bytes: Buffer): void => {
    const text = decoder.decode(bytes);
    const code = text.codePointAt(0) ?? 0xfffd;
    if ([...text].length === 1 && code !== 0xfffd && !found.has(code)) found.set(code, bytes);
  };
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) learn(Buffer.from([lead, trail]));
  for (let index = 0; index < 39_420; index += 1) learn(fourBytes(index));
  return found;
}
