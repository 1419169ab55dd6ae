import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { fail } from './failure.ts'

/** Pages that are not ours name a widget without its version: an hour after an update they have the new one. */
const widgetKeeps = 'public, max-age=3600, stale-while-revalidate=86400'

const builtPages = path.join(import.meta.dirname, '../../../dist/web')

/**
 * Serves the built pages. Files under assets/ carry a hash in their names and are kept by browsers for ever; the
 * page itself is asked for anew each time. Any other address a person can type is the application's to answer.
 * What lies under widget/ is loaded by pages of other sites.
 * A page beside the application (`playground/index.html` at /playground) exists only where it is asked for.
 */
export async function serveWebApp(
  app: FastifyInstance,
  { folder = builtPages, besides = [] }: { folder?: string; besides?: readonly string[] } = {},
): Promise<void> {
  if (!existsSync(path.join(folder, 'index.html'))) {
    app.log.warn({ folder }, 'the pages are not built; only the API is served')
    return
  }
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    globIgnore: ['*/index.html*'],
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, file) => {
      const [room, inner] = path.relative(folder, file).split(path.sep)
      const isHashed = room === 'assets' || (room === 'widget' && inner === 'assets')
      const keeps = isHashed
        ? 'public, max-age=31536000, immutable'
        : room === 'widget'
          ? widgetKeeps
          : 'no-cache'
      response.header('cache-control', keeps)
      if (room !== 'widget') return
      response.header('access-control-allow-origin', '*')
      response.header('cross-origin-resource-policy', 'cross-origin')
    },
  })
  for (const page of besides) {
    app.get(`/${page}`, { schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile(`${page}/index.html`),
    )
  }
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    if (/^\/(api|assets|health|metrics)(\/|$|\?)/.test(request.url)) fail('not_found')
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
