// Digests a file beside the page, so that typing stays smooth.
import { Sha256 } from './sha256';

const step = 4 << 20;

self.onmessage = async (e: MessageEvent<File>) => {
  try {
    const sum = new Sha256();
    for (let at = 0; at < e.data.size; at += step) {
      sum.update(new Uint8Array(await e.data.slice(at, at + step).arrayBuffer()));
      self.postMessage({ done: Math.min(at + step, e.data.size) });
    }
    self.postMessage({ hex: sum.hex() });
  } catch (err) {
    self.postMessage({ error: String(err) });
  }
};
