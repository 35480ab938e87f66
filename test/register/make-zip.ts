// Zip files as an honest program writes them, and with every lie a hostile one could tell. For tests of what the reader refuses.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  name: string;
  data: Buffer | string;
  /** Instead of the true ones. */
  declaredSize?: number;
  localName?: string;
  flags?: number;
  isStored?: boolean;
  /** Bytes between this entry and the next that the directory does not mention. */
  gap?: Buffer;
}

export function makeZip(parts: readonly ZipPart[], { count }: { count?: number } = {}): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data);
    const packed = part.isStored === true ? data : deflateRawSync(data, { level: 9 });
    const head = (name: string, extra: number): Buffer => {
      const bytes = Buffer.alloc(26);
      bytes.writeUInt16LE(20, 0);
      bytes.writeUInt16LE(part.flags ?? 0, 2);
      bytes.writeUInt16LE(part.isStored === true ? 0 : 8, 4);
      bytes.writeUInt32LE(crc32(data), 10);
      bytes.writeUInt32LE(packed.length, 14);
      bytes.writeUInt32LE(part.declaredSize ?? data.length, 18);
      bytes.writeUInt16LE(Buffer.byteLength(name), 22);
      bytes.writeUInt16LE(extra, 24);
      return bytes;
    };
    const localName = part.localName ?? part.name;
    const local = Buffer.concat([
      Buffer.from('504b0304', 'hex'),
      head(localName, 0),
      Buffer.from(localName),
      packed,
      part.gap ?? Buffer.alloc(0),
    ]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), head(part.name, 0), rest, Buffer.from(part.name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('504b0506', 0, 'hex');
  end.writeUInt16LE(count ?? parts.length, 8);
  end.writeUInt16LE(count ?? parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The smallest workbook: one sheet with this XML between `<sheetData>` tags, and these shared strings. */
export const workbookParts = (sheetData: string, { shared = '', styles = '' } = {}): ZipPart[] => [
  { name: '[Content_Types].xml', data: '<Types/>' },
  {
    name: 'xl/workbook.xml',
    data: `<workbook xmlns:r="${RELATIONS}"><sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    data: `<Relationships><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>
      <Relationship Id="rId2" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>
      <Relationship Id="rId3" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  },
  { name: 'xl/sharedStrings.xml', data: `<sst>${shared}</sst>` },
  { name: 'xl/styles.xml', data: `<styleSheet>${styles}</styleSheet>` },
  { name: 'xl/worksheets/sheet1.xml', data: `<worksheet><sheetData>${sheetData}</sheetData></worksheet>` },
];

/** A row of inline strings. */
export const inlineRow = (rowNo: number, cells: readonly string[]): string =>
  `<row r="${rowNo}">${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;
