import type { FastifyInstance } from 'fastify'
import type { Platform } from '#server/platform/platform.ts'

/** Inboxes, the ledger of received letters, and sending again. */
export function channelRoutes(_app: FastifyInstance, _platform: Platform): void {}
