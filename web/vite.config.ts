import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The hub that `npm run dev` talks to.
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'chrome100',
    outDir: 'dist/app',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/v1': hub, '/login/': hub, '/logout': hub } },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node' },
});
