import { randomBytes } from 'node:crypto';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { openKeyRing } from '../../store/key-ring';

const old = { id: 'k1', secret: randomBytes(32) };
const fresh = { id: 'k2', secret: randomBytes(32) };
const cipher = createFieldCipher(openKeyRing([old]));

it('opens what it sealed, and seals the same value differently each time', () => {
  const [a, b] = [cipher.seal('id', '11010519491231002X'), cipher.seal('id', '11010519491231002X')];
  expect(a).toMatch(/^a256gcm\.k1\.[\w-]+$/);
  expect(a).not.toBe(b);
  expect([a, b].map((sealed) => cipher.open('id', sealed))).toEqual(['11010519491231002X', '11010519491231002X']);
});

it('refuses an envelope that was changed in any byte', () => {
  const sealed = cipher.seal('phone', '13800138000');
  const [algorithm = '', key = '', body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  for (let i = 0; i < bytes.length; i += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8((changed.readUInt8(i) + 1) % 256, i);
    expect(() => cipher.open('phone', `${algorithm}.${key}.${changed.toString('base64url')}`)).toThrow();
  }
});

it('refuses an envelope of another field, another key, another algorithm, and one cut short', () => {
  const sealed = cipher.seal('phone', '13800138000');
  expect(() => cipher.open('id', sealed)).toThrow();
  expect(() => createFieldCipher(openKeyRing([{ ...old, secret: randomBytes(32) }])).open('phone', sealed)).toThrow();
  expect(() => cipher.open('phone', sealed.replace('a256gcm', 'none'))).toThrow('known algorithm');
  expect(() => cipher.open('phone', sealed.replace('.k1.', '.k9.'))).toThrow('k9');
  expect(() => cipher.open('phone', sealed.slice(0, 20))).toThrow('too short');
});

it('writes under the newest key, still opens the old ones, and finds by the same hash after rotation', () => {
  const rotated = createFieldCipher(openKeyRing([fresh, old]));
  expect(rotated.seal('id', 'x')).toMatch(/^a256gcm\.k2\./);
  expect(rotated.open('id', cipher.seal('id', 'x'))).toBe('x');
  expect(rotated.blindIndex('id', 'x')).toBe(cipher.blindIndex('id', 'x'));
});

it('hashes by field and by key', () => {
  expect(cipher.blindIndex('id', '13800138000')).not.toBe(cipher.blindIndex('phone', '13800138000'));
  expect(createFieldCipher(openKeyRing([fresh])).blindIndex('id', 'x')).not.toBe(cipher.blindIndex('id', 'x'));
});

it('takes no short secrets and no two keys of one name', () => {
  expect(() => openKeyRing([{ id: 'k1', secret: randomBytes(31) }])).toThrow('fewer than 32 bytes');
  expect(() => openKeyRing([old, { ...fresh, id: 'k1' }])).toThrow('Two data keys');
});
