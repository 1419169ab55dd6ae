import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { catalogParts } from './catalog-parts.ts'
import { contractRoutes } from './contract-routes.ts'
import { precompress } from './precompress.ts'

const server = process.env.OTKLIK_SERVER ?? 'http://localhost:3000'

/** What both pages begin with. */
const basePart = new RegExp(
  [
    'node_modules/@tanstack/(query-core|react-query)/',
    'preload-helper',
    'web/api/(?!live)',
    'web/ui/(announce|avatar|button|class-names|dates|i18n|icon|kbd|keyboard|lazy-part|states|theme|toast|tooltip|use-dates)\\.',
    'web/workspace/query-client\\.',
  ].join('|'),
)
/** What the workspace begins with, and pages fetched later use as well. */
const deskPart = new RegExp(
  [
    'node_modules/@tanstack/(react-router|router-core|react-store|store|history)/',
    'web/ui/(late-menu|pause-shortcuts|tag)\\.',
    'web/workspace/(desk|live|queries|session|use-preloads|view)\\.',
    'web/workspace/(attendance/(queries|status-dot|use-status-name)|composer/(taken-back|undo-send|use-moment))\\.',
    'web/workspace/(fields/use-fields|search/highlight|shell/(mail-mark|overlays)|sla/(due-chip|due-words|use-left))\\.',
    'web/workspace/(notifications/queries|ticket/(priority|refresh-ticket|state-tag|use-say-failure))\\.',
    'web/workspace/settings/(inboxes/connection/inbox-kinds|letters/mail-search)\\.',
  ].join('|'),
)

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
    // The playground and the shop beside it are pages of their own, so that the workspace carries none of it.
    rolldownOptions: {
      input: ['index.html', 'playground/index.html', 'shop/index.html'].map((page) =>
        fileURLToPath(new URL(page, import.meta.url)),
      ),
      output: {
        // Every file costs a kilobyte of headers: what each page begins with comes in few.
        codeSplitting: {
          groups: [
            { name: 'base', test: basePart, priority: 2 },
            { name: 'desk', test: deskPart, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      // Not all of /api: our own sources lie under /api/ here.
      '^/api(/v1/.*|/?)$': { target: server, ws: true },
    },
  },
})
