/** A random stream's number from its name: FNV-1a over the name's UTF-8 bytes, uint32. */
export function hashStream(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
