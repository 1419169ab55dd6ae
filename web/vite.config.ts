import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { catalogParts } from './catalog-parts.ts'
import { contractRoutes } from './contract-routes.ts'
import { precompress } from './precompress.ts'

const server = process.env.OTKLIK_SERVER ?? 'http://localhost:3000'

// Vite insists on a default export; nothing else in the house may have one.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [contractRoutes(), catalogParts(), react(), tailwindcss(), precompress()],
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // Inlined assets would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The playground is a page of its own, so that the workspace carries none of it.
    rolldownOptions: {
      input: ['index.html', 'playground/index.html'].map((page) =>
        fileURLToPath(new URL(page, import.meta.url)),
      ),
    },
  },
  server: {
    proxy: {
      // Not all of /api: our own sources lie under /api/ here.
      '^/api(/v1/.*|/?)$': { target: server, ws: true },
    },
  },
})
