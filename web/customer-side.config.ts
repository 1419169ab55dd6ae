import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import { catalogParts } from './catalog-parts.ts'
import { contractRoutes } from './contract-routes.ts'
import { precompress } from './precompress.ts'

/** What other sites' pages and the portal load, by the name they load it under. */
const parts = {
  chat: 'widget/chat/main.tsx',
  'chat-preview': 'widget/chat-preview/main.tsx',
  form: 'widget/form/main.tsx',
  'form-preview': 'widget/form-preview/main.tsx',
  portal: 'portal/main.ts',
}
const input = Object.fromEntries(
  Object.entries(parts)
    .map(([name, file]) => [name, fileURLToPath(new URL(file, import.meta.url))] as const)
    .filter(([, file]) => existsSync(file)),
)

/**
 * The widgets and the portal's few scripts: modules under fixed names, because pages that are not ours name them; what
 * they fetch later has a hash in its name. Vite insists on a default export.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/widget/',
  publicDir: false,
  plugins: [contractRoutes(), catalogParts(), tailwindcss(), precompress()],
  build: {
    outDir: fileURLToPath(new URL('../dist/web/widget', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: true,
    rolldownOptions: {
      input,
      // Somebody else's page calls nothing of it by name, but a module that is an entry keeps its shape.
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        // The portal's layout asks for fonts by name; they never change.
        assetFileNames: ({ names: [name = ''] }) =>
          name === 'portal.css'
            ? 'portal.css'
            : name.endsWith('.woff2')
              ? 'assets/[name][extname]'
              : 'assets/[name]-[hash][extname]',
      },
    },
  },
})
