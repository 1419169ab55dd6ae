/** The front door: how messages come in and go out. */
export { channelAlerts } from './channel-alerts.ts'
export { ensureInboxFromEnvironment } from './ensure-inbox.ts'
export { channelTasks, startChannels } from './jobs.ts'
export { listInboxNames } from './list-inbox-names.ts'
export { channelRoutes } from './routes.ts'
