// Writes a .br and a .gz beside every text file of the build, so that the hub
// never compresses while it serves. A variant that saves nothing is left out.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = new URL('../dist/app', import.meta.url).pathname;
const text = /\.(js|css|html|svg|json|txt|webmanifest)$/;

function* files(dir) {
  for (const name of readdirSync(dir)) {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

let plain = 0;
let packed = 0;
for (const path of [...files(root)].filter((p) => text.test(p))) {
  const content = readFileSync(path);
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  const gzip = gzipSync(content, { level: 9 });
  plain += content.length;
  packed += Math.min(content.length, brotli.length);
  if (brotli.length < content.length) writeFileSync(`${path}.br`, brotli);
  if (gzip.length < content.length) writeFileSync(`${path}.gz`, gzip);
}
console.log(`compressed: ${(plain / 1000).toFixed(0)} kB, as brotli ${(packed / 1000).toFixed(0)} kB`);
